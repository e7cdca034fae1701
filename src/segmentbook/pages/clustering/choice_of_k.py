"""How many groups, and why."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from segmentbook.clustering import choice as rule
from segmentbook.clustering.choice import Choice, Structure, Verdict
from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import literal, mark
from segmentbook.pages.clustering.algorithm_names import HOW_K_IS_FOUND, NAMES
from segmentbook.pages.clustering.index_panels import ONLY_ONE, draw_index, draw_null, label_k
from segmentbook.pages.clustering.verdicts import against_best_silhouette, verdicts
from segmentbook.params.clustering import Clustering
from segmentbook.report.exhibit import Exhibit, Picture, Template, page, points
from segmentbook.report.theme import NORMAL, fixed

PANELS = {
    "silhouette": mark("Silhouette (higher is better)"),
    "calinski_harabasz": mark("Calinski-Harabasz (higher is better)"),
    "davies_bouldin": mark("Davies-Bouldin (lower is better)"),
    "stability": mark("Stability (higher is better)"),
}

_TITLES: dict[Structure, str] = {
    "separate": claim("groups.separate", "Customers form {k:count} separate groups"),
    "continuum": claim("groups.slices", "Customers are a continuum, cut into {k:count} slices"),
    "none": claim("groups.none", "Nothing to segment: customers form neither groups nor an order"),
}
_ONE_APART = claim("groups.apart", "One of {k:count} groups stands apart; the others are slices")

_WHY: dict[Verdict, str] = {
    "most_separate": claim(
        "groups.separate",
        "{k:count} is the highest number of groups that are all separate and come back in resamples.",
    ),
    "one_apart": claim(
        "groups.apart",
        "{k:count} is the lowest number of groups of which one stands apart from all others.",
    ),
    "best_rank": claim(
        "exact",
        "Of the numbers whose smallest slice holds at least {minimum_share:percent} of customers, and "
        "on which resamples agree to {minimum_stability:number} or more, {k:count} ranks best over "
        "four indices.",
    ),
    "fallback": claim(
        "exact",
        "No number from {k_from:count} up leaves at least {minimum_share:percent} of customers in "
        "every slice and has an agreement of resamples of {minimum_stability:number} or more.",
    ),
}

_STRUCTURE: dict[Structure, str] = {
    "separate": claim(
        "groups.separate",
        "The groups are separate: between each two lies a valley with few customers, of a depth of "
        "{k_depth:number} or more. Data without groups stay below {depth_bound:number}.",
    ),
    "continuum": claim(
        "groups.slices",
        "These are slices of a continuum. No separate groups were found: no valley parts them that "
        "data without groups would not have.",
    ),
    "none": claim(
        "groups.none",
        "There is nothing to segment: no valley parts customers, and either their features are not "
        "related, or resamples agree on no number of slices.",
    ),
}
_STRUCTURE_WITH_ONE_APART = claim(
    "groups.apart",
    "One group lies behind a valley that data without groups do not have; the others are slices of "
    "a continuum.",
)

_NULL = claim(
    "exact",
    "Of {described_draws:count} data sets without groups, drawn with the values and rank correlations "
    "of {null_customers:count} customers, {silhouette_percentile:percent} have a silhouette below "
    "theirs (median {null_silhouette:number3}), {stability_percentile:percent} a stability below "
    "theirs (median {null_stability:number}).",
)
_NEAR = mark(
    "The verdict is near its bound: the stability of {k_stability:number3} has an interval from "
    "{k_stability_low:number3} to {k_stability_high:number3}, which includes {minimum_stability:number}."
)
_TIED = claim(
    "exact",
    "{tied:count} and {k:count} have the same mean rank; {k:count} was taken, the more stable or lower.",
)
_SIZES = claim(
    "exact",
    "The smallest group holds {smallest_share:percent} of the customers; groups of "
    "resampled customers agree to {k_stability:number} (1 is perfect).",
)


@page(mark("The number of groups"))
def choice_of_k(choice: Choice, params: Clustering) -> list[Exhibit]:
    """Show how many groups are made, four indices over their number, and why this one.

    Args:
        choice: The chosen number.
        params: What it was chosen by.
    """
    heading, metrics = _title(choice), _metrics(choice, params)
    reasons = points(_reasons(choice, params))
    if len(choice.table) == 1:
        return [
            Exhibit(heading, metrics=metrics, name="heading"),
            Exhibit(what=mark("Four indices over the number of groups"), missing=ONLY_ONE),
            Exhibit(parts=reasons, name="reasons"),
        ]
    title = mark(
        "Four indices for {k_lowest:count} to {k_highest:count} groups, beside data without groups"
    )
    drawn = _panels(choice.table, choice.k).titled(title)
    return [Exhibit(heading, [drawn, *reasons], metrics)]


def _metrics(choice: Choice, params: Clustering) -> dict[str, Any]:
    """Return the numbers, and the table with its verdicts as they are printed."""
    left_out = ["objection", "separate", "one_apart", "apart"]
    worded = choice.table.drop(columns=left_out).assign(verdict=verdicts(choice, params))
    return {
        **rule.metrics(choice, params),
        "algorithm_name": NAMES[params.algorithm],
        "best_silhouette_verdict": against_best_silhouette(choice, params),
        "k_scan": worded.to_dict("records"),
    }


def _title(choice: Choice) -> str:
    """Return the title: who chose k, or what the groups are, and no more than the test allows."""
    if choice.by == "algorithm":
        return mark("{k:count} groups, as found by {algorithm_name:term}")
    if choice.by == "study":
        return mark("{k:count} groups, as set by the study")
    return _ONE_APART if choice.apart else _TITLES[choice.structure]


def _reasons(choice: Choice, params: Clustering) -> list[Template]:
    """Say why k was chosen, and what the groups are: as much as a slide has room for."""
    structure = _STRUCTURE_WITH_ONE_APART if choice.apart else _STRUCTURE[choice.structure]
    near = choice.near_bound(params.minimum_stability)
    return [*_why(choice, params), structure, _NEAR if near else _NULL]


def details(choice: Choice, params: Clustering) -> list[Template]:
    """Say what speaks for and against the choice besides, for the table of all numbers.

    Args:
        choice: The chosen number.
        params: What it was chosen by.
    """
    near = choice.near_bound(params.minimum_stability)
    found: list[Template] = [_NULL, _SIZES] if near else [_SIZES]
    found += [(_TIED, {"tied": f"k_tied.{place}"}) for place in range(len(choice.tied))]
    if choice.k != choice.best_silhouette["k"] and not choice.banded:
        found.append(
            claim(
                "exact",
                "{k_of_best_silhouette:count} groups have the highest silhouette of all "
                "({best_silhouette:number3}), but {best_silhouette_verdict}.",
            )
        )
    return found


def _why(choice: Choice, params: Clustering) -> list[str]:
    if choice.by == "algorithm":
        return [HOW_K_IS_FOUND[params.algorithm]]
    if choice.by == "study":
        # A text of the study, not a template: its braces are its own.
        return [literal(_(str(params.reason)))]
    return [] if choice.banded else [_WHY[choice.chosen["verdict"]]]


def _panels(table: pd.DataFrame, k: int) -> Picture:
    """Draw the four ranked indices over k, the chosen k marked."""
    figure = Figure(figsize=NORMAL)
    panels = figure.subplots(2, 2, sharex=True).flat
    for axes, (column, title) in zip(panels, PANELS.items(), strict=True):
        draw_index(axes, table, column, title, k)
        draw_null(axes, table, column)
    label_k(figure)
    quoted = ["k", "silhouette", "null_silhouette", "stability", "null_stability"]
    values = ", ".join(
        _(
            "k={k}: {silhouette} ({null_silhouette}) and {stability} ({null_stability})",
            k=str(int(number)),
            silhouette=fixed(silhouette, 3),
            null_silhouette=fixed(of_null, 3),
            stability=fixed(stability, 2),
            null_stability=fixed(stability_of_null, 2),
        )
        for number, silhouette, of_null, stability, stability_of_null in table[quoted].to_numpy()
    )
    alt = _(
        "Four indices over k; k = {k} is chosen. Silhouette and stability (of data without groups in "
        "brackets): {values}.",
        k=str(k),
        values=values,
    )
    return Picture(figure, alt)
