"""What an export with one row for each customer does not say."""

from __future__ import annotations

from collections.abc import Collection

_LACKS = (
    ({"amount"}, "What customers spent", "no share of revenue is told"),
    ({"orders"}, "How often customers ordered", "no frequency"),
    ({"recency", "last_order"}, "When customers last ordered", "no recency"),
    ({"order"}, "Single orders", "no months, no cohorts, no baskets"),
    ({"product"}, "What was bought", "no best sellers and no recommendations"),
    ({"discount_orders"}, "Discounts", "who buys at a discount is not known"),
    ({"cost", "margin"}, "Cost or margin", "customers are valued by revenue, not profit"),
)


def lacking_of_customers(columns: Collection[str]) -> list[tuple[str, str]]:
    """Return what the columns of an export lack, and what the report does instead."""
    names = {column.lower() for column in columns}
    return [(what, instead) for wanted, what, instead in _LACKS if not wanted & names]
