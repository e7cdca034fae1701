"""How many groups: the number that is chosen, and why not the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.clustering.indices import Scan
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.params.clustering import Clustering
from segmentbook.report.formats import NO_CURRENCY, Formats, number, percent
from segmentbook.report.sentences import Said

REASONABLE = 0.5
"""From this silhouette on, a structure is a reasonable one, below it weak, in the words of Kaufman
and Rousseeuw, Finding Groups in Data (1990)."""

RANKED = {
    "silhouette": True,
    "calinski_harabasz": True,
    "davies_bouldin": False,
    "stability": True,
}
"""What k is ranked by, and whether high is good."""

COLUMNS = {
    "k": ("k", "count"),
    "inertia": (mark("Inertia"), "number"),
    "silhouette": (mark("Silhouette"), "number3"),
    "simplified_silhouette": (mark("Simplified"), "number3"),
    "calinski_harabasz": (mark("Calinski-Harabasz"), "number"),
    "davies_bouldin": (mark("Davies-Bouldin"), "number3"),
    "gap": (mark("Gap"), "number3"),
    "stability": (mark("Stability"), "number3"),
    "smallest_share": (mark("Smallest group"), "percent"),
    "largest_share": (mark("Largest group"), "percent"),
    "mean_rank": (mark("Mean rank"), "number"),
    "verdict": (mark("Verdict"), "text"),
}
"""The columns of the decision table with their titles and formats."""


@dataclass(frozen=True)
class Choice:
    """The chosen number of groups.

    Args:
        k: The number.
        qualified: Whether any k met the conditions of `auto`.
        structured: Whether any k has a higher gap, less its error, than a single group: if not,
            customers form no separate groups.
        least: Share of the customers that the smallest group had to hold.
        table: See `indices.scan`, with `mean_rank` (of those that qualify, else missing) and
            `verdict`: the reason for or against each k.
    """

    k: int
    qualified: bool
    structured: bool
    least: float
    table: pd.DataFrame

    @property
    def chosen(self) -> pd.Series:
        """The row of the chosen k."""
        return self.table.loc[self.table["k"] == self.k].iloc[0]

    @property
    def clear(self) -> bool:
        """Whether the groups are well apart from each other."""
        return self.structured and bool(self.chosen["silhouette"] >= REASONABLE)


def choose(scan: Scan, params: Clustering, fewest: float = 0.0) -> Choice:
    """Choose k and say for every k why or why not.

    A number in the params is taken, and so is the one that HDBSCAN finds. `auto` is else this rule:

    1. A k qualifies if its smallest group holds at least `minimum_share` of the customers, and so many
       that it may be shown, and the adjusted Rand index over resamples is at least
       `minimum_stability`. A k below `auto_from` must
       besides have a silhouette of at least `REASONABLE`: two groups nearly always have the highest
       of all and, where groups are not well apart, only tell good customers from the rest.
    2. Those that qualify are ranked by each of `RANKED`; the best mean rank wins, then the more
       stable, then the lower k. No single index is trusted: silhouette and Davies-Bouldin merge
       neighbouring groups, Calinski-Harabasz splits large ones, stability favours few.
    3. Where none qualifies, the report says so, and the lowest from `auto_from` up is taken whose groups
       may all be shown, or the highest below it.

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
    table = table.assign(mean_rank=ranks)
    k = _fallback(table, params.auto_from, fewest) if params.k == "auto" else params.k
    if params.algorithm == "hdbscan":
        k = int(table["k"].iloc[0])
    elif params.k == "auto" and fits.any():
        order = table[fits].sort_values(
            ["mean_rank", "stability", "k"], ascending=[True, False, True]
        )
        k = int(order["k"].iloc[0])
    structured = bool((table["gap"] - table["gap_error"] > scan.gap_of_one).any())
    verdicts = [
        _verdict(row, objection, k, table, params)
        for row, objection in zip(table.itertuples(), objections, strict=True)
    ]
    return Choice(k, bool(fits.any()), structured, least, table.assign(verdict=verdicts))


def _fallback(table: pd.DataFrame, start: int, fewest: float) -> int:
    shown = table.loc[table["smallest_share"] >= fewest, "k"]
    above, below = shown[shown >= start], shown[shown < start]
    return int(above.min() if len(above) else below.max() if len(below) else start)


def elbow(table: pd.DataFrame) -> int:
    """Return the k at which inertia bends most: farthest below the line from first to last.

    Satopaa, Albrecht, Irwin and Raghavan, Finding a "kneedle" in a haystack (2011), without smoothing.
    """
    inertia = table["inertia"].to_numpy(dtype=float)
    line = np.linspace(inertia[0], inertia[-1], len(inertia))
    return int(table["k"].iloc[int(np.argmax(line - inertia))])


def _mean_ranks(table: pd.DataFrame) -> pd.Series:
    ranks = [table[name].rank(ascending=not high) for name, high in RANKED.items()]
    return pd.concat(ranks, axis=1).mean(axis=1)


def _objection(row: Any, params: Clustering, least: float) -> str | None:
    """Return why `auto` may not take a k, or None if it may."""
    if row.smallest_share < least:
        if row.largest_share >= 0.9:
            # With a decimal: nearly all are not all.
            share = Formats(NO_CURRENCY).write(100 * row.largest_share, "number")
            return _("one group holds {share}% of the customers", share=share)
        share = percent(row.smallest_share)
        return _("one group holds only {share} of the customers", share=share)
    if row.stability < params.minimum_stability:
        return _(
            "resamples agree only to {agreement}, less than the {least} asked for",
            agreement=Formats(NO_CURRENCY).write(row.stability, "number3"),
            least=number(params.minimum_stability),
        )
    if row.k < params.auto_from and row.silhouette < REASONABLE:
        return _("too few groups to act on, and they are not well apart")
    return None


