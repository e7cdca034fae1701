"""Recency, frequency and monetary value."""

from __future__ import annotations

import dataclasses
from datetime import date

import ibis
import ibis.expr.types as ir

from segmentbook.core.message import mark
from segmentbook.features.feature import Feature
from segmentbook.params.customers import Monetary

RFM = (
    Feature(
        "recency",
        mark("Recency"),
        mark("calendar days from the last order to the reference date"),
        mark("days"),
        "low",
        "number",
        ("recency",),
    ),
    Feature(
        "frequency",
        mark("Frequency"),
        mark("number of orders"),
        mark("orders"),
        "high",
        "number",
        ("orders",),
    ),
    Feature(
        "monetary",
        mark("Monetary value"),
        mark("sum of all order lines"),
        "money",
        "high",
        "money",
        ("amount",),
    ),
)
"""Recency, frequency, monetary value: Hughes, Strategic Database Marketing (1994)."""

_REVENUE = {
    "matched": mark("sum of all order lines"),
    "gross": mark("sum of all order lines"),
    "net": mark("sum of all order lines, less what cancellations took back"),
}
_PER_ORDER = {
    "matched": mark("sum of all order lines, divided by the number of orders"),
    "gross": mark("sum of all order lines, divided by the number of orders"),
    "net": mark(
        "sum of all order lines, less what cancellations took back, divided by the number of orders"
    ),
}


def rfm_features(choice: Monetary) -> tuple[Feature, ...]:
    """Return recency, frequency and monetary value as the params define the latter."""
    recency, frequency, monetary = RFM
    definition = (_PER_ORDER if choice.per == "order" else _REVENUE)[choice.revenue]
    return recency, frequency, dataclasses.replace(monetary, definition=definition)


def rfm(lines: ir.Table, reference: date) -> ir.Table:
    """Return recency, frequency and monetary value of each customer, as one expression.

    Args:
        lines: Order lines.
        reference: See `reference_date`.

    Returns:
        `customer`, `recency` (days, int), `frequency` (orders, int), `monetary` (DECIMAL),
        `first_order` and `last_order` (dates), by customer.
    """
    day = lines.timestamp.date()
    view = lines.group_by("customer").aggregate(
        frequency=lines.order.nunique(),
        monetary=lines.amount.sum(),
        first_order=day.min(),
        last_order=day.max(),
    )
    recency = ibis.literal(reference).delta(view.last_order, unit="day")
    return view.select(
        "customer", "frequency", "monetary", "first_order", "last_order", recency=recency
    ).order_by("customer")


def with_monetary(view: ir.Table, taken_back: ir.Table, choice: Monetary) -> ir.Table:
    """Put the monetary value of the params into the place of the sum of all order lines.

    Args:
        view: The customer view with `monetary` (the sum) and `frequency`.
        taken_back: `customer` and `cancelled`, see `cleaning.taken_back`.
        choice: Which revenue, and whether in total or per order.

    Returns:
        The view; where monetary value is per order, with the total as `revenue`.
    """
    if choice.revenue == "net":
        back = taken_back.select("customer", back=taken_back.cancelled)
        joined = view.left_join(back, "customer").drop("customer_right")
        view = joined.mutate(monetary=joined.monetary - joined.back.fill_null(0)).drop("back")
    if choice.per == "total":
        return view
    each = view.monetary.cast("float64") / view.frequency.nullif(0)
    return view.mutate(revenue=view.monetary, monetary=each.fill_null(0.0))
