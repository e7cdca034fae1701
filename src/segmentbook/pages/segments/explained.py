"""Plots of what makes a segment: rules, importance of features, profiles side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from segmentbook.clustering.transform import Array
from segmentbook.core.language import gettext as _
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import Feature
from segmentbook.report.exhibit import Picture
from segmentbook.report.formats import NO_CURRENCY, Formats, count, percent
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import (
    AMBER,
    INK,
    MUTED,
    NAVY,
    NORMAL,
    PERCENT,
    SHORT_NUMBERS,
    TEAL,
    canvas,
    clipped,
    colour,
    fixed,
)

MOST_RULES = 8

_STRONG = 2.0  # a fourth of the mean, or four times the mean, has the full colour


def rule_bars(
    rules: pd.DataFrame | NotApplicable, profiles: pd.DataFrame
) -> Picture | NotApplicable:
    """Draw for each rule whom it covers, by their true segment.

    Args:
        rules: See `tree.table`, with the column `rule`.
        profiles: One row per segment, with `segment` and `name`.
    """
    if isinstance(rules, NotApplicable):
        return rules
    formats = Formats(NO_CURRENCY)
    shown = rules.dropna(subset="customers").nlargest(MOST_RULES, "customers").sort_index()
    figure, [axes] = canvas(wide=True)
    for place, members in enumerate(shown["members"]):
        left = 0
        for segment, customers in members.items():
            axes.barh(place, customers, 0.62, left=left, color=colour(int(segment)))
            left += customers
        right = formats.write(shown["right"].iloc[place], "percent")
        axes.annotate(
            _("{share} of {number}", share=right, number=count(shown["customers"].iloc[place])),
            (left, place), (5, 0),
            textcoords="offset points", va="center", color=INK,
        )  # fmt: skip
    texts = [wrapped(text, 52, 200) for text in shown["rule"]]
    axes.set_yticks(np.arange(len(shown)), texts, color=INK, fontsize=10.5)
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_xlim(right=shown["customers"].max() * 1.18)
    axes.xaxis.set_major_formatter(SHORT_NUMBERS)
    axes.set_xlabel(
        _("customers under the rule, by their segment; too few of one go with the largest")
    )
    axes.grid(axis="y", visible=False)
    handles = [
        axes.plot([], [], "s", color=colour(row.segment), label=clipped(row.name, 60))[0]
        for row in profiles[["segment", "name"]].itertuples(index=False)
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=min(len(profiles), 4))
    said = "; ".join(
        _(
            "{rule}: {number} customers, {share} of them {name}",
            rule=row.rule,
            number=count(row.customers),
            share=formats.write(row.right, "percent"),
            name=row.name,
        )
        for row in shown.itertuples(index=False)
    )
    alt = _("Bars of the customers under each rule. {values}.", values=said)
    return Picture(figure, alt, wide=True)


def importance_bars(table: pd.DataFrame | NotApplicable) -> Picture | NotApplicable:
    """Draw both importances of each feature, the most important on top."""
    if isinstance(table, NotApplicable):
        return table
    figure, panels = canvas(2, sharey=True)
    places = np.arange(len(table))
    for axes, column, error, title, tone in (
        (
            panels[0],
            "permutation",
            table["permutation_std"],
            _("Accuracy lost when shuffled"),
            TEAL,
        ),
        (panels[1], "forest", None, _("Share of impurity taken away"), NAVY),
    ):
        axes.barh(places, table[column], 0.6, xerr=error, color=tone, ecolor=MUTED)
        right = table[column] + (0 if error is None else error)
        for place, end, value in zip(places, right, table[column], strict=True):
            axes.annotate(
                percent(value), (max(end, 0), place), (5, 0),
                textcoords="offset points", va="center", color=INK,
            )  # fmt: skip
        axes.set_xlim(right=max(right.max(), 0.01) * 1.25)
        axes.set_title(title, loc="left", fontsize=11)
        axes.xaxis.set_major_formatter(PERCENT)
        axes.grid(axis="y", visible=False)
    panels[0].set_yticks(places, [wrapped(title, 18) for title in table["title"]])
    panels[0].invert_yaxis()
    said = "; ".join(
        _(
            "{feature}: {lost} lost, {share} of impurity",
            feature=row.title,
            lost=percent(row.permutation),
            share=percent(row.forest),
        )
        for row in table[["title", "permutation", "forest"]].itertuples(index=False)
    )
    return Picture(figure, _("Bars of the importance of each feature. {values}.", values=said))


def against_all(
    profiles: pd.DataFrame, view: pd.DataFrame, features: Sequence[Feature]
) -> Picture | NotApplicable:
    """Draw each segment's mean of each feature as an index: 100 is the mean of all customers."""
    shown = [feature for feature in features if view[feature.name].mean() > 0]
    if not shown:
        return NotApplicable(
            _("Segments against all customers"), _("no feature has a mean above 0")
        )
    means = profiles[[f"{feature.name}_mean" for feature in shown]].to_numpy(dtype=float)
    index = 100 * means / view[[feature.name for feature in shown]].mean().to_numpy(dtype=float)
    strength = np.log2(np.clip(index, 1, None) / 100)
    figure = Figure(figsize=NORMAL)
    axes = figure.subplots()
    axes.pcolormesh(
        strength, cmap=diverging(), vmin=-_STRONG, vmax=_STRONG, edgecolors="white", linewidth=3
    )
    for (row, column), value in np.ndenumerate(index):
        axes.text(column + 0.5, row + 0.5, count(value), ha="center", va="center", color=INK)
    axes.set_xticks(np.arange(len(shown)) + 0.5, [wrapped(f.title, 14) for f in shown])
    axes.set_yticks(np.arange(len(index)) + 0.5, [wrapped(name) for name in profiles["name"]])
    axes.invert_yaxis()
    axes.grid(visible=False)
    said = "; ".join(
        f"{name}: "
        + ", ".join(f"{f.title.lower()} {count(v)}" for f, v in zip(shown, row, strict=True))
        for name, row in zip(profiles["name"], index, strict=True)
    )
    alt = _("Grid of mean feature by segment, all customers are 100. {values}.", values=said)
    return Picture(figure, alt)


def snake(points: Array, view: pd.DataFrame, profiles: pd.DataFrame, features: Any) -> Picture:
    """Draw a line for each segment through its mean of each feature, as the clustering sees them."""
    figure, [axes] = canvas()
    places = np.arange(len(features))
    handles, said = [], []
    for row in profiles[["segment", "name"]].itertuples(index=False):
        means = points[(view["segment"] == row.segment).to_numpy()].mean(axis=0)
        handles += axes.plot(
            places, means, "o-", color=colour(row.segment), linewidth=2, label=wrapped(row.name)
        )
        parts = ", ".join(
            f"{f.title.lower()} {fixed(value, 1)}" for f, value in zip(features, means, strict=True)
        )
        said.append(f"{row.name}: {parts}")
    axes.axhline(points.mean(), color=MUTED, linewidth=1, linestyle="--", zorder=0)
    axes.set_xticks(places, [wrapped(feature.title, 14) for feature in features])
    axes.set_xlim(-0.3, len(features) - 0.7)
    axes.set_ylabel(_("mean, in the scale of the clustering"))
    axes.grid(axis="x", visible=True)
    figure.legend(handles=handles, loc="outside right center")
    alt = _("A line for each segment through its means. {values}.", values="; ".join(said))
    return Picture(figure, alt)


def diverging() -> Any:
    """Return the colours of what is below and above the usual."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("below and above", ["#7FA8D4", "#FFFFFF", AMBER])
