"""How many groups: the number that is chosen, and why not the others, as codes and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from segmentbook.clustering.algorithms import ALGORITHMS
from segmentbook.clustering.indices import Scan
from segmentbook.clustering.null_models import DESCRIBED, Null
from segmentbook.params.clustering import Clustering

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

Structure = Literal["separate", "continuum", "none"]
"""What the groups are: separate from each other; slices of a continuum; or nothing, as there is no order
to slice customers by, or no slices that resampled customers would give again."""

Objection = Literal["dominated", "small_group", "unstable", "too_few"]
"""Why `auto` may not take a k: one group holds nearly all customers, or too few; resamples disagree; the
groups are fewer than `auto_from` and not separate."""

Verdict = Literal[
    "found",  # by the algorithm
    "set_by_study",
    "most_separate",  # the highest number of groups that are all separate
    "one_apart",  # the lowest number that sets apart the group that stands apart
    "best_rank",
    "fallback",  # as no k qualifies
    "objected",  # not chosen: there is an objection
    "study_differs",  # not chosen: the study asks for another
    "not_separate",  # not chosen: others are separate groups
    "fewer",  # not chosen: more groups are separate
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
        structure: What the groups are.
        apart: Whether one of them stands apart from all others, though not all are separate.
        least: Share of the customers that the smallest group had to hold.
        table: See `indices.scan` and `null_models.Null`, with `separate` (whether groups are),
            `mean_rank` (of those that qualify, else missing), `objection` (an `Objection` or None)
            and `verdict` (a `Verdict`).
        gap_of_one: See `indices.Scan`.
        null: See `indices.Scan`.
        ordered: See `indices.Scan`.
    """

    k: int
    by: ChosenBy
    qualified: bool
    structure: Structure
    apart: bool
    least: float
    table: pd.DataFrame
    gap_of_one: float
    null: Null
    ordered: bool

    @property
    def chosen(self) -> pd.Series:
        """The row of the chosen k."""
        return self.table.loc[self.table["k"] == self.k].iloc[0]

    @property
    def best_silhouette(self) -> pd.Series:
        """The row of the k with the highest silhouette."""
        return self.table.nlargest(1, "silhouette").iloc[0]

    @property
    def tied(self) -> list[int]:
        """The other numbers with the same mean rank, where the rank decided."""
        rest = self.table[self.table["verdict"] == "no_better"]
        return [int(k) for k in rest["k"]] if self.chosen["verdict"] == "best_rank" else []

    @property
    def banded(self) -> bool:
        """Whether customers are put into bands by their value, as there is nothing to segment.

        A number that the study sets, and one that an algorithm finds, is kept.
        """
        return self.structure == "none" and self.by == "rule"

    def near_bound(self, least: float) -> bool:
        """Return whether the interval of the chosen stability includes the bound."""
        row = self.chosen
        return bool(row["stability_low"] < least <= row["stability_high"])


def choose(scan: Scan, params: Clustering, fewest: float = 0.0) -> Choice:
    """Choose k, and give the reason for or against every k.

    A number in the params is taken, and so is the one that an algorithm finds itself. `auto` is
    otherwise this rule:

    1. A k qualifies if its smallest group holds at least `minimum_share` of the customers, and so many
       that it may be shown, and the adjusted Rand index over resamples is at least
       `minimum_stability`. A k below `auto_from` must also be of separate groups: two slices of
       a continuum only separate good customers from the rest.
    2. Groups that are separate (see `null_models`), or one of which stands apart, may be smaller than
       `minimum_share`. Of several k of separate groups the highest is taken: a lower one merges
       some of them. Else, of those with one group apart, the lowest.
    3. Where no group is separate, those that qualify are ranked by each of `RANKED`; the best mean rank
       wins, then the more stable, then the lower k. No single index is trusted: silhouette and
       Davies-Bouldin merge neighbouring groups, Calinski-Harabasz splits large ones,
       stability favours few.
    4. Where none qualifies, the lowest from `auto_from` up is taken whose groups may all be shown, or
       the highest below it.

    There is nothing to segment (`none`) where groups are not separate and either the features are
    not related, or for no k the interval of the stability reaches `minimum_stability`.

    Args:
        scan: See `indices.scan`.
        params: The same params.
        fewest: Share of the customers that a group must hold to be shown.
    """
    null = scan.null
    table = scan.table.merge(null.table, on="k", validate="1:1")
    table["separate"] = [null.separate(k) for k in table["k"]]
    table["one_apart"] = [null.one_apart(k) and not null.separate(k) for k in table["k"]]
    least = max(params.minimum_share, fewest)
    objections = [_objection(row, params, least, fewest) for row in table.itertuples()]
    fits = np.array([objection is None for objection in objections])
    ranks = _mean_ranks(table[fits]).reindex(table.index)
    table = table.assign(
        mean_rank=ranks, objection=pd.Series(objections, table.index, dtype=object)
    )
    k, by = _chosen(table, fits, params, fewest)
    verdicts = [_verdict(row, k, by, table) for row in table.itertuples()]
    table = table.assign(verdict=verdicts)
    row = table.loc[table["k"] == k].iloc[0]
    return Choice(
        k,
        by,
        bool(fits.any()),
        structure(
            bool(row["separate"]),
            scan.ordered or bool(row["one_apart"]),
            bool((table["stability_high"] >= params.minimum_stability).any()),
        ),
        bool(row["one_apart"]),
        least,
        table,
        scan.gap_of_one,
        null,
        scan.ordered,
    )


