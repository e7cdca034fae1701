"""Plots of customers and segments: features, scores, sizes, radar, box plots, map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from segmentbook.display import Picture
from segmentbook.features import Feature
from segmentbook.figures.theme import (
    CARD,
    INK,
    LINE,
    MUTED,
    NORMAL,
    PERCENT,
    SHORT_NUMBERS,
    TEAL,
    WIDE,
    canvas,
    clipped,
    colour,
    short,
)
from segmentbook.formats import percent

MAP_POINTS = 2000
"""Scatter plots show at most this many customers."""


def distributions(
    before: pd.DataFrame,
    after: np.ndarray,
    features: Sequence[Feature],
    described: str,
    currency: str,
) -> Picture:
    """Draw each feature as it is (above) and as the clustering sees it, so `described` (below)."""
    figure = Figure(figsize=WIDE)
    axes = figure.subplots(2, len(features), squeeze=False)
    skews = []
    for column, feature in enumerate(features):
        raw, scaled = before[feature.name].to_numpy(dtype=float), after[:, column]
        axes[0, column].hist(raw, bins=40, color=LINE, edgecolor=MUTED, linewidth=0.4)
        axes[0, column].set_title(_titled(feature, currency), loc="left", fontsize=11)
        axes[0, column].xaxis.set_major_formatter(SHORT_NUMBERS)
        axes[1, column].hist(scaled, bins=40, color=TEAL, edgecolor="white", linewidth=0.4)
        axes[1, column].set_xlabel(described)
        skews.append(f"{feature.title} {_skew(raw):.1f} before, {_skew(scaled):.1f} after")
        for row in (0, 1):
            axes[row, column].yaxis.set_major_formatter(SHORT_NUMBERS)
            axes[row, column].grid(axis="x", visible=False)
    axes[0, 0].set_ylabel("customers")
    axes[1, 0].set_ylabel("customers")
    return Picture(figure, f"Histograms of each feature. Skewness: {'; '.join(skews)}.", wide=True)


def segment_map(table: pd.DataFrame, currency: str) -> Picture:
    """Draw recency and frequency scores as a grid, coloured by mean monetary value."""
    import seaborn as sns

    shape = {"index": "frequency_score", "columns": "recency_score"}
    levels = range(1, 6)
    money = table.pivot(**shape, values="monetary").reindex(index=levels, columns=levels)
    number = table.pivot(**shape, values="customers").reindex(index=levels, columns=levels)
    texts = number.map(lambda n: "" if pd.isna(n) else "<10" if n < 10 else f"{int(n):,}")
    figure, [axes] = canvas()
    sns.heatmap(
        money.iloc[::-1].to_numpy(),
        ax=axes,
        cmap=sns.light_palette(TEAL, as_cmap=True),
        annot=texts.iloc[::-1].to_numpy(),
        fmt="",
        linewidths=2,
        cbar_kws={"label": f"mean monetary value, {currency}", "format": SHORT_NUMBERS},
    )
    for (row, column), text in np.ndenumerate(texts.iloc[::-1].to_numpy()):
        if text == "<10":  # without a mean, seaborn leaves the cell empty
            axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", color=MUTED)
    axes.set_xticks(np.arange(5) + 0.5, [str(level) for level in levels])
    axes.set_yticks(np.arange(5) + 0.5, [str(level) for level in reversed(levels)], rotation=0)
    axes.set_xlabel("recency score (5 = latest)")
    axes.set_ylabel("frequency score (5 = most orders)")
    axes.grid(visible=False)
    best = table.loc[table["monetary"].idxmax()] if table["monetary"].notna().any() else None
    alt = "Grid of recency and frequency scores with the number of customers in each cell."
    if best is not None:
        alt += (
            f" The highest mean monetary value, {short(best.monetary)} {currency}, is at recency "
            f"{int(best.recency_score)} and frequency {int(best.frequency_score)}."
        )
    return Picture(figure, alt)


def sizes(profiles: pd.DataFrame) -> Picture:
    """Draw each segment's share of customers against its share of revenue."""
    figure, [axes] = canvas()
    places = np.arange(len(profiles))
    colours = [colour(segment) for segment in profiles["segment"]]
    axes.barh(places - 0.2, profiles["customer_share"], 0.36, color=LINE, edgecolor=MUTED)
    axes.barh(places + 0.2, profiles["revenue_share"], 0.36, color=colours)
    for place, row in enumerate(profiles.itertuples()):
        for offset, share, of in (
            (-0.2, row.customer_share, "customers"),
            (0.2, row.revenue_share, "revenue"),
        ):
            axes.annotate(
                f"{percent(share)} of {of}",
                (share, place + offset),
                (5, 0),
                textcoords="offset points",
                va="center",
                color=INK,
            )
    axes.set_yticks(places, [_wrapped(name) for name in profiles["name"]])
    axes.invert_yaxis()
    axes.set_xlim(
        right=max(profiles["customer_share"].max(), profiles["revenue_share"].max()) * 1.3
    )
    axes.xaxis.set_major_formatter(PERCENT)
    axes.grid(axis="y", visible=False)
    values = "; ".join(
        f"{row.name}: {percent(row.customer_share)} of customers, "
        f"{percent(row.revenue_share)} of revenue"
        for row in profiles[["name", "customer_share", "revenue_share"]].itertuples(index=False)
    )
    return Picture(figure, f"Bars of customers and revenue by segment. {values}.")


