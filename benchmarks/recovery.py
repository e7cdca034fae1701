"""Are planted segments found again? `make planted` prints the hits and misses of the rule `auto`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks import planted
from segmentbook.clustering.choice import choose
from segmentbook.clustering.fit import fit_points, segment
from segmentbook.clustering.indices import scan
from segmentbook.clustering.transform import Scaling
from segmentbook.params.clustering import Clustering

FEATURES = ("recency", "frequency", "monetary")


@dataclass(frozen=True)
class Case:
    """What is planted in one draw.

    Args:
        segments: How many; 1 is no structure.
        customers: How many are drawn.
        seed: Seed of the draw.
        anywhere: Whether the segments are drawn too, instead of those of `planted.KINDS`.
    """

    segments: int
    customers: int
    seed: int
    anywhere: bool = False


CASES = (
    *(Case(segments, 20_000, 1) for segments in (2, 3, 4, 6, 8, 1)),
    *(Case(segments, 2_000, seed) for segments in (2, 3, 4, 6, 8, 1) for seed in (1, 2, 3)),
    *(Case(segments, 2_000, seed, True) for segments in (2, 3, 4, 6, 8) for seed in (1, 2, 3)),
)
"""What the table shows: full size, then small, then segments that lie anywhere."""


@dataclass(frozen=True)
class Recovery:
    """What became of one draw of customers.

    Args:
        case: What was planted.
        found: How many segments `auto` chose; 1 where it says that there are no separate groups.
        oracle: Adjusted Rand index with the truth of a classifier that knows all parameters.
        known_k: That of K-means with the planted number of segments.
        agreement: That of the segments that were found. All three are missing without structure.
    """

    case: Case
    found: int
    oracle: float
    known_k: float
    agreement: float

    @property
    def hit(self) -> bool:
        """Whether the number is right."""
        return self.found == self.case.segments


def recover(case: Case) -> Recovery:
    """Draw customers from planted segments, let `auto` choose, and compare with the truth."""
    from sklearn.metrics import adjusted_rand_score

    kinds = _kinds(case)
    view = (
        planted.customers(kinds, case.customers, case.seed)
        if kinds
        else planted.without_structure(case.customers, case.seed)
    )
    params = Clustering()
    scaling = Scaling.fit(view, FEATURES, params)
    points = fit_points(view, scaling, params)
    choice = choose(scan(points, params), params)
    found = choice.k if choice.table["separate"].any() or choice.apart else 1
    if not kinds:
        return Recovery(case, found, *[float("nan")] * 3)
    labels = [
        planted.oracle(view, kinds),
        segment(points, scaling, case.segments, params).assign(view),
        segment(points, scaling, choice.k, params).assign(view),
    ]
    return Recovery(case, found, *(adjusted_rand_score(view["planted"], one) for one in labels))


def lines(cases: Sequence[Case] = CASES) -> Iterator[str]:
    """Yield the table of hits and misses line by line, as the draws are done."""
    yield (
        f"{'customers':>9}{'seed':>6}{'segments':>10}{'planted':>9}{'found':>7}  {'':6}"
        f"{'ARI oracle':>11}{'known k':>8}{'found':>7}"
    )
    hits = 0
    for case in cases:
        one = recover(case)
        hits += one.hit
        scores = [
            "–" if math.isnan(value) else f"{value:.3f}"
            for value in (one.oracle, one.known_k, one.agreement)
        ]
        yield (
            f"{case.customers:>9,}{case.seed:>6}{'anywhere' if case.anywhere else 'designed':>10}"
            f"{_named(case.segments):>9}{_named(one.found):>7}  {'hit' if one.hit else 'miss':6}"
            f"{scores[0]:>11}{scores[1]:>8}{scores[2]:>7}"
        )
    yield f"{hits} hits of {len(cases)}"


def _kinds(case: Case) -> tuple[planted.Kind, ...]:
    if case.segments == 1:
        return ()
    if case.anywhere:
        return planted.drawn(case.segments, case.seed)
    return planted.KINDS[case.segments]


def _named(segments: int) -> str:
    return "none" if segments == 1 else str(segments)


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
