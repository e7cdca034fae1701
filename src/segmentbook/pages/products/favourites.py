"""What a segment's customers order more often than others do on comparable orders."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.products.favourites import by_segment
from segmentbook.products.favourites import favourites as standing_out
from segmentbook.report.exhibit import Exhibit, Table, Template, notes, page


@page(mark("What segments order beyond their share"))
def favourites(compared: pd.DataFrame, names: Mapping[int, str]) -> Exhibit:
    """Show the items that stand out; the segments' cards quote the same.

    Args:
        compared: See `products.favourites.compared`.
        names: The name of each segment.
    """
    found = standing_out(compared)
    metrics = {
        "favourites": by_segment(found),
        "favourite_comparisons": len(compared),
        "favourites_found": len(found),
    }
    if found.empty:
        return Exhibit(_NOTHING, notes([_NONE_OF]), metrics)
    table = found.assign(who=found["segment"].map(names))
    return Exhibit(_SOME, [Table(table, _COLUMNS, _ORDERS), *notes([_RANGE])], metrics)


_NOTHING = mark("No item stands out in the orders of a segment")
_NONE_OF = mark(
    "None of {favourite_comparisons:count} shares of orders with an item is beyond chance, against all "
    "other customers in the same months."
)
_SOME = claim("products.favoured", "What segments order more often than others in the same months")
_ORDERS = mark("Share of orders that hold the item")
_COLUMNS = {
    "who": (mark("Segment"), "text"),
    "name": (mark("Product"), "text"),
    "share": (mark("Segment's orders"), "percent"),
    "expected": (mark("Others' orders, same months"), "percent"),
    "lift": (mark("Ratio"), "number"),
    "low": (mark("from"), "number"),
    "high": (mark("to"), "number"),
}
_RANGE = mark(
    "The ranges allow for {favourite_comparisons:count} comparisons, for the "
    "correlation of a customer's orders, and for the value of the orders."
)


def favourite_sentences(
    favourites: Mapping[str, Sequence[Mapping[Hashable, Any]]], segment: int
) -> list[Template]:
    """Return what to say of a segment's favourites on its card; nothing where it has none.

    Args:
        favourites: The metric `favourites`, see `products.favourites.by_segment`.
        segment: The number of the segment.
    """
    found = favourites.get(str(segment), [])
    if not found:
        return []
    names = {
        f"{short}{place}": f"favourites.{segment}.{place}.{column}"
        for place in range(len(found))
        for short, column in (("item", "name"), ("lift", "lift"))
    }
    return [(_MORE_OFTEN[len(found) - 1], names)]


_MORE_OFTEN = (
    claim(
        "products.favoured",
        "More often on their orders than on others' in the same months: {item0} ({lift0:number}×).",
    ),
    claim(
        "products.favoured",
        "More often on their orders than on others' in the same months: {item0} ({lift0:number}×) and "
        "{item1} ({lift1:number}×).",
    ),
)
"""For one favourite and for two."""
