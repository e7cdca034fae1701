"""What the numbers of segments that evidence names are called, and how they are written."""

from __future__ import annotations

from collections.abc import Sequence

from segmentbook.core.language import gettext
from segmentbook.core.message import mark
from segmentbook.features import Feature
from segmentbook.report.exhibit import Column

_TITLES: dict[str, Column] = {
    "customers": (mark("customers"), "count"),
    "customer_share": (mark("share of customers"), "percent"),
    "revenue": (mark("revenue"), "money"),
    "revenue_share": (mark("share of revenue"), "percent"),
    "revenue_per_customer": (mark("revenue per customer"), "money"),
    "newcomer_share": (mark("customers new in the last quarter"), "percent"),
    "one_order_share": (mark("customers with one order"), "percent"),
    "order_value": (mark("revenue per order"), "money"),
    "orders_per_customer": (mark("orders per customer"), "number"),
    "items_per_order": (mark("different products per order"), "number"),
    "one_item_share": (mark("share of orders with one product"), "percent"),
    "discount_share": (mark("share of orders with a discount"), "percent"),
    "quiet_share": (mark("customers without an order in the last quarter"), "percent"),
    "overdue_share": (mark("customers flagged for their silence"), "percent"),
    "unbought_share": (mark("average share of best sellers never bought"), "percent"),
    "web_visits_per_purchase": (mark("web visits per web purchase"), "number"),
    "web_share": (mark("share of purchases on the web"), "percent"),
    "store_share": (mark("share of purchases in a store"), "percent"),
    "catalogue_share": (mark("share of purchases by catalogue"), "percent"),
    "wine_share": (mark("share of spending on wine"), "percent"),
    "meat_share": (mark("share of spending on meat"), "percent"),
}
_OF_FEATURES = {
    "mean": mark("mean {feature}"),
    "median": mark("median {feature}"),
    "standing": mark("mean standing in {feature}"),
}


def titles(features: Sequence[Feature]) -> dict[str, Column]:
    """Return for each number that evidence may name its title, translated, and its format.

    Args:
        features: The features that segments are made from.
    """
    own = {name: (gettext(title), kind) for name, (title, kind) in _TITLES.items()}
    described = {
        f"{feature.name}_{what}": (
            gettext(title, feature=feature.title.lower()),
            "percent" if what == "standing" else feature.kind,
        )
        for feature in features
        for what, title in _OF_FEATURES.items()
    }
    return {**own, **described}
