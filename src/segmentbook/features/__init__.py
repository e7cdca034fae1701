"""Feature sets: what is known of each customer, and which of it enters the clustering."""

from __future__ import annotations

from segmentbook.features.feature import Feature
from segmentbook.features.rfm import RFM, rfm
from segmentbook.features.sets import SCORED, chosen, described
from segmentbook.features.view import customer_view, require_complete, worth
from segmentbook.pages.customers.features import FEATURE_COLUMNS, feature_table

__all__ = [
    "FEATURE_COLUMNS",
    "RFM",
    "SCORED",
    "Feature",
    "chosen",
    "customer_view",
    "described",
    "feature_table",
    "require_complete",
    "rfm",
    "worth",
]
