"""What docs/truth.md says: the rates of stored trials, with exact intervals and verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from benchmarks import truth
from benchmarks.worlds.world import EFFECTS, Trial, World
from segmentbook.core.claims import KINDS

BOUND, BOUND_DEAR = 0.08, 0.10
"""The highest that the upper end of a false claim's interval may be."""

POWER = 0.8
"""A claim that is made in fewer worlds than this at once its effect is underpowered."""


@dataclass(frozen=True)
class Rate:
    """How often a claim was made.

    Args:
        made: In how many worlds.
        of: How many worlds there were.
    """

    made: int
    of: int

    @property
    def share(self) -> float:
        """The share of the worlds in which it was made."""
        return self.made / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """The exact 95 % interval of Clopper and Pearson (1934)."""
        from scipy.stats import binomtest

        exact = binomtest(self.made, self.of).proportion_ci(0.95, "exact")
        return float(exact.low), float(exact.high)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.made}/{self.of} ({100 * low:.1f}–{100 * high:.1f} %)"


def rate(results: dict[str, Any], cell: truth.Cell, kind: str, block: int) -> Rate | None:
    """Return how often a claim was made in one block of a cell.

    Of a first block that is not complete, the seeds up to the first that is not stored count; a second
    block counts whole.

    Args:
        results: See `truth.stored`.
        cell: The cell.
        kind: The kind of claim.
        block: 1 or 2.

    Returns:
        None where there is none to count.
    """
    known = results["cells"].get(cell.key, {})
    wanted = (str(seed) for seed in range((block - 1) * cell.number, block * cell.number))
    seeds = [*takewhile(known.__contains__, wanted)]
    if not seeds or (block == 2 and len(seeds) < cell.number):
        return None
    return Rate(sum(kind in known[seed] for seed in seeds), len(seeds))


# ---------------------------------------------------------------- tables


@dataclass(frozen=True)
class Judged:
    """An area with what is stored of it.

    Args:
        area: Its name.
        trial: Its trial.
        number: Worlds a block, in place of 400 or 200.
        sizes: Numbers of customers.
    """

    area: str
    trial: Trial
    number: int | None = None
    sizes: Sequence[int] = ()

    @property
    def bound(self) -> float:
        """The bound of its false claims."""
        return BOUND_DEAR if self.trial.dear else BOUND

    def cells(self, world: World, effect: float = 1.0) -> list[truth.Cell]:
        """Return the cells of a world at a multiple of its effect."""
        return [
            cell
            for cell in truth.cells(self.trial, world, self.number)
            if cell.effect == effect and (not self.sizes or cell.size in self.sizes)
        ]


def false_rows(one: Judged) -> Iterator[list[str]]:
    """Yield claim, world, customers, both blocks and the verdict of every false claim."""
    for kind in sorted({kind for world in one.trial.worlds for kind in world.false}):
        for world in (world for world in one.trial.worlds if kind in world.false):
            results = truth.stored(one.area, world)
            if results["missing"]:
                yield [_code(kind), world.name, "", "left out", "", results["missing"]]
                continue
            for cell in one.cells(world):
                first, second = (rate(results, cell, kind, block) for block in (1, 2))
                if first is None:
                    yield [_code(kind), world.name, f"{cell.size:,}", "not run", "", ""]
                    continue
                enough = first.of >= (truth.DEAR if one.trial.dear else truth.CHEAP)
                judged = verdict(first, second, one.bound, enough=enough)
                size = f"{cell.size:,}"
                yield [_code(kind), world.name, size, str(first), str(second or "–"), judged]


def verdict(first: Rate, second: Rate | None, bound: float, *, enough: bool) -> str:
    """Judge a false claim by the upper ends of both blocks' intervals.

    Args:
        first: The rate of the first block.
        second: That of the second, None where it has not been run.
        bound: The most that the upper ends may be.
        enough: Whether there are as many worlds as the bound asks for; where there are fewer, an
            interval that reaches beyond the bound decides nothing unless all of it lies there.
    """
    ends = [one.interval for one in (first, second) if one is not None]
    if max(high for _, high in ends) <= bound:
        return "meets"
    if not enough and all(low <= bound for low, _ in ends):
        return "too few worlds"
    return "**exceeds**"


