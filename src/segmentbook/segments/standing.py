"""What the radar and the box plots show, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.features import Feature
from segmentbook.report.sentences import Said

RADAR = mark(
    "{best_standing_name} stand best in {best_standing_features:count} of "
    "{standing_features:count} features"
)


def leading(features: Sequence[Feature]) -> Feature:
    """Return the feature that segments are ordered by: the last that is money, or the last one."""
    return next((f for f in reversed(features) if f.unit == "money"), features[-1])


def metrics(
    view: pd.DataFrame, profiles: pd.DataFrame, features: Sequence[Feature]
) -> dict[str, Any]:
    """Return who stands best in most features, and the middle half of those with the highest median.

    Args:
        view: The customer view with the column `segment`.
        profiles: See `segments.profile.profile`, with `name`.
        features: The features that segments are made from.
    """
    standing = profiles[[f"{feature.name}_standing" for feature in features]]
    firsts = standing.idxmax().value_counts()
    # Of several with equally many, the one with the lowest place.
    best = firsts[firsts == firsts.max()].index.min()
    feature = leading(features)
    top = profiles.loc[profiles[f"{feature.name}_median"].idxmax()]
    values = view.loc[view["segment"] == top["segment"], feature.name].astype(float)
    return {
        "standing_features": len(features),
        "best_standing_name": profiles.loc[best, "name"],
        "best_standing_features": int(firsts[best]),
        "spread_name": top["name"],
        "spread_feature": feature.title,
        "spread_low": values.quantile(0.25),
        "spread_high": values.quantile(0.75),
    }


def spread(features: Sequence[Feature]) -> str:
    """Return the title of the box plots: between which values half of the first segment lies."""
    kind = leading(features).kind
    return _(
        "{feature} of half of the {name}: {low} to {high}",
        feature="{spread_feature}",
        name="{spread_name}",
        low=f"{{spread_low:{kind}}}",
        high=f"{{spread_high:{kind}}}",
    )


def radar_sentences(features: Sequence[Feature]) -> list[Said]:
    """Say how to read the radar, and for which features the lower end is the better one."""
    said: list[Said] = [
        (_("A segment's line reaches further out where its customers stand better among all."), {})
    ]
    low = [feature.title for feature in features if feature.better == "low"]
    if low:
        names = _(" and ").join(low).replace("{", "{{").replace("}", "}}")
        said.append((_("Lower is better for {names}.", names=names), {}))
    return said
