"""The customers in three dimensions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from segmentbook.clustering.transform import Array
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import Feature
from segmentbook.pages.segments.sampled import rounded, sample
from segmentbook.report.exhibit import Exhibit, Picture, page
from segmentbook.report.formats import count
from segmentbook.report.theme import INK, LINE, NORMAL, clipped, colour


@page(mark("The customers in three dimensions"))
def space(
    points: Array,
    view: pd.DataFrame,
    profiles: pd.DataFrame,
    ranked: Sequence[Feature],
    features: Sequence[Feature],
    seed: int,
) -> Exhibit | NotApplicable:
    """Show a sample of customers by three features, as a still and as a figure to rotate.

    Args:
        points: Coordinates of the clustering, shape (customers, features).
        view: The customer view with the column `segment`, in the order of the points.
        profiles: One row per segment, with `segment` and `name`.
        ranked: The features by importance; the first three get an axis.
        features: The features of the columns of `points`.
        seed: Seed of the sample.
    """
    if len(ranked) < 3:
        return NotApplicable(reason=mark("it needs three features"))
    picture = _scatter(points, view, profiles, ranked, features, seed)
    caption = mark("A sample of customers by three features, in the scale of the clustering")
    return Exhibit(parts=[picture.titled(caption)])


def _scatter(
    points: Array,
    view: pd.DataFrame,
    profiles: pd.DataFrame,
    ranked: Sequence[Feature],
    features: Sequence[Feature],
    seed: int,
) -> Picture:
    # The axes keep the order of the features, in which readers know them.
    three = [feature for feature in features if feature in ranked[:3]]
    drawn = sample(len(view), seed)
    columns = [list(features).index(feature) for feature in three]
    places = rounded(points[drawn][:, columns])
    segments = view["segment"].to_numpy()[drawn]
    groups = [
        (name, colour(segment), places[segments == segment])
        for segment, name in zip(profiles["segment"], profiles["name"], strict=True)
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
    return Picture(_still(groups, titles), alt, interactive=_rotatable(groups, titles))


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


def _rotatable(groups: _Groups, titles: Sequence[str]) -> dict[str, Any]:
    """Return the scatter as plain JSON of a plotly figure, which readers can rotate."""
    import plotly.graph_objects as go

    marks = [
        go.Scatter3d(
            x=own[:, 0].tolist(),
            y=own[:, 1].tolist(),
            z=own[:, 2].tolist(),
            name=_escaped(name),
            mode="markers",
            marker={"size": 3, "color": tone, "opacity": 0.7},
            hoverinfo="name",
        )
        for name, tone, own in groups
    ]
    scene = {
        f"{which}axis": {"title": {"text": _escaped(title)}, "gridcolor": LINE}
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


def _escaped(text: str) -> str:
    """Return a text as plotly shows it: plotly interprets some HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
