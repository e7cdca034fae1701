"""Adjust what is claimed for the number of comparisons among which it was found.

Whoever looks at a hundred cells finds some that are far off by chance. An exhibit therefore counts every
cell that it looks at, also those that it does not show, and makes a claim where an interval of
`confidence(number)` leaves what stands for no difference, or a p-value after `holm` is below `LEVEL`:
the chance of one wrong claim or more in the whole exhibit is then at most `LEVEL`.
"""

from __future__ import annotations

from collections.abc import Sequence

LEVEL = 0.02
"""The chance, for an exhibit, of one claim or more where nothing is there."""


def confidence(number: int, level: float = LEVEL) -> float:
    """Return the confidence of each of several intervals that shall all hold at once.

    By Bonferroni's inequality: Dunn, Multiple comparisons among means (1961).

    Args:
        number: How many intervals are looked at, shown or not.
        level: The chance that one of them or more does not hold.

    >>> confidence(1), confidence(40)
    (0.98, 0.9995)
    """
    return 1 - level / max(number, 1)


def holm(values: Sequence[float]) -> list[float]:
    """Adjust p-values for their number: Holm, A simple sequentially rejective procedure (1979).

    >>> [round(value, 2) for value in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    adjusted, reached = [0.0] * len(values), 0.0
    for rank, place in enumerate(sorted(range(len(values)), key=lambda place: values[place])):
        reached = max(reached, min(1.0, values[place] * (len(values) - rank)))
        adjusted[place] = reached
    return adjusted
