"""The numbers that evidence may ask for, beside what a profile already tells of a segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from segmentbook.features import Feature
from segmentbook.segments import profile

Value = float | None
"""A number of a segment; None where this study cannot tell it."""


@dataclass(frozen=True)
class Measure:
    """A number of a segment, or of all customers.

    Args:
        title: How people call it.
        kind: Kind of format of its values.
        of_customers: Whether it is a share of the segment's customers, so that it tells an audience.
    """

    title: str
    kind: str = "percent"
    of_customers: bool = False


FROM_ORDERS = {
    "order_value": Measure("revenue per order", "money"),
    "orders_per_customer": Measure("orders per customer", "number"),
    "items_per_order": Measure("different products per order", "number"),
    "one_item_share": Measure("share of orders with one product"),
    "discount_share": Measure("share of orders with a discount"),
    "quiet_share": Measure("customers without an order in the last quarter", of_customers=True),
    "overdue_share": Measure(
        "customers silent for over twice their own usual gap", of_customers=True
    ),
    "unbought_share": Measure("share of the best sellers that a customer has never bought"),
}
"""Measured from order lines, see `order_measures`."""

FROM_COLUMNS = {
    "web_visits_per_purchase": Measure("web visits per web purchase", "number"),
    "web_share": Measure("share of purchases on the web"),
    "store_share": Measure("share of purchases in a store"),
    "catalogue_share": Measure("share of purchases by catalogue"),
    "wine_share": Measure("share of spend on wine"),
    "meat_share": Measure("share of spend on meat"),
}
"""Measured from declared columns of customers, see `column_measures`."""

_PROFILED = {
    "customers": Measure("customers", "count"),
    "customer_share": Measure("share of customers"),
    "revenue": Measure("revenue", "money"),
    "revenue_share": Measure("share of revenue"),
    "revenue_per_customer": Measure("revenue per customer", "money"),
    "newcomer_share": Measure("customers new in the last quarter", of_customers=True),
    "one_order_share": Measure("customers with one order", of_customers=True),
}


OF_CUSTOMERS = tuple(name for name, one in {**_PROFILED, **FROM_ORDERS}.items() if one.of_customers)
"""The measures that are shares of the segment's customers."""


def known(features: Sequence[Feature]) -> dict[str, Measure]:
    """Return each number that evidence and reasons may name.

    Args:
        features: The features that segments are made from.
    """
    described = {
        f"{feature.name}_{what}": Measure(
            f"{what} {feature.title.lower()}", "percent" if what == "standing" else feature.kind
        )
        for feature in features
        for what in ("mean", "median", "standing")
    }
    own = {name: _PROFILED[name] for name in profile.columns(features) if name in _PROFILED}
    return {**own, **described, **FROM_ORDERS, **FROM_COLUMNS}