def _verdict(
    row: Any, objection: str | None, k: int, table: pd.DataFrame, params: Clustering
) -> str:
    best = row.silhouette == table["silhouette"].max()
    if params.algorithm == "hdbscan":
        if objection is None:
            return _("found by HDBSCAN")
        return _("found by HDBSCAN, though {objection}", objection=objection)
    if row.k != k:
        against = _against(row, objection, k, table, params)
        return (
            _("highest silhouette of all, but {objection}", objection=against) if best else against
        )
    if params.k != "auto":
        if best:
            return _("chosen by the study; highest silhouette of all")
        return _("chosen by the study")
    if objection is None:
        return _("chosen: best mean rank of those that qualify")
    return _("chosen as none qualifies, though {objection}", objection=objection)


def _against(
    row: Any, objection: str | None, k: int, table: pd.DataFrame, params: Clustering
) -> str:
    """Return why another k was chosen."""
    if objection is not None:
        return objection
    if params.k != "auto":
        return _("the study asks for {k}", k=str(k))
    chosen = table.loc[table["k"] == k, "mean_rank"].iloc[0]
    if row.mean_rank > chosen:
        formats = Formats(NO_CURRENCY)
        return _(
            "mean rank {rank}, worse than {chosen} of k = {k}",
            rank=formats.write(row.mean_rank, "number"),
            chosen=formats.write(chosen, "number"),
            k=str(k),
        )
    return _("no better mean rank than k = {k}, and no more stable", k=str(k))


def title(choice: Choice, params: Clustering) -> str:
    """Return the template of the title: who chose k, and no more than the rule can claim."""
    if params.algorithm == "hdbscan":
        return mark("{k:count} groups, as HDBSCAN finds them")
    if params.k != "auto":
        return mark("{k:count} groups, as the study asks for")
    if not choice.qualified:
        return mark("{k:count} groups, though no split is a good one")
    if not choice.structured:
        return mark("Customers form no separate groups; {k:count} slices describe them best")
    if choice.clear:
        return mark("{k:count} groups, well apart, that hold up in resamples")
    return mark("{k:count} groups that hold up in resamples, but shade into each other")


def reasons(choice: Choice, params: Clustering) -> list[Said]:
    """Say why k was chosen, and what the best silhouette of all would have meant."""
    said: list[Said] = []
    structure = choice.structured, choice.clear
    if params.algorithm == "hdbscan":
        said.append((_HDBSCAN, {}))
        # It looks for dense regions of any form, of which the gap statistic knows nothing.
        structure = True, bool(choice.chosen["silhouette"] >= REASONABLE)
    elif params.k != "auto":
        said.append((_(str(params.reason)).replace("{", "{{").replace("}", "}}"), {}))
    elif choice.qualified:
        said.append((_QUALIFIED, {}))
    else:
        said.append((_NONE_QUALIFIED, {}))
    said.append((_STRUCTURE[structure], {}))
    if choice.k != int(choice.table.loc[choice.table["silhouette"].idxmax(), "k"]):
        said.append(
            (
                _(
                    "{k_of_best_silhouette:count} groups have the highest silhouette of all "
                    "({best_silhouette:number3}), but {best_silhouette_verdict}."
                ),
                {},
            )
        )
    said.append(
        (
            _(
                "The smallest group holds {smallest_share:percent} of the customers; groups of "
                "resampled customers agree to {k_stability:number} (1 is perfect)."
            ),
            {},
        )
    )
    return said


_QUALIFIED = mark(
    "Of the numbers whose smallest group holds at least {minimum_share:percent} of customers and whose "
    "groups hold up in resamples, {k:count} ranks best over four indices."
)
_HDBSCAN = mark(
    "HDBSCAN finds the number itself: regions where customers lie close together, each with at least "
    "{minimum_share:percent} of those that it saw."
)
_NONE_QUALIFIED = mark(
    "No number from {k_from:count} up leaves at least {minimum_share:percent} of customers in every "
    "group and holds up in resamples; {k:count} were taken all the same: expect little of them."
)
_STRUCTURE = {
    (True, True): mark("The groups are well apart (silhouette {silhouette:number3})."),
    (True, False): mark("The groups shade into each other (silhouette {silhouette:number3})."),
    (False, False): mark(
        "By the gap statistic, no number of groups fits better than one: the groups are slices of a "
        "continuum (silhouette {silhouette:number3})."
    ),
}


def metrics(choice: Choice, params: Clustering) -> dict[str, Any]:
    """Return `k` and its indices, the rule's bounds, and the whole table as `k_scan`."""
    chosen = choice.chosen
    best = choice.table.loc[choice.table["silhouette"].idxmax()]
    plain = (
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
        **{name: chosen[name] for name in plain},
        "k_stability": chosen["stability"],
        "k_structured": choice.structured,
        "k_elbow": elbow(choice.table),
        "k_from": params.auto_from,
        "minimum_share": params.minimum_share if params.algorithm == "hdbscan" else choice.least,
        "minimum_stability": params.minimum_stability,
        "k_of_best_silhouette": int(best["k"]),
        "best_silhouette": best["silhouette"],
        "best_silhouette_verdict": _against(
            best, _objection(best, params, choice.least), choice.k, choice.table, params
        ),
        "k_lowest": int(choice.table["k"].min()),
        "k_highest": int(choice.table["k"].max()),
        "k_scan": choice.table.to_dict("records"),
    }
