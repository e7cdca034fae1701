"""What counts as one item in rankings and recommendations, and what it is called."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from segmentbook.core.language import gettext as _
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import AnyColumns


def order_lines(kept: ir.Table, columns: AnyColumns) -> ir.Table | NotApplicable:
    """Return the order lines of a study with `item`, see `with_item`.

    Args:
        kept: The rows that cleaning left, or all rows with the marks of the rules.
        columns: What the study says of its columns.
    """
    if isinstance(columns, CustomerColumns):
        reason = _("the export has one row for each customer, no orders")
        return NotApplicable(_("Order lines"), reason)
    return with_item(kept, columns.item)


def customer_rows(kept: ir.Table, columns: AnyColumns) -> ir.Table | NotApplicable:
    """Return the rows of an export with one row for each customer, see `order_lines`."""
    if isinstance(columns, CustomerColumns):
        return kept
    return NotApplicable(_("What the export says of customers"), _("its rows are of orders"))


def with_item(lines: ir.Table, by: str) -> ir.Table:
    """Add the column `item`: the product's code or its name, as the study says.

    Where the export does not say what was bought, the item is null in every line.

    Args:
        lines: Order lines.
        by: `product` or `product_name`.
    """
    return lines.mutate(item=lines[by] if by in lines.columns else ibis.null("string"))


@propagate_not_applicable
def items(lines: ir.Table) -> ir.Table:
    """Return one row per `item` with its `name` and its `category`.

    An item that the export calls by several names gets the most frequent one, of equally frequent
    ones the first in the alphabet. The category is null where the study has none.
    """
    known = lines.filter(lines.item.notnull())
    name = known.product_name if "product_name" in lines.columns else known.item
    category = known.category if "category" in lines.columns else ibis.null("string")
    called = known.mutate(
        name=ibis.coalesce(name.strip().nullif(""), known.item), kind=category
    ).group_by("item", "name", "kind")
    counted = called.aggregate(n=ibis._.count())
    first = ibis.row_number().over(
        group_by=counted.item, order_by=[counted.n.desc(), counted.name, counted.kind]
    )
    ranked = counted.mutate(position=first)
    return (
        ranked.filter(ranked.position == 0)
        .select("item", "name", category=ranked.kind)
        .order_by("item")
    )
