"""The numbers that evidence may ask for, beside what a profile already tells of a segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from segmentbook.core.language import gettext
from segmentbook.core.message import mark
from segmentbook.features import Feature
from segmentbook.segments import profile

Value = float | None
"""A number of a segment; None where this study cannot tell it."""


@dataclass(frozen=True)
class Measure:
    """A number of a segment, or of all customers.

    Args:
        title: How people call it, `language.mark`ed.
        kind: Kind of format of its values.
        of_customers: Whether it is a share of the segment's customers, so that it tells an audience.
    """

    title: str
    kind: str = "percent"
    of_customers: bool = False


FROM_ORDERS = {
    "order_value": Measure(mark("revenue per order"), "money"),
    "orders_per_customer": Measure(mark("orders per customer"), "number"),
    "items_per_order": Measure(mark("different products per order"), "number"),
    "one_item_share": Measure(mark("share of orders with one product")),
    "discount_share": Measure(mark("share of orders with a discount")),
    "quiet_share": Measure(
        mark("customers without an order in the last quarter"), of_customers=True
    ),
    "overdue_share": Measure(
        mark("customers silent for over twice their own usual gap"), of_customers=True
    ),
    "unbought_share": Measure(mark("share of the best sellers that a customer has never bought")),
}
"""Measured from order lines, see `order_measures`."""

FROM_COLUMNS = {
    "web_visits_per_purchase": Measure(mark("web visits per web purchase"), "number"),
    "web_share": Measure(mark("share of purchases on the web")),
    "store_share": Measure(mark("share of purchases in a store")),
    "catalogue_share": Measure(mark("share of purchases by catalogue")),
    "wine_share": Measure(mark("share of spend on wine")),
    "meat_share": Measure(mark("share of spend on meat")),
}
"""Measured from declared columns of customers, see `column_measures`."""

_PROFILED = {
    "customers": Measure(mark("customers"), "count"),
    "customer_share": Measure(mark("share of customers")),
    "revenue": Measure(mark("revenue"), "money"),
    "revenue_share": Measure(mark("share of revenue")),
    "revenue_per_customer": Measure(mark("revenue per customer"), "money"),
    "newcomer_share": Measure(mark("customers new in the last quarter"), of_customers=True),
    "one_order_share": Measure(mark("customers with one order"), of_customers=True),
}


_OF_FEATURES = {
    "mean": mark("mean {feature}"),
    "median": mark("median {feature}"),
    "standing": mark("standing {feature}"),
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
            gettext(title, feature=feature.title.lower()),
            "percent" if what == "standing" else feature.kind,
        )
        for feature in features
        for what, title in _OF_FEATURES.items()
    }
    own = {name: _PROFILED[name] for name in profile.columns(features) if name in _PROFILED}
    return {**own, **described, **FROM_ORDERS, **FROM_COLUMNS}
