"""Feature sets: what is known of each customer, and which of it enters the clustering."""

from __future__ import annotations

from segmentbook.features.feature import Feature
from segmentbook.features.rfm import RFM, rfm
from segmentbook.study import Study

__all__ = ["FEATURE_SETS", "Feature", "RFM", "chosen", "rfm"]

FEATURE_SETS = {"rfm": RFM}
"""The features of each feature set that clustering uses."""


def chosen(study: Study) -> tuple[Feature, ...]:
    """Return the features that segments of this study are made from, in the order of the model."""
    return FEATURE_SETS[study.customers.features]
