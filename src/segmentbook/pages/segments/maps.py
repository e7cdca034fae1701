"""Maps of customers: flat, and in three dimensions as a still and as a figure to turn."""

from __future__ import annotations

import json
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
from segmentbook.report.formats import count, percent
from segmentbook.report.theme import INK, LINE, NORMAL, canvas, clipped, colour
from segmentbook.segments.projection import Plane

POINTS = 2000
"""Maps show at most this many customers."""


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
