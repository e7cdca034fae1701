"""Plots of customers and segments: features, scores, sizes, radar, box plots, map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from segmentbook.core.errors import UserError, nearest
from segmentbook.core.language import gettext as _
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import Feature
from segmentbook.report.exhibit import Picture
from segmentbook.report.formats import count, percent
from segmentbook.report.labels import scale_axis, titled, two_digits, wrapped
from segmentbook.report.theme import (
    CARD,
    INK,
    LINE,
    MUTED,
    NORMAL,
    PERCENT,
    WIDE,
    amount,
    canvas,
    clipped,
    colour,
    short,
)
from segmentbook.segments.standing import leading

MAP_POINTS = 2000
"""Scatter plots show at most this many customers."""

BOXES_ABREAST, MOST_BOXES = 4, 8
"""Box plots of more features would be too small to read."""


def sizes(profiles: pd.DataFrame) -> Picture:
    """Draw each segment's share of customers against its share of revenue."""
    figure, [axes] = canvas()
    places = np.arange(len(profiles))
    colours = [colour(segment) for segment in profiles["segment"]]
    axes.barh(places - 0.2, profiles["customer_share"], 0.36, color=LINE, edgecolor=MUTED)
    axes.barh(places + 0.2, profiles["revenue_share"], 0.36, color=colours)
    for place, row in enumerate(profiles.itertuples()):
        for offset, share, text in (
            (-0.2, row.customer_share, _("{share} of customers")),
            (0.2, row.revenue_share, _("{share} of revenue")),
        ):
            axes.annotate(
                text.format(share=percent(share)),
                (share, place + offset),
                (5, 0),
                textcoords="offset points",
                va="center",
                color=INK,
            )
    axes.set_yticks(places, [wrapped(name) for name in profiles["name"]])
    axes.invert_yaxis()
    axes.set_xlim(
        right=max(profiles["customer_share"].max(), profiles["revenue_share"].max()) * 1.3
    )
    axes.xaxis.set_major_formatter(PERCENT)
    axes.grid(axis="y", visible=False)
    values = "; ".join(
        _(
            "{name}: {customer_share} of customers, {revenue_share} of revenue",
            name=row.name,
            customer_share=percent(row.customer_share),
            revenue_share=percent(row.revenue_share),
        )
        for row in profiles[["name", "customer_share", "revenue_share"]].itertuples(index=False)
    )
    return Picture(figure, _("Bars of customers and revenue by segment. {values}.", values=values))


def radar(profiles: pd.DataFrame, features: Sequence[Feature]) -> Picture | NotApplicable:
    """Draw the standing of each segment in each feature, 100 is the best customer."""
    if len(features) < 3:
        return NotApplicable(_("Radar of the segments"), _("it needs three features"))
    figure = Figure(figsize=NORMAL)
    axes: Any = figure.add_subplot(projection="polar")  # its methods are not those of Axes
    angles = np.linspace(0, 2 * np.pi, len(features), endpoint=False)
    said, handles = [], []
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
        said.append(f"{row['name']}: {parts}")
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
    alt = _("Radar of mean standing (0 to 100) by feature. {values}.", values="; ".join(said))
    return Picture(figure, alt)


