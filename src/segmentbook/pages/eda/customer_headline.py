"""Key figures of a customer table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Kpis, page, points

_FIGURES = Kpis(
    {
        mark("customers"): "customers:count",
        mark("revenue"): "revenue:money_short",
        mark("orders"): "orders:count",
        mark("median spend"): "median_spend:money",
        mark("repeat rate"): "repeat_rate:percent",
    },
    {
        "revenue": mark("{revenue_per_customer:money} per customer"),
        "orders": mark("{orders_per_customer:number} per customer"),
        "repeat rate": mark("customers who ordered again"),
    },
)


@page(mark("Customers and what they spend"))
def customer_headline(metrics: Mapping[str, Any]) -> Exhibit:
    """Show what customers spent and how often they ordered, as far as the export says.

    Args:
        metrics: See `customers.headline`; `customers`, `revenue` and `orders` are those of the cleaning.
    """
    if metrics["revenue_per_customer"] is None:
        return Exhibit(mark("{customers:count} customers are in the export"), [_FIGURES], metrics)
    sentences = [
        mark("The median customer spent {median_spend:money}."),
        mark("The mean is {revenue_per_customer:money}."),
    ]
    return Exhibit(
        mark("{customers:count} customers spent {revenue:money_short}"),
        [_FIGURES, *points(sentences)],
        metrics,
    )
