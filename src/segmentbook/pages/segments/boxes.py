"""How the values of each feature spread within each segment."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.features import Feature
from segmentbook.report.axes import scale_axis
from segmentbook.report.exhibit import Exhibit, Picture, page
from segmentbook.report.labels import titled, wrapped
from segmentbook.report.theme import INK, WIDE, colour, short
from segmentbook.segments.standing import leading, spread_metrics

BOXES_ABREAST, MOST_BOXES = 4, 8
"""Box plots of more features would be too small to read."""


@page(mark("Features by segment"))
def boxes(
    view: pd.DataFrame, profiles: pd.DataFrame, features: Sequence[Feature], currency: str
) -> Exhibit:
    """Show box plots of each feature by segment, and the spread of the leading one.

    Args:
        view: The customer view with the column `segment`.
        profiles: See `profile.profile`, with `name`.
        features: The features that segments are made from.
        currency: ISO 4217 code.
    """
    caption = mark(
        "Features by segment: median, middle half and middle nine tenths of its customers"
    )
    return Exhibit(
        _title(leading(features).kind),
        [_panels(view, profiles, features, currency).titled(caption)],
        spread_metrics(view, profiles, features),
    )


def _title(kind: str) -> str:
    """Return between which values the middle half of a segment lies."""
    return _(
        "{feature} of the middle half of {name}: {low} to {high}",
        feature="{spread_feature}",
        name="{spread_name}",
        low=f"{{spread_low:{kind}}}",
        high=f"{{spread_high:{kind}}}",
    )


def _panels(
    view: pd.DataFrame, profiles: pd.DataFrame, features: Sequence[Feature], currency: str
) -> Picture:
    """Draw each feature by segment as box plots, the segments in one order in every panel.

    The order is that of the medians of the `leading` feature.
    """
    shown = features[:MOST_BOXES]
    by = leading(shown)
    ordered = profiles.sort_values(f"{by.name}_median", kind="stable")
    figure = Figure(figsize=WIDE)
    rows = -(-len(shown) // BOXES_ABREAST)
    grid = figure.subplots(rows, -(-len(shown) // rows), squeeze=False, sharey=True)
    for axes, feature in zip(grid.flat, shown, strict=False):
        drawn = axes.boxplot(
            [view.loc[view["segment"] == segment, feature.name] for segment in ordered["segment"]],
            orientation="horizontal",
            widths=0.6,
            whis=(5, 95),
            showfliers=False,
            patch_artist=True,
            medianprops={"color": INK, "linewidth": 2.5},
        )
        for box, segment in zip(drawn["boxes"], ordered["segment"], strict=True):
            box.set(facecolor=colour(segment), edgecolor=INK, alpha=0.85)
        scale_axis(axes, "x", view[feature.name])
        axes.set_title(titled(feature, currency), loc="left", fontsize=11)
        axes.grid(axis="y", visible=False)
    for axes in list(grid.flat)[len(shown) :]:
        axes.set_visible(False)
    grid[0, 0].set_yticks(range(1, len(ordered) + 1), [wrapped(name) for name in ordered["name"]])
    medians = "; ".join(
        f"{row['name']}: "
        + ", ".join(f"{f.title.lower()} {short(row[f'{f.name}_median'])}" for f in shown)
        for row in profiles.to_dict("records")
    )
    alt = _(
        "Box plots by segment; boxes hold the middle half, whiskers 90 %. Segments in the order of "
        "their median {feature}. Medians: {values}.",
        feature=by.title.lower(),
        values=medians,
    )
    return Picture(figure, alt, wide=True)
