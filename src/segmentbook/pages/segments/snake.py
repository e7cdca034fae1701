"""The mean of each segment in each feature, in the scale of the clustering."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.features import Feature
from segmentbook.report.exhibit import Exhibit, Picture, page
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import MUTED, canvas, colour, fixed


@page(mark("Means of the segments in the scale of the clustering"))
def snake(means: pd.DataFrame, profiles: pd.DataFrame, features: Sequence[Feature]) -> Exhibit:
    """Show a line for each segment through its mean of each feature, as the clustering sees them.

    Args:
        means: See `profile.mean_points`.
        profiles: One row per segment, with `segment`, `name` and `customers`.
        features: The features of the columns of `means`.
    """
    caption = mark("The segments as the clustering sees them: mean of each feature")
    return Exhibit(parts=[_lines(means, profiles, features).titled(caption)])


def _lines(means: pd.DataFrame, profiles: pd.DataFrame, features: Sequence[Feature]) -> Picture:
    figure, [axes] = canvas()
    places = np.arange(len(features))
    handles, values = [], []
    for segment, name in zip(profiles["segment"], profiles["name"], strict=True):
        own = means.loc[[segment]].iloc[0]
        handles += axes.plot(
            places, own, "o-", color=colour(segment), linewidth=2, label=wrapped(name)
        )
        parts = ", ".join(
            f"{feature.title.lower()} {fixed(value, 1)}"
            for feature, value in zip(features, own, strict=True)
        )
        values.append(f"{name}: {parts}")
    everybody = np.average(means.mean(axis=1), weights=profiles["customers"])
    axes.axhline(everybody, color=MUTED, linewidth=1, linestyle="--", zorder=0)
    axes.set_xticks(places, [wrapped(feature.title, 14) for feature in features])
    axes.set_xlim(-0.3, len(features) - 0.7)
    axes.set_ylabel(_("mean, in the scale of the clustering"))
    axes.grid(axis="x", visible=True)
    figure.legend(handles=handles, loc="outside right center")
    alt = _("A line for each segment through its means. {values}.", values="; ".join(values))
    return Picture(figure, alt)
