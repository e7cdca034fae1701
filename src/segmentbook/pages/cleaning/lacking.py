"""What the export does not say, and what the report does instead."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.language import gettext
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, page, points

LACKS = {
    "spending": (mark("What customers spent"), mark("no shares of revenue")),
    "order_frequency": (mark("How often customers ordered"), mark("no frequency")),
    "recency": (mark("When customers last ordered"), mark("no recency")),
    "single_orders": (mark("Single orders"), mark("no months, no cohorts, no baskets")),
    "price": (mark("Price per unit"), mark("the amount of a line is used instead")),
    "product_names": (mark("Names of products"), mark("codes are shown instead")),
    "categories": (mark("Categories of products"), mark("products are compared one by one")),
    "products": (mark("What was bought"), mark("no best sellers and no recommendations")),
    "place": (mark("Place of an order"), mark("no comparison of places")),
    "discounts": (mark("Discounts"), mark("buyers at a discount cannot be identified")),
    "cost": (mark("Cost or margin"), mark("customers are valued by revenue, not profit")),
    "demographics": (
        mark("Who customers are"),
        mark("segments are based on behaviour alone"),
    ),
    "time_of_day": (mark("Time of day"), mark("no analysis by hour")),
}
"""For each code of `cleaning.lacking.LACKS` what is lacking, and what the report does instead."""


@page(mark("What the export lacks"))
def lacking(found: pd.DataFrame) -> Exhibit:
    """Show what the export lacks.

    Args:
        found: See `cleaning.findings`.
    """
    codes = found["fault"][found["heading"] == "lacking"]
    sentences = [": ".join(map(gettext, LACKS[code])) + "." for code in codes]
    return Exhibit(
        mark("What the export lacks"),
        points(sentences or [mark("Nothing that the report could use.")]),
        {"lacking": len(codes)},
    )
