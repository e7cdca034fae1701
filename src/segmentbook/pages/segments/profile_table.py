"""The profile of the segments in numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segmentbook.core.language import gettext
from segmentbook.core.message import mark
from segmentbook.features import Feature
from segmentbook.report.exhibit import Column, Exhibit, Table, page


@page(mark("Profile of the segments"))
def profile_table(profiles: pd.DataFrame, features: Sequence[Feature]) -> Exhibit:
    """Show size, revenue, and mean and median of each feature by segment.

    Args:
        profiles: See `profile.profile`, with `name`.
        features: The features that segments are made from.
    """
    table = Table(profiles, _columns(features), mark("Profile of the segments"))
    return Exhibit(parts=[table])


def _columns(features: Sequence[Feature]) -> dict[str, Column]:
    shown: dict[str, Column] = {
        "name": (mark("Segment"), "text"),
        "segment": (mark("Number"), "count"),
        "customers": (mark("Customers"), "count"),
        "revenue": (mark("Revenue"), "money"),
    }
    for kind, head in (("mean", mark("Mean {feature}")), ("median", mark("Median {feature}"))):
        for feature in features:
            title = gettext(head, feature=feature.title)
            unit = f", {gettext(feature.unit)}" if feature.unit not in ("", "money") else ""
            shown[f"{feature.name}_{kind}"] = (f"{title}{unit}", feature.kind)
    return shown
