"""The segments beside those made from scores, or from values where the study groups by scores."""

from __future__ import annotations

import pandas as pd

from segmentbook.clustering.sensitivity import Sensitivity
from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Column, Exhibit, Table, notes, page

_COLUMNS: dict[str, Column] = {
    "segment": (mark("Number"), "count"),
    "customer_share": (mark("Customers"), "percent"),
    "revenue_share": (mark("Revenue"), "percent"),
    "other_customer_share": (mark("Customers, otherwise"), "percent"),
    "other_revenue_share": (mark("Revenue, otherwise"), "percent"),
}
_TITLES = {
    "scores": claim(
        "exact",
        "{customers:percent} of customers generate {revenue:percent} of revenue; grouped by scores, "
        "{other_customers:percent} generate {other_revenue:percent}",
    ),
    "values": claim(
        "exact",
        "{customers:percent} of customers generate {revenue:percent} of revenue; grouped by values, "
        "{other_customers:percent} generate {other_revenue:percent}",
    ),
}
_CAPTIONS = {
    "scores": mark("The segments, and otherwise: groups made from scores"),
    "values": mark("The segments, and otherwise: groups made from values"),
}
_NOTE = mark(
    "Each line has the segment and the group matched with it. The adjusted Rand index of both "
    "partitions is {units_rand_index:number3}: 1 for the same groups, 0 for chance."
)


@page(mark("The segments beside groups made from scores"))
def other_units(table: pd.DataFrame, found: Sensitivity) -> Exhibit:
    """Show sizes and revenue of the segments, and of the groups that scores would give.

    Args:
        table: See `sensitivity.by_units`.
        found: See `sensitivity.sensitivity`.
    """
    other = next(name for name in ("scores", "values") if name in found.labels)
    short = {
        "customers": "customer_share",
        "revenue": "revenue_share",
        "other_customers": "other_customer_share",
        "other_revenue": "other_revenue_share",
    }
    return Exhibit(
        (_TITLES[other], {key: f"units.0.{name}" for key, name in short.items()}),
        [Table(table, _COLUMNS, _CAPTIONS[other]), *notes([_NOTE])],
        {
            "units": table.to_dict("records"),
            "units_rand_index": found.rand_index(other),  # type: ignore[arg-type]
        },
    )
