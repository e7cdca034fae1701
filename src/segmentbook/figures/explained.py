"""Plots of what makes a segment: importance of features, profiles side by side, maps of customers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from segmentbook.clustering.transform import Array
from segmentbook.display import NotApplicable, Picture
from segmentbook.explain.plane import Plane
from segmentbook.features import Feature
from segmentbook.figures.labels import wrapped
from segmentbook.figures.theme import (
    AMBER,
    INK,
    LINE,
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
from segmentbook.formats import NO_CURRENCY, Formats, count, percent
from segmentbook.language import gettext as _

MOST_RULES = 8

POINTS = 2000
"""Maps show at most this many customers."""

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


def plane_map(
    found: Plane | NotApplicable, view: pd.DataFrame, profiles: pd.DataFrame, seed: int
) -> Picture | NotApplicable:
    """Draw a sample of customers by their first two principal components."""
    if isinstance(found, NotApplicable):
        return found
    drawn = _sample(len(view), seed)
    segments = view["segment"].to_numpy()[drawn]
    places = _rounded(found.places[drawn])
    figure, [axes] = canvas()
    handles = []
    for row in profiles[["segment", "name"]].itertuples(index=False):
        own = places[segments == row.segment]
        handles.append(
            axes.scatter(
                own[:, 0],
                own[:, 1],
                s=9,
                alpha=0.55,
                linewidths=0,
                color=colour(row.segment),
                label=clipped(row.name, 60),
            )
        )
    first, second = found.explained
    axes.set_xlabel(_("first principal component ({share} of the variance)", share=percent(first)))
    axes.set_ylabel(_("second ({share})", share=percent(second)))
    figure.legend(handles=handles, loc="outside upper center", ncols=2, markerscale=2.5)
    alt = _(
        "Map of {number} customers by two principal components, which explain {first} and {second} "
        "of the variance, coloured by {segments} segments.",
        number=count(len(drawn)),
        first=percent(first),
        second=percent(second),
        segments=str(len(profiles)),
    )
    return Picture(figure, alt)


def space(
    points: Array, view: pd.DataFrame, profiles: pd.DataFrame, axes_of: Sequence[Feature],
    features: Sequence[Feature], seed: int,
) -> Picture | NotApplicable:  # fmt: skip
    """Draw a sample of customers by three features, as a still and as a figure to turn.

    Args:
        points: Coordinates of the clustering, shape (customers, features).
        view: The customer view with the column `segment`.
        profiles: One row per segment, with `segment` and `name`.
        axes_of: Features in the order of their claim to an axis; the first three have one.
        features: The features of the columns of `points`.
        seed: Seed of the sample.
    """
    if len(axes_of) < 3:
        return NotApplicable(_("The customers in three dimensions"), _("it needs three features"))
    # The axes keep the order of the model, which is the one that people know.
    three = [feature for feature in features if feature in axes_of[:3]]
    drawn = _sample(len(view), seed)
    columns = [list(features).index(feature) for feature in three]
    places = _rounded(points[drawn][:, columns])
    segments = view["segment"].to_numpy()[drawn]
    groups = [
        (row.name, colour(row.segment), places[segments == row.segment])
        for row in profiles[["segment", "name"]].itertuples(index=False)
    ]
    titles = [feature.title for feature in three]
    alt = _(
        "Three-dimensional scatter of {number} customers by {x}, {y} and {z}, in the scale of the "
        "clustering, coloured by {segments} segments.",
        number=count(len(drawn)),
        x=titles[0].lower(),
        y=titles[1].lower(),
        z=titles[2].lower(),
        segments=str(len(groups)),
    )
    return Picture(_still(groups, titles), alt, interactive=_to_turn(groups, titles))


_Groups = list[tuple[str, str, Array]]


def _still(groups: _Groups, titles: Sequence[str]) -> Figure:
    figure = Figure(figsize=NORMAL)
    axes: Any = figure.add_subplot(projection="3d")  # its methods are not those of Axes
    handles = [
        axes.scatter(
            *own.T,
            s=7,
            alpha=0.5,
            linewidths=0,
            color=tone,
            label=clipped(name, 60),
            rasterized=True,
        )
        for name, tone, own in groups
    ]
    for which, title in zip("xyz", titles, strict=True):
        getattr(axes, f"set_{which}label")(title, color=INK)
        getattr(axes, f"{which}axis").set_pane_color("#F3F6F9")
        axes.tick_params(axis=which, labelsize=8, pad=0)
    axes.view_init(elev=18, azim=-60)
    axes.set_box_aspect((1.5, 1.2, 1), zoom=0.98)
    figure.legend(handles=handles, loc="outside upper center", ncols=2, markerscale=2.5)
    return figure


def _to_turn(groups: _Groups, titles: Sequence[str]) -> dict[str, Any]:
    """Return the same scatter as plain JSON of a plotly figure."""
    import plotly.graph_objects as go

    marks = [
        go.Scatter3d(
            x=own[:, 0].tolist(),
            y=own[:, 1].tolist(),
            z=own[:, 2].tolist(),
            name=_literal(name),
            mode="markers",
            marker={"size": 3, "color": tone, "opacity": 0.7},
            hoverinfo="name",
        )
        for name, tone, own in groups
    ]
    scene = {
        f"{which}axis": {"title": {"text": _literal(title)}, "gridcolor": LINE}
        for which, title in zip("xyz", titles, strict=True)
    }
    layout = go.Layout(
        template="none",
        font={"family": "Inter, sans-serif", "color": INK},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        legend={"orientation": "h", "itemsizing": "constant"},
        scene=scene,
    )
    figure: dict[str, Any] = json.loads(go.Figure(marks, layout).to_json())
    return figure


def _literal(text: str) -> str:
    """Return a text as plotly shows it: it reads a part of HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _sample(customers: int, seed: int) -> np.ndarray:
    """Return the rows of a seeded sample, in order."""
    random = np.random.default_rng(seed)
    return np.sort(random.choice(customers, min(POINTS, customers), replace=False))


def _rounded(places: Array) -> Array:
    """Round places to a twentieth, so that a dot is no customer's exact place."""
    return np.asarray(np.round(np.round(places * 20) / 20, 2))


def diverging() -> Any:
    """Return the colours of what is below and above the usual."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("below and above", ["#7FA8D4", "#FFFFFF", AMBER])
