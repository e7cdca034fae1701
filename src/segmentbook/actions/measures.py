"""The numbers of a segment that evidence may ask for, beside those of its profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from segmentbook.features import Feature
from segmentbook.segments import profile

Value = float | None
"""A number of a segment; None where the study does not know it."""

Numbers = Mapping[str, Value]
"""The numbers of a segment, or of all customers, by name."""

FROM_ORDERS = (
    "order_value",
    "orders_per_customer",
    "items_per_order",
    "one_item_share",
    "discount_share",
    "quiet_share",
    "overdue_share",
    "unbought_share",
)
"""Measured from order lines, see `order_measures`."""

FROM_COLUMNS = (
    "web_visits_per_purchase",
    "web_share",
    "store_share",
    "catalogue_share",
    "wine_share",
    "meat_share",
)
"""Measured from declared columns of customers, see `column_measures`."""

MEASURED = (*FROM_ORDERS, *FROM_COLUMNS)

OF_CUSTOMERS = (*profile.OF_CUSTOMERS, "quiet_share", "overdue_share")
"""Those that are shares of the segment's customers, so that each defines an audience."""


def known(features: Sequence[Feature]) -> tuple[str, ...]:
    """Return the name of each number that evidence and reasons may use.

    Args:
        features: The features that segments are made from.
    """
    profiled = [name for name in profile.columns(features) if name != "segment"]
    return (*profiled, *MEASURED)
