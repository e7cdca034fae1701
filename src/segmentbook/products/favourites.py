"""The items that a segment's customers order more often than others do."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import MINIMUM

CANDIDATES = 50
"""The favourites of a segment are chosen from this many items that are on most of its orders."""

TOP = 2
"""Number of favourites of a segment."""


@propagate_not_applicable
def favourites(
    lines: ir.Table,
    members: pd.DataFrame,
    catalogue: ir.Table,
    exclude: Sequence[str] = (),
    minimum: int = MINIMUM,
) -> pd.DataFrame | NotApplicable:
    """Return the items by which each segment's orders stand out among all orders.

    Of the items on most of its orders, these are those with the highest lift: the share of the
    segment's orders that hold the item, divided by the share of all orders that do (Brin et al.,
    Dynamic itemset counting, 1997). It does not depend on how often the segment orders at all.

    Args:
        lines: Order lines with `item`.
        members: `customer` and `segment`.
        catalogue: See `catalogue.items`.
        exclude: Items that are not merchandise.
        minimum: Items that fewer customers of the segment bought are left out.

    Returns:
        `segment`, `name` and `lift` (above 1), by segment, the highest lift first.
    """
    known = lines.filter(lines.item.notnull() & lines.item.notin([*exclude, ""]))
    baskets = known.select("customer", "order", "item").distinct()
    own = ibis.memtable(members[["customer", "segment"]])
    counted = frame(
        baskets.join(own, "customer")
        .group_by("segment", "item")
        .aggregate(orders=ibis._.count(), buyers=ibis._.customer.nunique())
        .join(catalogue.select("item", "name"), "item")
        .order_by("segment", ibis.desc("orders"), "item")
    )
    if counted.empty:
        return NotApplicable(reason=mark("the export does not say what was bought"))
    orders = frame(
        lines.select("customer", "order")
        .distinct()
        .join(own, "customer")
        .group_by("segment")
        .aggregate(orders=ibis._.count())
    ).set_index("segment")["orders"]
    everybody = counted.groupby("item")["orders"].sum() / orders.sum()
    share = counted["orders"] / counted["segment"].map(orders)
    counted["lift"] = share / counted["item"].map(everybody)
    best = counted[counted["buyers"] >= minimum].groupby("segment").head(CANDIDATES)
    best = best[best["lift"] > 1].sort_values(
        ["segment", "lift", "item"], ascending=[True, False, True], kind="stable"
    )
    # Two codes may have one name.
    best = best.drop_duplicates(["segment", "name"]).groupby("segment").head(TOP)
    return best[["segment", "name", "lift"]].reset_index(drop=True)


def by_segment(found: pd.DataFrame) -> dict[str, list[dict[Hashable, Any]]]:
    """Return for each segment, by its number as text, `name` and `lift` of its favourites.

    Args:
        found: See `favourites`.
    """
    return {
        str(segment): rows[["name", "lift"]].to_dict("records")
        for segment, rows in found.groupby("segment")
    }
