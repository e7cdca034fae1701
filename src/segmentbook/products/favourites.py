"""What the customers of a segment buy more often than others do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import MINIMUM
from segmentbook.report.sentences import Said

CANDIDATES = 50
"""Only what is on most of a segment's orders can be its favourite: so many items."""

TOP = 2
"""How many favourites are named."""


@propagate_not_applicable
def favourites(
    lines: ir.Table,
    members: pd.DataFrame,
    catalogue: ir.Table,
    exclude: Sequence[str] = (),
    minimum: int = MINIMUM,
) -> pd.DataFrame | NotApplicable:
    """Return the items by which each segment's orders stand out among all orders.

    Of the items on most of its orders, those with the highest lift: the share of the segment's orders
    that hold the item, divided by the share of all orders that do. It does not depend on how often
    the segment orders at all.

    Args:
        lines: Order lines with `item`.
        members: `customer` and `segment`.
        catalogue: See `catalogue.items`.
        exclude: Items that are no goods.
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
        return NotApplicable(
            _("What segments buy more often"), _("the export does not say what was bought")
        )
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
    # Two codes may carry one name; on a page it stands once.
    best = best.drop_duplicates(["segment", "name"]).groupby("segment").head(TOP)
    return best[["segment", "name", "lift"]].reset_index(drop=True)


@propagate_not_applicable
def metrics(found: pd.DataFrame) -> dict[str, Any]:
    """Return `favourites`: for each segment, by its number, `name` and `lift` of its items."""
    return {
        "favourites": {
            str(segment): rows[["name", "lift"]].to_dict("records")
            for segment, rows in found.groupby("segment")
        }
    }


def sentences(found: pd.DataFrame | NotApplicable) -> dict[int, Said]:
    """Return by segment what its customers buy more often; the `metrics` must be recorded."""
    if isinstance(found, NotApplicable):
        return {}
    said: dict[int, Said] = {}
    for segment, rows in found.groupby("segment"):
        names = {
            f"{short}{place}": f"favourites.{segment}.{place}.{column}"
            for place in range(len(rows))
            for short, column in (("item", "name"), ("lift", "lift"))
        }
        said[int(str(segment))] = (_SAID[len(rows) - 1], names)
    return said


_SAID = (
    mark("More often on their orders: {item0} ({lift0:number}×)."),
    mark("More often on their orders: {item0} ({lift0:number}×) and {item1} ({lift1:number}×)."),
)