def radar(profiles: pd.DataFrame, features: Sequence[Feature]) -> Picture:
    """Draw the standing of each segment in each feature, 100 is the best customer."""
    figure = Figure(figsize=NORMAL)
    axes: Any = figure.add_subplot(projection="polar")  # its methods are not those of Axes
    angles = np.linspace(0, 2 * np.pi, len(features), endpoint=False)
    said, handles = [], []
    for _, row in profiles.iterrows():
        standing = np.array([100 * row[f"{feature.name}_standing"] for feature in features])
        closed = np.append(standing, standing[0])
        tone = colour(row["segment"])
        handles += axes.plot(
            np.append(angles, angles[0]),
            closed,
            color=tone,
            linewidth=2,
            label=_wrapped(row["name"]),
        )
        axes.fill(np.append(angles, angles[0]), closed, color=tone, alpha=0.08)
        parts = ", ".join(
            f"{f.title.lower()} {v:.0f}" for f, v in zip(features, standing, strict=True)
        )
        said.append(f"{row['name']}: {parts}")
    axes.set_theta_offset(np.pi / 2)
    axes.set_xticks(angles, [feature.title for feature in features], color=INK)
    axes.set_ylim(0, 100)
    axes.set_yticks([25, 50, 75, 100], ["25", "50", "75", "100"])
    axes.tick_params(axis="x", pad=16)
    axes.set_rlabel_position(60)
    figure.legend(handles=handles, loc="outside right center")
    return Picture(figure, f"Radar of mean standing (0 to 100) by feature. {'; '.join(said)}.")


def boxes(
    view: pd.DataFrame, profiles: pd.DataFrame, features: Sequence[Feature], currency: str
) -> Picture:
    """Draw each feature by segment as box plots on a logarithmic axis, segments by median."""
    figure, panels = canvas(len(features), wide=True)
    for axes, feature in zip(panels, features, strict=True):
        medians = view.groupby("segment")[feature.name].median().sort_values(kind="stable")
        drawn = axes.boxplot(
            [view.loc[view["segment"] == segment, feature.name] for segment in medians.index],
            orientation="horizontal",
            widths=0.6,
            whis=(5, 95),
            showfliers=False,
            patch_artist=True,
            medianprops={"color": INK, "linewidth": 2.5},
        )
        for box, segment in zip(drawn["boxes"], medians.index, strict=True):
            box.set(facecolor=colour(segment), edgecolor=INK, alpha=0.85)
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(SHORT_NUMBERS)
        # Where a feature spans no power of ten, matplotlib would write every step between two.
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.set_yticks(range(1, len(medians) + 1), [""] * len(medians))
        axes.set_title(_titled(feature, currency), loc="left", fontsize=11)
        axes.grid(axis="y", visible=False)
    handles = [
        panels[0].plot([], [], "s", color=colour(row.segment), label=clipped(row.name, 60))[0]
        for row in profiles[["segment", "name"]].itertuples(index=False)
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=min(len(profiles), 4))
    said = "; ".join(
        f"{row['name']}: "
        + ", ".join(f"{f.title.lower()} {short(row[f'{f.name}_median'])}" for f in features)
        for _, row in profiles.iterrows()
    )
    alt = f"Box plots by segment; boxes hold the middle half, whiskers 90 %. Medians: {said}."
    return Picture(figure, alt, wide=True)