def true_rows(one: Judged) -> Iterator[list[str]]:
    """Yield claim, world, customers, power at half, once and twice the effect, and the verdict."""
    for kind in sorted({kind for world in one.trial.worlds for kind in world.true}):
        for world in (world for world in one.trial.worlds if kind in world.true):
            results = truth.stored(one.area, world)
            name = f"{world.name}; {world.effect}"
            if results["missing"]:
                yield [_code(kind), name, "", "left out", "", "", "", results["missing"]]
                continue
            by_effect = [one.cells(world, effect) for effect in EFFECTS]
            for same_size in zip(*by_effect, strict=True):
                half, once, twice = (rate(results, cell, kind, 1) for cell in same_size)
                again = rate(results, same_size[1], kind, 2)
                size = f"{same_size[1].size:,}"
                if half is None or once is None or twice is None:
                    yield [_code(kind), name, size, "not run", "", "", "", ""]
                    continue
                shares = [one.share for one in (once, again) if one is not None]
                weak = "" if min(shares) >= POWER else "**underpowered**"
                rates = [str(one or "–") for one in (half, once, again, twice)]
                yield [_code(kind), name, size, *rates, weak]


def area_text(area: str, number: int | None = None, sizes: Sequence[int] = ()) -> str:
    """Return the tables of an area, as Markdown."""
    one = Judged(area, truth.trial(area), number, sizes)
    parts = [f"## {area.replace('_', ' ').capitalize()}", *one_family(one.trial)]
    false, power = [*false_rows(one)], [*true_rows(one)]
    if false:
        title = f"Where the claim is false; at most {100 * one.bound:.0f} % at the upper end:"
        heads = ["claim", "world", "customers", "made", "second block", "verdict"]
        parts += [title, table(heads, false)]
    if power:
        heads = ["claim", "world; effect", "customers", "half", "once", "second block", "twice", ""]
        parts += ["Where it is true, at half, once and twice the effect:", table(heads, power)]
    return "\n\n".join(parts) + "\n"


def one_family(one: Trial) -> Iterator[str]:
    """Yield what is wrong with the worlds of a trial: a false claim needs two families or more."""
    for kind in sorted({kind for world in one.worlds for kind in world.false}):
        families = {world.family for world in one.worlds if kind in world.false}
        if len(families) < 2:
            yield f"{_code(kind)} is judged on one family of worlds only: {', '.join(families)}."


def unjudged(trials: Sequence[Trial]) -> list[str]:
    """Return the tested kinds that no world judges as false."""
    judged = {kind for one in trials for world in one.worlds for kind in world.false}
    return [kind for kind, one in KINDS.items() if one.basis == "tested" and kind not in judged]


def underpowered() -> list[list[str]]:
    """Return claim, world with its effect, and customers of all that are underpowered."""
    judged = [Judged(area, truth.trial(area)) for area in truth.areas()]
    return [row[:3] for one in judged for row in true_rows(one) if "underpowered" in row[-1]]


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in lines
    )


# ---------------------------------------------------------------- the document

_HEAD = """\
# How often the report is wrong

Made by `make truth`; not edited by hand.

A **claim** is a kind of statement about the world behind an export: that groups exist, that a change
is more than chance, that a customer has left. A **world** is a generator of exports in which it is
known whether the claim is true: by construction nobody moves, or one in five has left. The methods of
the report are run on many exports of a world, and it is counted how often the report would make the
claim.

- *Where the claim is false*, this is its false-alarm rate. Each such claim is judged on worlds of at
  least two families, one of which is not the generator of the null of its own test: memoryless buyers,
  clumpy ones with heavy-tailed orders, copulas with a real study's marginals, real customers drawn
  again. At the upper end of the exact 95 % interval (Clopper and Pearson) it may be 8 % in 400 worlds,
  or 10 % in 200 worlds where a trial takes seconds.
- *Where the claim is true*, this is its power. The size of the effect was written down before the
  first run; the tables show half, once and twice that size, in a quarter as many worlds. A claim that
  is made in less than 80 % of the worlds at once its effect is **underpowered**: that the report does
  not make it says little.

Every rate is `made/worlds (95 % interval)`. The seeds are 0, 1, 2, ...; the *second block* repeats the
count with the next seeds, as a check that no rate was tuned on the first.
"""


def document() -> str:
    """Return docs/truth.md."""
    from benchmarks import whole_reports

    names = truth.areas()
    parts = [_HEAD, "## The claims", table(["claim", "what it states", "rests on"], _kinds())]
    missing = unjudged([truth.trial(area) for area in names])
    if missing:
        parts.append(f"No world judges {', '.join(map(_code, missing))}.")
    weak = underpowered()
    if weak:
        parts += ["## Underpowered claims", table(["claim", "world; effect", "customers"], weak)]
    parts += [area_text(area).strip() for area in names]
    parts += [whole_reports.studies_text(), whole_reports.null_text()]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _kinds() -> list[list[str]]:
    return [[_code(kind), one.statement, one.basis] for kind, one in KINDS.items()]


def _code(kind: str) -> str:
    return f"`{kind}`"
