"""How many groups, and why."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from segmentbook.clustering import choice as rule
from segmentbook.clustering.choice import Choice
from segmentbook.core.language import gettext as _
from segmentbook.core.message import literal, mark
from segmentbook.pages.clustering.algorithm_names import HOW_K_IS_FOUND, NAMES
from segmentbook.pages.clustering.index_panels import ONLY_ONE, draw_index, label_k
from segmentbook.pages.clustering.verdicts import against_best_silhouette, verdicts
from segmentbook.params.clustering import Clustering
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.theme import NORMAL, fixed

PANELS = {
    "silhouette": mark("Silhouette (higher is better)"),
    "calinski_harabasz": mark("Calinski-Harabasz (higher is better)"),
    "davies_bouldin": mark("Davies-Bouldin (lower is better)"),
    "stability": mark("Stability (higher is better)"),
}

_QUALIFIED = mark(
    "Of the numbers whose smallest group holds at least {minimum_share:percent} of customers and whose "
    "groups hold up in resamples, {k:count} ranks best over four indices."
)
_NONE_QUALIFIED = mark(
    "No number from {k_from:count} up leaves at least {minimum_share:percent} of customers in every "
    "group and holds up in resamples; {k:count} groups were made all the same: expect little of them."
)
_SEPARATED = mark("The groups are well apart (silhouette {silhouette:number3}).")
_OVERLAPPING = mark("The groups shade into each other (silhouette {silhouette:number3}).")
_NO_STRUCTURE = mark(
    "By the gap statistic, no number of groups fits better than one: the groups are slices of a "
    "continuum (silhouette {silhouette:number3})."
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
    title = mark("Four indices for {k_lowest:count} to {k_highest:count} groups")
    drawn = _panels(choice.table, choice.k).titled(title)
    return [Exhibit(heading, [drawn, *reasons], metrics)]


def _metrics(choice: Choice, params: Clustering) -> dict[str, Any]:
    """Return the numbers, and the table with its verdicts as they are printed."""
    worded = choice.table.drop(columns="objection").assign(verdict=verdicts(choice, params))
    return {
        **rule.metrics(choice, params),
        "algorithm_name": NAMES[params.algorithm],
        "best_silhouette_verdict": against_best_silhouette(choice, params),
        "k_scan": worded.to_dict("records"),
    }


def _title(choice: Choice) -> str:
    """Return the title: who chose k, and no more than the rule can claim."""
    if choice.by == "algorithm":
        return mark("{k:count} groups, as found by {algorithm_name:term}")
    if choice.by == "study":
        return mark("{k:count} groups, as set by the study")
    if not choice.qualified:
        return mark("{k:count} groups, although no number of groups qualifies")
    if not choice.structured:
        return mark("Customers form no separate groups; {k:count} slices describe them best")
    if choice.clear:
        return mark("{k:count} stable groups, well apart from each other")
    return mark("{k:count} stable groups, not sharply separated")


def _reasons(choice: Choice, params: Clustering) -> list[str]:
    """Say why k was chosen, and why not the number with the highest silhouette."""
    reasons = [_why(choice, params), _structure(choice)]
    if choice.k != choice.best_silhouette["k"]:
        reasons.append(
            mark(
                "{k_of_best_silhouette:count} groups have the highest silhouette of all "
                "({best_silhouette:number3}), but {best_silhouette_verdict}."
            )
        )
    reasons.append(
        mark(
            "The smallest group holds {smallest_share:percent} of the customers; groups of "
            "resampled customers agree to {k_stability:number} (1 is perfect)."
        )
    )
    return reasons


def _why(choice: Choice, params: Clustering) -> str:
    if choice.by == "algorithm":
        return HOW_K_IS_FOUND[params.algorithm]
    if choice.by == "study":
        # A text of the study, not a template: its braces are its own.
        return literal(_(str(params.reason)))
    return _QUALIFIED if choice.qualified else _NONE_QUALIFIED


def _structure(choice: Choice) -> str:
    # An algorithm that finds k itself looks for groups of any shape, which the gap does not judge.
    if not choice.structured and choice.by != "algorithm":
        return _NO_STRUCTURE
    return _SEPARATED if choice.separated else _OVERLAPPING


def _panels(table: pd.DataFrame, k: int) -> Picture:
    """Draw the four ranked indices over k, the chosen k marked."""
    figure = Figure(figsize=NORMAL)
    panels = figure.subplots(2, 2, sharex=True).flat
    for axes, (column, title) in zip(panels, PANELS.items(), strict=True):
        draw_index(axes, table, column, title, k)
    label_k(figure)
    values = ", ".join(
        _(
            "k={k}: {silhouette} and {stability}",
            k=str(number),
            silhouette=fixed(silhouette, 3),
            stability=fixed(stability, 2),
        )
        for number, silhouette, stability in zip(
            table["k"], table["silhouette"], table["stability"], strict=True
        )
    )
    alt = _(
        "Four indices over k; k = {k} is chosen. Silhouette and stability: {values}.",
        k=str(k),
        values=values,
    )
    return Picture(figure, alt)
