"""The order lines or customer rows that cleaning left, and the catalogue of items."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from segmentbook.core.engine import frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import AnyColumns


def order_lines(kept: ir.Table, columns: AnyColumns) -> ir.Table | NotApplicable:
    """Return the order lines of a study with `item`, see `with_item`.

    Args:
        kept: The rows that cleaning left, or all rows with the marks of the rules.
        columns: The `columns` section of the study.
    """
    if isinstance(columns, CustomerColumns):
        return NotApplicable(reason=mark("the export has one row for each customer, no orders"))
    return with_item(kept, columns.item)


def customer_rows(kept: ir.Table, columns: AnyColumns) -> ir.Table | NotApplicable:
    """Return the rows of an export with one row for each customer, see `order_lines`."""
    if isinstance(columns, CustomerColumns):
        return kept
    return NotApplicable(reason=mark("the rows of the export are order lines"))


def with_item(lines: ir.Table, by: str) -> ir.Table:
    """Add the column `item`: the product's code or its name, as the study says.

    Where the export has no products, the item is null in every line.

    Args:
        lines: Order lines.
        by: `product` or `product_name`.
    """
    return lines.mutate(item=lines[by] if by in lines.columns else ibis.null("string"))


@propagate_not_applicable
def items(lines: ir.Table) -> ir.Table:
    """Return one row per `item` with its `name` and its `category`.

    An item with several names in the export gets the most frequent one; of equally frequent ones, the
    first in alphabetical order. The category is null where the study has none.
    """
    known = lines.filter(lines.item.notnull())
    name = known.product_name if "product_name" in lines.columns else known.item
    category = known.category if "category" in lines.columns else ibis.null("string")
    named = known.mutate(
        name=ibis.coalesce(name.strip().nullif(""), known.item), kind=category
    ).group_by("item", "name", "kind")
    counted = named.aggregate(n=ibis._.count())
    first = ibis.row_number().over(
        group_by=counted.item, order_by=[counted.n.desc(), counted.name, counted.kind]
    )
    ranked = counted.mutate(position=first)
    return (
        ranked.filter(ranked.position == 0)
        .select("item", "name", category=ranked.kind)
        .order_by("item")
    )


@propagate_not_applicable
def unnamed_items(lines: ir.Table) -> dict[str, Any]:
    """Return `unnamed_lines`, the number of order lines without an item, which no ranking shows."""
    counted = frame(lines.aggregate(n=lines.item.isnull().sum()))["n"].fillna(0)
    return {"unnamed_lines": int(counted.iloc[0])}
