"""The items that a segment's customers order more often than others do on comparable orders."""

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
from segmentbook.segments import standardised

CANDIDATES = 50
"""Of each segment so many items are compared, those on most of its orders."""

LEAST = 1.1
"""Smaller lifts are of no use to a reader, however sure they are."""

TOP = 2
"""Number of favourites of a segment."""


@propagate_not_applicable
def compared(
    lines: ir.Table,
    members: pd.DataFrame,
    catalogue: ir.Table,
    exclude: Sequence[str] = (),
    minimum: int = MINIMUM,
) -> pd.DataFrame | NotApplicable:
    """Compare how often each segment's orders hold an item with the orders of all other customers.

    The items on most orders of any segment are compared in every segment. The lift is the share of the
    segment's orders that hold the item, divided by the share that other customers' orders of the same
    months and of similar value lead one to expect; see `standardised`.

    Args:
        lines: Order lines with `item`.
        members: `customer` and `segment`.
        catalogue: See `catalogue.items`.
        exclude: Items that are not merchandise.
        minimum: Items that fewer customers of the segment, or of the others, bought are left out.

    Returns:
        A row for each comparison: `segment`, `item`, `name`, `share`, `expected`, `lift`, `low` and
        `high`; the intervals hold at once.
    """
    known = lines.filter(lines.item.notnull() & lines.item.notin([*exclude, ""]))
    baskets = known.select("customer", "order", "item").distinct()
    own = ibis.memtable(members[["customer", "segment"]])
    counted = frame(
        baskets.join(own, "customer")
        .group_by("segment", "item")
        .aggregate(orders=ibis._.count())
        .order_by("segment", ibis.desc("orders"), "item")
    )
    if counted.empty:
        return NotApplicable(reason=mark("the export does not say what was bought"))
    frequent = sorted(counted.groupby("segment").head(CANDIDATES)["item"].unique())
    orders = standardised.orders(lines)
    held = baskets.filter(baskets["item"].isin(frequent)).join(orders, ["customer", "order"])
    found = standardised.compare(
        held.select("customer", "stratum", part=held["item"], value=ibis.literal(1)),
        orders.select("customer", "stratum", value=ibis.literal(1)),
        members,
        minimum,
    )
    if found.empty:
        return NotApplicable(reason=mark("no item was ordered by enough customers to be compared"))
    names = frame(catalogue.select("item", "name"))
    table = found.rename(columns={"part": "item", "index": "lift"}).merge(names, on="item")
    table = table.sort_values(["segment", "item"], ignore_index=True)
    return table[["segment", "item", "name", "share", "expected", "lift", "low", "high"]]


def favourites(found: pd.DataFrame) -> pd.DataFrame:
    """Return the items that stand out: those whose interval lies above 1, by its lower end.

    Args:
        found: See `compared`.

    Returns:
        Its rows for at most `TOP` items of each segment, by segment, the surest first.
    """
    above = found[(found["low"].round(2) > 1) & (found["lift"] >= LEAST)].sort_values(
        ["segment", "low", "item"], ascending=[True, False, True], kind="stable"
    )
    # Two codes may have one name.
    once = above.drop_duplicates(["segment", "name"])
    return once.groupby("segment").head(TOP).reset_index(drop=True)


def by_segment(found: pd.DataFrame) -> dict[str, list[dict[Hashable, Any]]]:
    """Return for each segment, by its number as text, name, lift and interval of its favourites.

    Args:
        found: See `favourites`.
    """
    return {
        str(segment): rows[["name", "lift", "low", "high"]].to_dict("records")
        for segment, rows in found.groupby("segment")
    }
