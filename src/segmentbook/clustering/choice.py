"""How many groups: the number that is chosen, and why not the others, as codes and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from segmentbook.clustering.algorithms import ALGORITHMS
from segmentbook.clustering.indices import Scan
from segmentbook.params.clustering import Clustering

REASONABLE = 0.5
"""From this silhouette on, a structure is a reasonable one, below it weak, in the words of Kaufman
and Rousseeuw, Finding Groups in Data (1990)."""

DOMINANT = 0.9
"""From this share of the customers on, a group is too large for the others to be groups."""

RANKED = {
    "silhouette": True,
    "calinski_harabasz": True,
    "davies_bouldin": False,
    "stability": True,
}
"""What k is ranked by, and whether high is good."""

ChosenBy = Literal["algorithm", "study", "rule"]
"""What chose k: the algorithm itself, the params, or the rule `auto`."""

Objection = Literal["dominated", "small_group", "unstable", "too_few"]
"""Why `auto` may not take a k: one group holds nearly all customers, or too few; resamples disagree; the
groups are fewer than `auto_from` and not well apart."""

Verdict = Literal[
    "found",  # by the algorithm
    "set_by_study",
    "best_rank",
    "fallback",  # as no k qualifies
    "objected",  # not chosen: there is an objection
    "study_differs",  # not chosen: the study asks for another
    "worse_rank",  # not chosen: another has a better mean rank
    "no_better",  # not chosen: another has as good a mean rank, and is more stable or lower
]
"""Why a k is chosen, or not."""


@dataclass(frozen=True)
class Choice:
    """The chosen number of groups.

    Args:
        k: The number.
        by: What chose it.
        qualified: Whether any k met the conditions of `auto`.
        structured: Whether any k has a higher gap, less its error, than a single group: if not,
            customers form no separate groups.
        least: Share of the customers that the smallest group had to hold.
        table: See `indices.scan`, with `mean_rank` (of those that qualify, else missing), `objection`
            (an `Objection` or None) and `verdict` (a `Verdict`).
        gap_of_one: See `indices.Scan`.
    """

    k: int
    by: ChosenBy
    qualified: bool
    structured: bool
    least: float
    table: pd.DataFrame
    gap_of_one: float

    @property
    def chosen(self) -> pd.Series:
        """The row of the chosen k."""
        return self.table.loc[self.table["k"] == self.k].iloc[0]

    @property
    def best_silhouette(self) -> pd.Series:
        """The row of the k with the highest silhouette."""
        return self.table.nlargest(1, "silhouette").iloc[0]

    @property
    def separated(self) -> bool:
        """Whether the groups are well apart from each other."""
        return bool(self.chosen["silhouette"] >= REASONABLE)

    @property
    def clear(self) -> bool:
        """Whether there are separate groups, well apart from each other."""
        return self.structured and self.separated


def choose(scan: Scan, params: Clustering, fewest: float = 0.0) -> Choice:
    """Choose k, and give the reason for or against every k.

    A number in the params is taken, and so is the one that an algorithm finds itself. `auto` is
    otherwise this rule:

    1. A k qualifies if its smallest group holds at least `minimum_share` of the customers, and so many
       that it may be shown, and the adjusted Rand index over resamples is at least
       `minimum_stability`. A k below `auto_from` must also have a silhouette of at least
       `REASONABLE`: two groups nearly always have the highest of all and, where groups are not well
       apart, only separate good customers from the rest.
    2. Those that qualify are ranked by each of `RANKED`; the best mean rank wins, then the more
       stable, then the lower k. No single index is trusted: silhouette and Davies-Bouldin merge
       neighbouring groups, Calinski-Harabasz splits large ones, stability favours few.
    3. Where none qualifies, the lowest from `auto_from` up is taken whose groups may all be shown, or
       the highest below it.

    Args:
        scan: See `indices.scan`.
        params: The same params.
        fewest: Share of the customers that a group must hold to be shown.
    """
    table = scan.table
    least = max(params.minimum_share, fewest)
    objections = [_objection(row, params, least) for row in table.itertuples()]
    fits = np.array([objection is None for objection in objections])
    ranks = _mean_ranks(table[fits]).reindex(table.index)
    table = table.assign(
        mean_rank=ranks, objection=pd.Series(objections, table.index, dtype=object)
    )
    k, by = _chosen(table, fits, params, fewest)
    structured = bool((table["gap"] - table["gap_error"] > scan.gap_of_one).any())
    verdicts = [_verdict(row, k, by, table) for row in table.itertuples()]
    table = table.assign(verdict=verdicts)
    return Choice(k, by, bool(fits.any()), structured, least, table, scan.gap_of_one)


def elbow(table: pd.DataFrame) -> int:
    """Return the k at which inertia bends most: farthest below the line from first to last.

    Satopaa, Albrecht, Irwin and Raghavan, Finding a "kneedle" in a haystack (2011), without smoothing.
    """
    inertia = table["inertia"].to_numpy(dtype=float)
    line = np.linspace(inertia[0], inertia[-1], len(inertia))
    return int(table["k"].iloc[int(np.argmax(line - inertia))])


def metrics(choice: Choice, params: Clustering) -> dict[str, Any]:
    """Return `k` and its indices, the bounds of the rule, and the range and extremes of the scan."""
    chosen, best = choice.chosen, choice.best_silhouette
    indices = (
        "inertia",
        "silhouette",
        "simplified_silhouette",
        "calinski_harabasz",
        "davies_bouldin",
        "gap",
        "mean_rank",
        "smallest_share",
        "largest_share",
    )
    return {
        "k": choice.k,
        **{name: chosen[name] for name in indices},
        "k_stability": chosen["stability"],
        "k_structured": choice.structured,
        "k_elbow": elbow(choice.table),
        "k_from": params.auto_from,
        "minimum_share": params.minimum_share if choice.by == "algorithm" else choice.least,
        "minimum_stability": params.minimum_stability,
        "k_of_best_silhouette": int(best["k"]),
        "best_silhouette": best["silhouette"],
        "k_lowest": int(choice.table["k"].min()),
        "k_highest": int(choice.table["k"].max()),
    }


def _chosen(
    table: pd.DataFrame, fits: np.ndarray, params: Clustering, fewest: float
) -> tuple[int, ChosenBy]:
    if ALGORITHMS[params.algorithm].chooses_k:
        return int(table["k"].iloc[0]), "algorithm"
    if params.k != "auto":
        return params.k, "study"
    if not fits.any():
        return _fallback(table, params.auto_from, fewest), "rule"
    order = table[fits].sort_values(["mean_rank", "stability", "k"], ascending=[True, False, True])
    return int(order["k"].iloc[0]), "rule"


def _fallback(table: pd.DataFrame, start: int, fewest: float) -> int:
    shown = table.loc[table["smallest_share"] >= fewest, "k"]
    above, below = shown[shown >= start], shown[shown < start]
    return int(above.min() if len(above) else below.max() if len(below) else start)


def _mean_ranks(table: pd.DataFrame) -> pd.Series:
    ranks = [table[name].rank(ascending=not high) for name, high in RANKED.items()]
    return pd.concat(ranks, axis=1).mean(axis=1)


def _objection(row: Any, params: Clustering, least: float) -> Objection | None:
    """Return why `auto` may not take a k, or None if it may."""
    if row.smallest_share < least:
        return "dominated" if row.largest_share >= DOMINANT else "small_group"
    if row.stability < params.minimum_stability:
        return "unstable"
    if row.k < params.auto_from and row.silhouette < REASONABLE:
        return "too_few"
    return None


def _verdict(row: Any, k: int, by: ChosenBy, table: pd.DataFrame) -> Verdict:
    if by == "algorithm":
        return "found"
    if row.k == k and by == "study":
        return "set_by_study"
    if row.k == k:
        return "best_rank" if row.objection is None else "fallback"
    if row.objection is not None:
        return "objected"
    if by == "study":
        return "study_differs"
    chosen = table.loc[table["k"] == k, "mean_rank"].iloc[0]
    return "worse_rank" if row.mean_rank > chosen else "no_better"
