"""Are planted segments found again? `make planted` prints the hits and misses of the rule `auto`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from segmentbook import planted
from segmentbook.clustering.choose import choose
from segmentbook.clustering.indices import scan
from segmentbook.clustering.segment import fit_points, segment
from segmentbook.clustering.transform import Scaling
from segmentbook.study import Clustering

FEATURES = ("recency", "frequency", "monetary")
CASES = ((20_000, (1,)), (2_000, (1, 2, 3)))
"""Numbers of customers, and the seeds that they are drawn with."""


@dataclass(frozen=True)
class Recovery:
    """What became of one draw of customers.

    Args:
        customers: How many were drawn.
        seed: The seed of the draw.
        segments: How many segments were planted; 1 is no structure.
        found: How many `auto` chose; 1 where it says that there are no separate groups.
        oracle: Adjusted Rand index with the truth of a classifier that knows all parameters.
        agreement: That of the segments that were found; missing where there is no structure.
    """

    customers: int
    seed: int
    segments: int
    found: int
    oracle: float
    agreement: float

    @property
    def hit(self) -> bool:
        """Whether the number is right."""
        return self.found == self.segments


def recover(segments: int, customers: int, seed: int) -> Recovery:
    """Draw customers from planted segments, let `auto` choose, and compare with the truth.

    Args:
        segments: 1 for no structure, or a key of `planted.KINDS`.
        customers: How many to draw.
        seed: Seed of the draw.
    """
    from sklearn.metrics import adjusted_rand_score

    if segments == 1:
        view = planted.without_structure(customers, seed)
        best = agreement = float("nan")
    else:
        kinds = planted.KINDS[segments]
        view = planted.customers(kinds, customers, seed)
        best = adjusted_rand_score(view["planted"], planted.oracle(view, kinds))
    params = Clustering()
    scaling = Scaling.fit(view, FEATURES, params)
    points = fit_points(view, scaling, params)
    choice = choose(scan(points, params), params)
    if segments > 1:
        labels = segment(points, scaling, choice.k, params).assign(view)
        agreement = adjusted_rand_score(view["planted"], labels)
    found = choice.k if choice.structured else 1
    return Recovery(customers, seed, segments, found, best, agreement)


def lines(cases: Sequence[tuple[int, Sequence[int]]] = CASES) -> Iterator[str]:
    """Yield the table of hits and misses line by line, as the draws are done."""
    yield f"{'customers':>9}{'seed':>6}{'planted':>9}{'found':>7}  {'':6}{'oracle ARI':>11}{'ARI':>7}"
    for customers, seeds in cases:
        for segments in (*planted.KINDS, 1):
            for seed in seeds:
                one = recover(segments, customers, seed)
                scores = [
                    "–" if pd.isna(value) else f"{value:.3f}"
                    for value in (one.oracle, one.agreement)
                ]
                yield (
                    f"{customers:>9,}{seed:>6}{_named(segments):>9}{_named(one.found):>7}  "
                    f"{'hit' if one.hit else 'miss':6}{scores[0]:>11}{scores[1]:>7}"
                )


def _named(segments: int) -> str:
    return "none" if segments == 1 else str(segments)


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
