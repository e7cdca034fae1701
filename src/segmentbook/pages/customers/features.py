"""The features: definition, unit, direction, and whether segments are made from them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.features.feature import Feature
from segmentbook.params.customers import FeatureSetName
from segmentbook.report.exhibit import Column, Exhibit, Table, page
from segmentbook.report.labels import in_language

SETS: dict[FeatureSetName, str] = {
    "rfm": mark("Recency, frequency and monetary value (RFM), and what they count"),
    "lrfmc": mark("Length, RFM and discount use (LRFMC), and what they count"),
    "single_view": mark("The features of the customer single view, and what they count"),
    "demographic": mark("Declared and transactional features, and what they count"),
}
"""What each feature set is called, as the title of its table."""

DIRECTIONS = (mark("low"), mark("high"), mark("neither"))
UNITS = (mark("days"), mark("orders"), mark("pieces"), mark("places"), mark("money"), mark("share"))
"""Directions and units of features are keys that are shown as terms."""

_COLUMNS: dict[str, Column] = {
    "title": (mark("Feature"), "text"),
    "definition": (mark("Definition"), "text"),
    "unit": (mark("Unit"), "term"),
    "better": (mark("Better when"), "term"),
    "used": (mark("Makes segments"), "term"),
}


@page(mark("The features and what they count"))
def features(
    feature_set: FeatureSetName, described: Sequence[Feature], chosen: Sequence[Feature]
) -> Exhibit:
    """Show the features of the study's set, and which of them segments are made from.

    Args:
        feature_set: Name of the set.
        described: See `features.described`.
        chosen: See `features.chosen`.
    """
    return Exhibit(parts=[Table(_table(described, chosen), _COLUMNS, SETS[feature_set])])


def _table(described: Sequence[Feature], chosen: Sequence[Feature]) -> pd.DataFrame:
    used = {feature.name for feature in chosen}
    shown = in_language(described)
    return pd.DataFrame(
        {
            "title": [feature.title for feature in shown],
            "definition": [feature.definition for feature in shown],
            "unit": [feature.unit or "–" for feature in shown],
            "better": [feature.better for feature in shown],
            "used": [mark("yes") if feature.name in used else mark("no") for feature in shown],
        }
    )
