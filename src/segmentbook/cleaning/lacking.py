"""What an export with one row for each customer does not say."""

from __future__ import annotations

from collections.abc import Collection

from segmentbook.core.message import mark

_LACKS = (
    ({"amount"}, mark("What customers spent"), mark("no share of revenue is told")),
    ({"orders"}, mark("How often customers ordered"), mark("no frequency")),
    ({"recency", "last_order"}, mark("When customers last ordered"), mark("no recency")),
    ({"order"}, mark("Single orders"), mark("no months, no cohorts, no baskets")),
    ({"product"}, mark("What was bought"), mark("no best sellers and no recommendations")),
    ({"discount_orders"}, mark("Discounts"), mark("who buys at a discount is not known")),
    (
        {"cost", "margin"},
        mark("Cost or margin"),
        mark("customers are valued by revenue, not profit"),
    ),
)


def lacking_of_customers(columns: Collection[str]) -> list[tuple[str, str]]:
    """Return what the columns of an export lack, and what the report does instead."""
    names = {column.lower() for column in columns}
    return [(what, instead) for wanted, what, instead in _LACKS if not wanted & names]