def structure(separate: bool, ordered: bool, reproducible: bool) -> Structure:
    """Return what the groups are.

    Args:
        separate: Whether they are separate, see `null_models.Null`.
        ordered: Whether the features are related, see `null_models.shared_order`.
        reproducible: Whether resamples may give the same groups, for any number of them.
    """
    if separate:
        return "separate"
    return "continuum" if ordered and reproducible else "none"


def elbow(table: pd.DataFrame) -> int:
    """Return the k at which inertia bends most: farthest below the line from first to last.

    Satopaa, Albrecht, Irwin and Raghavan, Finding a "kneedle" in a haystack (2011), without smoothing.
    """
    inertia = table["inertia"].to_numpy(dtype=float)
    line = np.linspace(inertia[0], inertia[-1], len(inertia))
    return int(table["k"].iloc[int(np.argmax(line - inertia))])


def metrics(choice: Choice, params: Clustering) -> dict[str, Any]:
    """Return `k`, `structure`, its indices beside the null, the bounds, and the range of the scan."""
    chosen, best, null = choice.chosen, choice.best_silhouette, choice.null
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
        "null_silhouette",
        "silhouette_percentile",
        "null_stability",
        "stability_percentile",
    )
    return {
        "k": choice.k,
        "structure": choice.structure,
        "banded": choice.banded,
        **{name: chosen[name] for name in indices},
        "k_stability": chosen["stability"],
        "k_stability_low": chosen["stability_low"],
        "k_stability_high": chosen["stability_high"],
        "k_depth": chosen["depth"],
        "depth_bound": null.critical if np.isfinite(null.critical) else None,
        "null_customers": null.customers,
        "null_draws": null.draws,
        "described_draws": DESCRIBED,
        "k_tied": choice.tied,
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
    qualified = table[fits]
    if qualified["separate"].any():
        return int(qualified.loc[qualified["separate"], "k"].max()), "rule"
    if qualified["one_apart"].any():
        return int(qualified.loc[qualified["one_apart"], "k"].min()), "rule"
    order = qualified.sort_values(["mean_rank", "stability", "k"], ascending=[True, False, True])
    return int(order["k"].iloc[0]), "rule"


def _fallback(table: pd.DataFrame, start: int, fewest: float) -> int:
    shown = table.loc[table["smallest_share"] >= fewest, "k"]
    above, below = shown[shown >= start], shown[shown < start]
    return int(above.min() if len(above) else below.max() if len(below) else start)


def _mean_ranks(table: pd.DataFrame) -> pd.Series:
    ranks = [table[name].rank(ascending=not high) for name, high in RANKED.items()]
    return pd.concat(ranks, axis=1).mean(axis=1)


def _objection(row: Any, params: Clustering, least: float, fewest: float) -> Objection | None:
    """Return why `auto` may not take a k, or None if it may."""
    if row.smallest_share < (fewest if row.separate or row.one_apart else least):
        return "dominated" if row.largest_share >= DOMINANT else "small_group"
    if row.stability < params.minimum_stability:
        return "unstable"
    if row.k < params.auto_from and not (row.separate or row.one_apart):
        return "too_few"
    return None


def _verdict(row: Any, k: int, by: ChosenBy, table: pd.DataFrame) -> Verdict:
    if by == "algorithm":
        return "found"
    if row.k == k and by == "study":
        return "set_by_study"
    chosen = table.loc[table["k"] == k].iloc[0]
    if row.k == k and row.objection is None:
        return "most_separate" if row.separate else "one_apart" if row.one_apart else "best_rank"
    if row.k == k:
        return "fallback"
    if row.objection is not None:
        return "objected"
    if by == "study":
        return "study_differs"
    if chosen["separate"] or chosen["one_apart"]:
        return "fewer" if chosen["separate"] and row.separate else "not_separate"
    return "worse_rank" if row.mean_rank > chosen["mean_rank"] else "no_better"
