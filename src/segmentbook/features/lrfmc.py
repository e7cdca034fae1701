"""Length, recency, frequency, monetary value and use of discounts."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from segmentbook.core.message import mark
from segmentbook.features.feature import Feature

LENGTH = Feature(
    "length",
    mark("Length"),
    mark("calendar days from joining, or else from the first order, to the reference date"),
    mark("days"),
    "high",
    "number",
    ("first_order",),
)
DISCOUNT = Feature(
    "discount_share",
    mark("Discount use"),
    mark("share of orders with a discount"),
    mark("share"),
    "low",
    "percent",
    ("discount", "orders"),
)
"""The two features that LRFMC adds to recency, frequency and monetary value, in this order around them.

Chang and Tsay, Integrating of SOM and K-means in data mining clustering (2004), for length; the
model with five letters is that of airlines, whose C is the mean discount of a member's fares.
"""


def with_lrfmc(view: ir.Table, lines: ir.Table, reference: date) -> ir.Table:
    """Add `length` (days, int) and, where lines have discounts, `discount_share` to a view.

    Args:
        view: What `rfm` returned.
        lines: Order lines; `discount` is money, in any sign.
        reference: The date that days are counted to.
    """
    view = view.mutate(length=ibis.literal(reference).delta(view.first_order, unit="day"))
    if "discount" not in lines.columns:
        return view
    reduced = lines.group_by("customer").aggregate(
        discounted=lines.order.nunique(where=lines.discount != 0)
    )
    joined = view.join(reduced, "customer")
    share = joined.discounted / joined.frequency
    return joined.mutate(discount_share=share).drop("discounted")
