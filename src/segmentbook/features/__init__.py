"""Feature sets: what is known of each customer, and which of it enters the clustering."""

from __future__ import annotations

from segmentbook.features.feature import Feature
from segmentbook.features.rfm import RFM, rfm
from segmentbook.features.score_columns import SCORED
from segmentbook.features.sets import chosen, described
from segmentbook.features.view import customer_view, require_complete, worth

__all__ = [
    "RFM",
    "SCORED",
    "Feature",
    "chosen",
    "customer_view",
    "described",
    "require_complete",
    "rfm",
    "worth",
]
