"""The features as the report lists them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.features.feature import Feature

FEATURE_COLUMNS = {
    "title": (mark("Feature"), "text"),
    "definition": (mark("Definition"), "text"),
    "unit": (mark("Unit"), "term"),
    "better": (mark("Better when"), "term"),
    "used": (mark("Makes segments"), "term"),
}
"""Columns of `feature_table` with their titles and formats."""

DIRECTIONS = (mark("low"), mark("high"), mark("neither"))
UNITS = (mark("money"), mark("share"))
"""The words of features that are keys as well: they are marked here and shown as terms."""


def feature_table(described: Sequence[Feature], chosen: Sequence[Feature]) -> pd.DataFrame:
    """Return definition, unit and direction of each feature, and whether segments are made from it."""
    used = {feature.name for feature in chosen}
    return pd.DataFrame(
        {
            "title": [feature.title for feature in described],
            "definition": [feature.definition for feature in described],
            "unit": [feature.unit or "–" for feature in described],
            "better": [feature.better for feature in described],
            "used": [mark("yes") if feature.name in used else mark("no") for feature in described],
        }
    )
