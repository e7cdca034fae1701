"""The features of an export with one row for each customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from segmentbook.core.message import mark
from segmentbook.features.feature import Feature, Level
from segmentbook.params.customers import Declared

LEVEL = mark("1 if {definition} is {value}, else 0")
"""Definition of a feature that says whether customers have a value of a column."""


def declared_features(
    declared: Sequence[Declared], titles: Mapping[str, str]
) -> tuple[Feature, ...]:
    """Return the features that the params declare; of a column with values, one for each of them.

    Args:
        declared: The columns that the params declare as features.
        titles: What people call columns.
    """
    return tuple(feature for one in declared for feature in _features(one, titles))


def _features(declared: Declared, titles: Mapping[str, str]) -> list[Feature]:
    column, definition = declared.column, declared.definition
    title = titles.get(column, column)
    if not declared.values:
        kind = "money" if declared.unit == "money" else "number"
        return [Feature(column, title, definition, declared.unit, declared.better, kind, (column,))]
    return [
        Feature(
            name=f"{column}={value}",
            title=f"{title}: {value}",
            definition=LEVEL.format(definition=definition, value=value),
            unit="",
            better=declared.better,
            kind="number",
            needs=(column,),
            level=Level(title, definition, value),
        )
        for value in declared.values
    ]


def customer_features(rows: ir.Table, declared: Sequence[Declared], reference: date) -> ir.Table:
    """Return the customer view of an export with one row for each customer, as one expression.

    Args:
        rows: The rows that cleaning left.
        declared: The columns that the params declare as features.
        reference: The date that days are counted to.

    Returns:
        `customer` and, where the export has them, `joined`, `first_order`, `last_order` (dates),
        `recency` and `length` (days), `frequency` (orders), `monetary` (DECIMAL), `discount_share`
        (0 without orders, at most 1) and the declared features; by customer.
    """
    view: dict[str, ir.Value] = {"customer": rows.customer}
    days = [name for name in ("joined", "first_order", "last_order") if name in rows.columns]
    view |= {name: rows[name].date() for name in days}
    until = ibis.literal(reference)
    if "recency" in rows.columns:
        view["recency"] = rows.recency
    elif "last_order" in view:
        view["recency"] = until.delta(view["last_order"], unit="day")
    begin = [view[name] for name in ("joined", "first_order") if name in view]
    if begin:
        view["length"] = until.delta(ibis.coalesce(*begin), unit="day")
    if "orders" in rows.columns:
        view["frequency"] = rows.orders
    if "amount" in rows.columns:
        view["monetary"] = rows.amount
    if {"orders", "discount_orders"} <= {*rows.columns}:
        part = rows.discount_orders.cast("float64") / rows.orders.cast("float64").nullif(0)
        # Some exports count more discounts than orders; the checks of cleaning report it.
        view["discount_share"] = (rows.orders == 0).ifelse(0.0, ibis.least(part, 1.0))
    for one in declared:
        column = rows[one.column]
        if one.values:
            text = column.cast("string")
            view |= {f"{one.column}={v}": (text == v).cast("int64") for v in one.values}
        else:
            view[one.column] = column
    return rows.select(**view).order_by("customer")
