"""Which segment stands best among all customers, and how widely the values of one spread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.features import Feature


def leading(features: Sequence[Feature]) -> Feature:
    """Return the feature that segments are ordered by: the last that is money, or the last one."""
    return next((f for f in reversed(features) if f.unit == "money"), features[-1])


def standing_metrics(profiles: pd.DataFrame, features: Sequence[Feature]) -> dict[str, Any]:
    """Return which segment stands best in most features; of several the first.

    Args:
        profiles: See `profile.profile`, with `name`.
        features: The features that segments are made from.
    """
    standing = profiles[[f"{feature.name}_standing" for feature in features]]
    firsts = np.bincount(standing.fillna(-1).to_numpy().argmax(axis=0))
    best = int(firsts.argmax())
    return {
        "standing_features": len(features),
        "best_standing_name": profiles["name"].iloc[best],
        "best_standing_features": int(firsts[best]),
    }


def spread_metrics(
    view: pd.DataFrame, profiles: pd.DataFrame, features: Sequence[Feature]
) -> dict[str, Any]:
    """Return the quartiles of the `leading` feature in the segment with its highest median.

    Args:
        view: The customer view with the column `segment`.
        profiles: See `profile.profile`, with `name`.
        features: The features that segments are made from.
    """
    feature = leading(features)
    top = profiles.iloc[int(profiles[f"{feature.name}_median"].argmax())]
    values = view.loc[view["segment"] == top["segment"], feature.name].astype(float)
    return {
        "spread_name": top["name"],
        "spread_feature": feature.title,
        "spread_low": values.quantile(0.25),
        "spread_high": values.quantile(0.75),
    }
