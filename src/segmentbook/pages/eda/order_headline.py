"""Key figures of order lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Kpis, page, points

_FIGURES = Kpis(
    {
        mark("revenue"): "revenue:money_short",
        mark("orders"): "orders:count",
        mark("average order value"): "average_order_value:money",
        mark("repeat rate"): "repeat_rate:percent",
    },
    {
        "revenue": mark("{first_day:date} to {last_day:date}"),
        "orders": mark("{orders_per_customer:number} per customer"),
        "average order value": mark("median: {median_order_value:money}"),
        "repeat rate": mark("customers who ordered again"),
    },
)


@page(mark("Orders and their value"))
def order_headline(metrics: Mapping[str, Any]) -> Exhibit:
    """Show what customers spent in which time, and the size of an order where products are known.

    Args:
        metrics: See `sales.headline`; `customers`, `revenue` and `orders` are those of the cleaning.
    """
    sentences = []
    if metrics["products_per_order"] is not None:
        sentences = [
            mark("An order contains {products_per_order:number} different products on average."),
            mark("{single_product_orders:percent} of orders contain a single product."),
        ]
    return Exhibit(
        mark(
            "{customers:count} customers spent {revenue:money_short} in {days_covered:count} days"
        ),
        [_FIGURES, *points(sentences)],
        metrics,
    )
