"""Indices that have no part in the choice of the number of groups."""

from __future__ import annotations

import pandas as pd

from segmentbook.clustering.choice import Choice, elbow
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.clustering.index_panels import ONLY_ONE, draw_index, label_k
from segmentbook.report.exhibit import Exhibit, Picture, page
from segmentbook.report.theme import INK, MUTED, NAVY, canvas, fixed

PANELS = {
    "inertia": mark("Inertia and its elbow"),
    "simplified_silhouette": mark("Simplified silhouette"),
    "gap": mark("Gap (one group dashed)"),
}


@page(mark("Three other indices over the number of groups"))
def other_indices(choice: Choice) -> Exhibit | NotApplicable:
    """Show inertia with its elbow, simplified silhouette, and gap with that of a single group.

    Args:
        choice: The chosen number, with the table of all.
    """
    if len(choice.table) == 1:
        return ONLY_ONE
    drawn = _panels(choice.table, choice.k, choice.gap_of_one)
    return Exhibit(parts=[drawn.titled(mark("Three indices that the rule does not use"))])


def _panels(table: pd.DataFrame, k: int, gap_of_one: float) -> Picture:
    figure, panels = canvas(len(PANELS), wide=True)
    for axes, (column, title) in zip(panels, PANELS.items(), strict=True):
        draw_index(axes, table, column, title, k)
    inertia, gap = panels[0], panels[2]
    bend = elbow(table)
    inertia.annotate(
        _("elbow at k = {k}", k=str(bend)),
        (bend, table.loc[table["k"] == bend, "inertia"].iloc[0]),
        (8, 12),
        textcoords="offset points",
        color=INK,
    )
    gap.errorbar(table["k"], table["gap"], table["gap_error"], fmt="none", color=NAVY, capsize=3)
    gap.axhline(gap_of_one, color=MUTED, linestyle="--", linewidth=1)
    label_k(figure)
    gaps = zip(table["k"], table["gap"], strict=True)
    values = ", ".join(f"k={number}: {fixed(value, 2)}" for number, value in gaps)
    alt = _(
        "Inertia with its elbow at k = {k}, simplified silhouette, and the gap statistic with its "
        "error. Gap: one group {one}, {values}.",
        k=str(bend),
        one=fixed(gap_of_one, 2),
        values=values,
    )
    return Picture(figure, alt, wide=True)
