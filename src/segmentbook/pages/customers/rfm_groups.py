"""The named RFM groups: their scores, customers and revenue."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.features import rfm_groups as groups
from segmentbook.report.exhibit import Column, Exhibit, Table, Text, page

_COLUMNS: dict[str, Column] = {
    "name": (mark("Group"), "term"),
    "recency": (mark("Recency score"), "text"),
    "frequency": (mark("Frequency score"), "text"),
    "monetary": (mark("Monetary score"), "text"),
    "customers": (mark("Customers"), "count"),
    "share": (mark("Share of customers"), "percent"),
    "revenue_share": (mark("Share of revenue"), "percent"),
}


@page(mark("RFM groups"))
def rfm_groups(table: pd.DataFrame) -> Exhibit:
    """Show the named groups, the scores that they cover and who is in them.

    Args:
        table: See `rfm_groups.group_table`.
    """
    metrics = groups.group_metrics(table)
    scores = {name: table[name].map(_range) for name in ("recency", "frequency", "monetary")}
    title = mark("The named groups, the scores that they cover and who is in them")
    largest = Text(
        claim(
            "exact",
            "The largest group, {largest_rfm_group:term}, holds {largest_rfm_group_share:percent} "
            "of customers and {largest_rfm_group_revenue_share:percent} of revenue.",
        )
    )
    shown = Table(table.assign(**scores), _COLUMNS, title)
    return Exhibit("", [shown, largest] if metrics["largest_rfm_group"] else [shown], metrics)


def _range(scores: tuple[int, int] | None) -> str:
    if scores is None:
        return "–"
    low, high = scores
    return str(low) if low == high else _("{low} to {high}", low=str(low), high=str(high))
