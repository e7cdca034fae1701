"""Recency, frequency and monetary value."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from segmentbook.features.feature import Feature

RFM = (
    Feature(
        "recency",
        "Recency",
        "calendar days from the last order to the reference date",
        "days",
        "low",
        "number",
    ),
    Feature("frequency", "Frequency", "number of orders", "orders", "high", "number"),
    Feature("monetary", "Monetary value", "sum of all order lines", "money", "high", "money"),
)
"""Recency, frequency, monetary value: Hughes, Strategic Database Marketing (1994)."""


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
