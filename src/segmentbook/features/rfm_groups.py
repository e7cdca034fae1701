"""Named groups of customers by their recency, frequency and monetary scores.

Names and grid are those that circulate in practice (Putler, "RFM Analysis For Successful Customer
Segmentation", and teaching material after it), in the form without overlaps: recency and frequency
decide, and any monetary score belongs to a group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import MINIMUM, small_cells
from segmentbook.report.sentences import Said

_Range = tuple[int, int]
_ANY: _Range = (1, 5)


@dataclass(frozen=True)
class RfmGroup:
    """A named group of score combinations.

    Args:
        name: What people call it, in English; shown by the format `term`.
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

GROUP_COLUMNS = {
    "name": (mark("Group"), "term"),
    "recency": (mark("Recency score"), "text"),
    "frequency": (mark("Frequency score"), "text"),
    "monetary": (mark("Monetary score"), "text"),
    "customers": (mark("Customers"), "count"),
    "share": (mark("Share of customers"), "percent"),
    "revenue_share": (mark("Share of revenue"), "percent"),
}
"""Columns of `group_table` with their titles and formats."""

_SCORES = ("recency_score", "frequency_score", "monetary_score")
_MERGED = mark("Small groups, merged")


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
    """Say which scores each group covers and how many customers it has.

    Args:
        scored: What `with_groups` returned.
        worth: Column of what a customer has brought altogether.
        minimum: Fewer customers are not shown.

    Returns:
        The columns of `GROUP_COLUMNS`, in the order of `RFM_GROUPS`; groups that must stay
        hidden (see `guard.small_cells`) are merged in a last row.
    """
    if "rfm_group" not in scored.columns or worth is None:
        what = _("RFM groups")
        return NotApplicable(what, _("the export does not tell recency, frequency and money"))
    counts = scored.groupby("rfm_group")[worth].agg(["size", "sum"])
    total = scored[worth].sum()
    hidden = small_cells(counts["size"], pd.Series(0, counts.index), minimum=minimum)
    rows: list[dict[str, Any]] = []
    few = {"customers": 0, "revenue": 0.0}
    for group in RFM_GROUPS:
        size, money = counts.loc[group.name] if group.name in counts.index else (0, 0.0)
        row: dict[str, Any] = {"name": group.name}
        row |= {key: _written(getattr(group, key)) for key in ("recency", "frequency", "monetary")}
        if not hidden.get(group.name, False):
            row |= {"customers": int(size), "share": size / len(scored)}
            row["revenue_share"] = float(money) / total if total else None
        else:
            few = {"customers": few["customers"] + int(size), "revenue": few["revenue"] + money}
        rows.append(row)
    if few["customers"] >= minimum:
        rows.append(
            {
                "name": _MERGED,
                **dict.fromkeys(("recency", "frequency", "monetary"), "–"),
                "customers": few["customers"],
                "share": few["customers"] / len(scored),
                "revenue_share": few["revenue"] / total if total else None,
            }
        )
    return pd.DataFrame(rows, columns=list(GROUP_COLUMNS))


@propagate_not_applicable
def group_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the largest named group and its share of customers and revenue."""
    named = table[table["name"] != _MERGED]
    if not (named["customers"] > 0).any():
        return {"largest_rfm_group": None}
    largest = named.loc[named["customers"].idxmax()]
    return {
        "largest_rfm_group": largest["name"],
        "largest_rfm_group_share": largest["share"],
        "largest_rfm_group_revenue_share": largest["revenue_share"],
    }


@propagate_not_applicable
def group_sentences(table: pd.DataFrame) -> list[Said]:
    """Say which group is the largest."""
    if not (table.loc[table["name"] != _MERGED, "customers"] > 0).any():
        return []
    said = _(
        "The largest group, {largest_rfm_group:term}, holds {largest_rfm_group_share:percent} of "
        "customers and {largest_rfm_group_revenue_share:percent} of revenue."
    )
    return [(said, {})]


def _written(scores: _Range) -> str:
    low, high = scores
    return str(low) if low == high else _("{low} to {high}", low=str(low), high=str(high))
