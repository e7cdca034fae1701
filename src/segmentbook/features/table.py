"""The features as the report lists them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segmentbook.features.feature import Feature

FEATURE_COLUMNS = {
    "title": ("Feature", "text"),
    "definition": ("Definition", "text"),
    "unit": ("Unit", "text"),
    "better": ("Better when", "text"),
    "used": ("Makes segments", "text"),
}
"""Columns of `feature_table` with their titles and formats."""


def feature_table(described: Sequence[Feature], chosen: Sequence[Feature]) -> pd.DataFrame:
    """Return definition, unit and direction of each feature, and whether segments are made from it."""
    used = {feature.name for feature in chosen}
    return pd.DataFrame(
        {
            "title": [feature.title for feature in described],
            "definition": [feature.definition for feature in described],
            "unit": [feature.unit or "–" for feature in described],
            "better": [feature.better for feature in described],
            "used": ["yes" if feature.name in used else "no" for feature in described],
        }
    )