def scatter_map(view: pd.DataFrame, profiles: pd.DataFrame, currency: str, seed: int) -> Picture:
    """Draw a sample of customers by recency and monetary value, coloured by segment."""
    figure, [axes] = canvas()
    shown = view.sample(min(MAP_POINTS, len(view)), random_state=seed)
    handles = []
    for row in profiles[["segment", "name"]].itertuples(index=False):
        members = shown[shown["segment"] == row.segment]
        drawn = axes.scatter(
            members["recency"],
            members["monetary"],
            s=9,
            alpha=0.55,
            linewidths=0,
            color=colour(row.segment),
            label=clipped(row.name, 60),
        )
        handles.append(drawn)
    axes.set(xscale="log", yscale="log", xlabel="days since the last order")
    axes.set_ylabel(f"monetary value, {currency}")
    axes.xaxis.set_major_formatter(SHORT_NUMBERS)
    axes.yaxis.set_major_formatter(SHORT_NUMBERS)
    figure.legend(handles=handles, loc="outside upper center", ncols=2, markerscale=2.5)
    alt = (
        f"Scatter of {len(shown):,} customers by days since the last order and monetary value, "
        f"coloured by {len(profiles)} segments."
    )
    return Picture(figure, alt)


def standing_bars(profile: pd.Series, features: Sequence[Feature], currency: str) -> Picture:
    """Draw one segment's standing in each feature against the middle of all customers."""
    figure = Figure(figsize=CARD)
    axes = figure.subplots()
    values = [100 * profile[f"{feature.name}_standing"] for feature in features]
    places = np.arange(len(features))
    axes.barh(places, values, color=colour(profile["segment"]), height=0.5)
    axes.plot([50, 50], [-0.38, len(features) - 0.6], color=INK, linewidth=1.2, linestyle="--")
    axes.text(50, -0.5, "all customers", color=INK, ha="center", va="bottom", fontsize=10)
    axes.text(128, -0.5, "median", color=MUTED, ha="right", va="bottom", fontsize=10)
    for place, feature in enumerate(features):
        median = short(profile[f"{feature.name}_median"])
        unit = currency if feature.unit == "money" else feature.unit
        axes.text(128, place, f"{median} {unit}", ha="right", va="center", color=INK)
    axes.set_yticks(places, [feature.title for feature in features], fontsize=12)
    axes.set(xlim=(0, 130), ylim=(len(features) - 0.6, -0.8), xticks=range(0, 101, 25))
    axes.set_xlabel("standing among all customers (0 worst, 100 best)")
    axes.grid(axis="y", visible=False)
    parts = ", ".join(
        f"{f.title.lower()} {value:.0f}" for f, value in zip(features, values, strict=True)
    )
    return Picture(figure, f"Standing of {profile['name']} from 0 to 100: {parts}; all are at 50.")


def _titled(feature: Feature, currency: str) -> str:
    return f"{feature.title}, {currency if feature.unit == 'money' else feature.unit}"


def _skew(values: np.ndarray) -> float:
    from scipy.stats import skew

    return float(skew(values)) if np.ptp(values) > 0 else 0.0


def _wrapped(name: str, width: int = 22) -> str:
    from textwrap import wrap

    return "\n".join(wrap(clipped(name, 60), width))
