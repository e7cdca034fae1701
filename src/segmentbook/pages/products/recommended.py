"""Whom the list of recommendations is for, and how it is made."""

from __future__ import annotations

from datetime import date

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.products.bestsellers import recommendation_metrics
from segmentbook.report.exhibit import Exhibit, notes, page


@page()
def recommended(table: pd.DataFrame, since: date, months: int) -> Exhibit:
    """Say how many customers get recommendations, and by what rule, before `offers`.

    Args:
        table: See `bestsellers.recommendations`; where it is empty nothing is said.
        since: First day of the window of the best sellers.
        months: Its length.
    """
    texts = [] if table.empty else notes([_CUSTOMERS, _RULE])
    return Exhibit(parts=texts, metrics=recommendation_metrics(table, since, months))


_CUSTOMERS = claim(
    "exact",
    "Recommendations for {recommended_customers:count} customers are in product_recommendations.csv: "
    "the best sellers of their segment since {recommended_since:date} that they have never bought.",
)
_RULE = mark(
    "A segment with too few best sellers of its own in these months is given those of all customers."
)