def boxes(
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
    said = "; ".join(
        f"{row['name']}: "
        + ", ".join(f"{f.title.lower()} {short(row[f'{f.name}_median'])}" for f in shown)
        for _, row in profiles.iterrows()
    )
    alt = _(
        "Box plots by segment; boxes hold the middle half, whiskers 90 %. Segments in the order of "
        "their median {feature}, highest on top. Medians: {values}.",
        feature=by.title.lower(),
        values=said,
    )
    return Picture(figure, alt, wide=True)


def pair_of(features: Sequence[Feature], names: Sequence[str]) -> tuple[Feature, Feature]:
    """Return the two features of the scatter plot: those named, else the first and the last.

    Raises:
        UserError: If segments are not made from a feature of that name.
    """
    by_name = {feature.name: feature for feature in features}
    for name in names:
        if name not in by_name:
            raise UserError(
                f"segments are not made from a feature {name!r}",
                where="explain.scatter",
                expected=nearest(name, by_name),
                todo="correct the name, or leave the key out.",
            )
    one, other = [by_name[name] for name in names] or (features[0], features[-1])
    return one, other


def pair_metrics(pair: tuple[Feature, Feature]) -> dict[str, str]:
    """Return the titles of the features of the scatter plot, which its own title quotes."""
    return {"scatter_x": pair[0].title.lower(), "scatter_y": pair[1].title.lower()}


def scatter_map(
    view: pd.DataFrame,
    profiles: pd.DataFrame,
    pair: tuple[Feature, Feature],
    currency: str,
    seed: int,
) -> Picture:
    """Draw a sample of customers by two features, coloured by segment; values are rounded."""
    one, other = pair
    figure, [axes] = canvas()
    shown = view.sample(min(MAP_POINTS, len(view)), random_state=seed)
    handles = []
    for row in profiles[["segment", "name"]].itertuples(index=False):
        members = shown[shown["segment"] == row.segment]
        drawn = axes.scatter(
            two_digits(members[one.name]),
            two_digits(members[other.name]),
            s=9,
            alpha=0.55,
            linewidths=0,
            color=colour(row.segment),
            label=clipped(row.name, 60),
        )
        handles.append(drawn)
    axes.set(xlabel=titled(one, currency), ylabel=titled(other, currency))
    scale_axis(axes, "x", shown[one.name])
    scale_axis(axes, "y", shown[other.name])
    figure.legend(handles=handles, loc="outside upper center", ncols=2, markerscale=2.5)
    alt = _(
        "Scatter of {number} customers by {x} and {y}, coloured by {segments} segments.",
        number=count(len(shown)),
        x=one.title.lower(),
        y=other.title.lower(),
        segments=str(len(profiles)),
    )
    return Picture(figure, alt)


def standing_bars(profile: pd.Series, features: Sequence[Feature], currency: str) -> Picture:
    """Draw one segment's standing in each feature against the middle of all customers."""
    figure = Figure(figsize=CARD)
    axes = figure.subplots()
    values = [100 * profile[f"{feature.name}_standing"] for feature in features]
    medians = [amount(profile[f"{f.name}_median"], f.unit, currency) for f in features]
    places, right = np.arange(len(features)), _room(features, medians)
    axes.barh(places, values, color=colour(profile["segment"]), height=0.5)
    axes.plot([50, 50], [-0.38, len(features) - 0.6], color=INK, linewidth=1.2, linestyle="--")
    axes.text(50, -0.5, _("all customers"), color=INK, ha="center", va="bottom", fontsize=10)
    axes.text(right, -0.5, _("median"), color=MUTED, ha="right", va="bottom", fontsize=10)
    for place, median in enumerate(medians):
        axes.text(right, place, median, ha="right", va="center", color=INK)
    axes.set_yticks(places, [feature.title for feature in features], fontsize=12)
    axes.set(xlim=(0, right), ylim=(len(features) - 0.6, -0.8), xticks=range(0, 101, 25))
    axes.set_xlabel(_("standing among all customers (0 worst, 100 best)"), loc="right")
    axes.grid(axis="y", visible=False)
    parts = ", ".join(
        f"{f.title.lower()} {value:.0f}" for f, value in zip(features, values, strict=True)
    )
    alt = _(
        "Standing of {name} from 0 to 100: {values}; all are at 50.",
        name=profile["name"],
        values=parts,
    )
    return Picture(figure, alt)


def _room(features: Sequence[Feature], medians: Sequence[str]) -> float:
    """Return how far the axis of a card must reach for medians to stand right of bars up to 100."""
    letter = 0.09  # inches of a letter, a little more than there are
    axis = CARD[0] - 0.3 - letter * max(len(feature.title) for feature in features)
    taken = letter * (max(len(median) for median in medians) + 1)
    return max(130.0, 100 / (1 - min(taken / max(axis, 1.0), 0.6)))
