"""Where the customers of each segment stand among all customers, feature by feature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import literal, mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import Feature
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import INK, LINE, MUTED, NORMAL, clipped, colour
from segmentbook.segments.standing import standing_metrics


@page(mark("Radar of the segments"))
def radar(profiles: pd.DataFrame, features: Sequence[Feature]) -> Exhibit | NotApplicable:
    """Show the mean standing of each segment in each feature, and which segment stands best.

    Args:
        profiles: See `profile.profile`, with `name`.
        features: The features that segments are made from, at least three.
    """
    if len(features) < 3:
        return NotApplicable(reason=mark("it needs three features"))
    caption = mark("Mean standing among all customers: 100 is the upper end of the axis")
    return Exhibit(
        claim(
            "exact",
            "{best_standing_name} stand best in {best_standing_features:count} of "
            "{standing_features:count} features",
        ),
        [_star(profiles, features).titled(caption), *points(_reading(features))],
        standing_metrics(profiles, features),
    )


def _reading(features: Sequence[Feature]) -> list[str]:
    """Say how to read the radar, and for which features the lower end is the better one."""
    low = [feature.title for feature in features if feature.better == "low"]
    further = claim(
        "exact", "The further out a segment's line, the better its customers stand among all."
    )
    if not low:
        return [further]
    names = literal(_(" and ").join(low))
    return [further, _("For {names}, low values lie further out.", names=names)]


def _star(profiles: pd.DataFrame, features: Sequence[Feature]) -> Picture:
    """Draw the standing of each segment in each feature, 100 is the best customer."""
    figure = Figure(figsize=NORMAL)
    axes: Any = figure.add_subplot(projection="polar")  # its methods are not those of Axes
    angles = np.linspace(0, 2 * np.pi, len(features), endpoint=False)
    values, handles = [], []
    for __, row in profiles.iterrows():
        standing = np.array([100 * row[f"{feature.name}_standing"] for feature in features])
        closed = np.append(standing, standing[0])
        tone = colour(row["segment"])
        handles += axes.plot(
            np.append(angles, angles[0]),
            closed,
            color=tone,
            linewidth=2,
            label=clipped(row["name"], 60),
        )
        axes.fill(np.append(angles, angles[0]), closed, color=tone, alpha=0.08)
        parts = ", ".join(
            f"{f.title.lower()} {v:.0f}" for f, v in zip(features, standing, strict=True)
        )
        values.append(f"{row['name']}: {parts}")
    axes.set_theta_offset(np.pi / 2)
    axes.set_xticks(angles, [""] * len(features))
    axes.set_ylim(0, 100)
    axes.set_yticks([25, 50, 75, 100], ["", "", "", ""])
    for angle, feature in zip(angles, features, strict=True):
        # Beside the circle, not centred on a point of it: a long title would lie over the lines.
        side = np.sin(angle)
        axes.text(
            angle, 108, wrapped(feature.title, 14), color=INK, va="center",
            ha="center" if abs(side) < 0.1 else "right" if side > 0 else "left",
        )  # fmt: skip
    for level in (25, 50, 75, 100):
        # On paper of its own: a segment's line may pass anywhere.
        axes.text(
            angles[1] / 2, level, level, ha="center", va="center", fontsize=9, color=MUTED,
            zorder=5, bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": LINE},
        )  # fmt: skip
    figure.legend(handles=handles, loc="outside upper center", ncols=2)
    alt = _("Radar of mean standing (0 to 100) by feature. {values}.", values="; ".join(values))
    return Picture(figure, alt)
