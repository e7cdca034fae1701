"""Named groups of customers by their recency, frequency and monetary scores.

Names and grid are those that circulate in practice (Putler, "RFM Analysis For Successful Customer
Segmentation", and teaching material after it), in the form without overlaps: recency and frequency
decide, and any monetary score belongs to a group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.core.privacy import MINIMUM, small_cells

_Range = tuple[int, int]
_ANY: _Range = (1, 5)


@dataclass(frozen=True)
class RfmGroup:
    """A named group of score combinations.

    Args:
        name: What people call it, as a message.
        recency: Lowest and highest recency score.
        frequency: Lowest and highest frequency score.
        monetary: Lowest and highest monetary score.
    """

    name: str
    recency: _Range
    frequency: _Range
    monetary: _Range = _ANY

    def covers(self, recency: int, frequency: int, monetary: int) -> bool:
        """Say whether a combination of scores belongs to the group."""
        scores = ((recency, self.recency), (frequency, self.frequency), (monetary, self.monetary))
        return all(low <= score <= high for score, (low, high) in scores)


RFM_GROUPS = (
    RfmGroup(mark("Champions"), (5, 5), (4, 5)),
    RfmGroup(mark("Loyal Customers"), (3, 4), (4, 5)),
    RfmGroup(mark("Potential Loyalists"), (4, 5), (2, 3)),
    RfmGroup(mark("New Customers"), (5, 5), (1, 1)),
    RfmGroup(mark("Promising"), (4, 4), (1, 1)),
    RfmGroup(mark("Need Attention"), (3, 3), (3, 3)),
    RfmGroup(mark("About to Sleep"), (3, 3), (1, 2)),
    RfmGroup(mark("Can't Lose Them"), (1, 2), (5, 5)),
    RfmGroup(mark("At Risk"), (1, 2), (3, 4)),
    RfmGroup(mark("Hibernating"), (1, 2), (1, 2)),
)
"""Every combination of three scores from 1 to 5 belongs to exactly one of them."""

_SCORES = ("recency_score", "frequency_score", "monetary_score")
_RANGES = ("recency", "frequency", "monetary")
MERGED = mark("Small groups, merged")
"""The name of the last row of `group_table`."""


def group_of(recency: int, frequency: int, monetary: int) -> str:
    """Return the name of the group of a combination of scores, each from 1 to 5."""
    return next(g.name for g in RFM_GROUPS if g.covers(recency, frequency, monetary))


def with_groups(scored: pd.DataFrame) -> pd.DataFrame:
    """Add the column `rfm_group` where a view has the three scores."""
    if not {*_SCORES} <= {*scored.columns}:
        return scored
    triples = scored[list(_SCORES)].itertuples(index=False)
    return scored.assign(rfm_group=[group_of(*triple) for triple in triples])


def group_table(
    scored: pd.DataFrame, worth: str | None, minimum: int = MINIMUM
) -> pd.DataFrame | NotApplicable:
    """Count the customers and the revenue of each group.

    Args:
        scored: What `with_groups` returned.
        worth: Column of what a customer has spent altogether.
        minimum: Fewer customers are not shown.

    Returns:
        `name`, `recency`, `frequency`, `monetary` (lowest and highest score), `customers`, `share` (of
        customers) and `revenue_share`, in the order of `RFM_GROUPS`. Groups that must stay hidden (see
        `privacy.small_cells`) are merged in a last row without scores.
    """
    if "rfm_group" not in scored.columns or worth is None:
        return NotApplicable(reason=mark("the export lacks recency, frequency or money"))
    spent = scored.groupby("rfm_group")[worth]
    sizes, revenues, total = spent.size(), spent.sum(), float(scored[worth].sum())
    hidden = small_cells(sizes, pd.Series(0, sizes.index), minimum=minimum)
    rows: list[dict[str, Any]] = []
    few_customers, few_revenue = 0, 0.0
    for group in RFM_GROUPS:
        customers = int(sizes.get(group.name, 0))
        revenue = float(revenues.get(group.name, 0.0))
        row = {"name": group.name, **{score: getattr(group, score) for score in _RANGES}}
        if hidden.get(group.name, False):
            few_customers, few_revenue = few_customers + customers, few_revenue + revenue
        else:
            row |= _size(customers, revenue, len(scored), total)
        rows.append(row)
    if few_customers >= minimum:
        merged = _size(few_customers, few_revenue, len(scored), total)
        rows.append({"name": MERGED, **dict.fromkeys(_RANGES), **merged})
    columns = ["name", *_RANGES, "customers", "share", "revenue_share"]
    return pd.DataFrame(rows, columns=columns)


def _size(customers: int, revenue: float, all_customers: int, total: float) -> dict[str, Any]:
    return {
        "customers": customers,
        "share": customers / all_customers,
        "revenue_share": revenue / total if total else None,
    }


def group_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the largest named group and its share of customers and revenue."""
    named = table[table["name"] != MERGED]
    if not (named["customers"] > 0).any():
        return {"largest_rfm_group": None}
    [largest] = named.nlargest(1, "customers").to_dict("records")
    return {
        "largest_rfm_group": largest["name"],
        "largest_rfm_group_share": largest["share"],
        "largest_rfm_group_revenue_share": largest["revenue_share"],
    }
