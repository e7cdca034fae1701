"""The customers on a plane: their first two principal components."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.pages.segments.sampled import rounded, sample
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.formats import count, percent
from segmentbook.report.theme import canvas, clipped, colour
from segmentbook.segments.projection import Plane, plane_metrics


@page(mark("Map of the customers"))
def plane(found: Plane, view: pd.DataFrame, profiles: pd.DataFrame, seed: int) -> Exhibit:
    """Show a sample of customers by their first two principal components.

    Args:
        found: See `projection.plane`.
        view: The customer view with the column `segment`, in the order of the plane.
        profiles: One row per segment, with `segment` and `name`.
        seed: Seed of the sample.
    """
    caption = mark("A sample of customers by their first two principal components")
    return Exhibit(
        mark("A flat map shows {map_share:percent} of the variance between customers"),
        [_map(found, view, profiles, seed).titled(caption), *points(_AXES)],
        plane_metrics(found),
    )


_AXES = [
    claim(
        "exact",
        "The horizontal axis, on which {map_axis1_feature} weighs most, explains "
        "{map_axis1_share:percent} of the variance.",
    ),
    claim(
        "exact",
        "The vertical axis, on which {map_axis2_feature} weighs most, explains "
        "{map_axis2_share:percent}.",
    ),
    mark("What overlaps on a flat map need not overlap in the other directions."),
]


def _map(found: Plane, view: pd.DataFrame, profiles: pd.DataFrame, seed: int) -> Picture:
    drawn = sample(len(view), seed)
    segments = view["segment"].to_numpy()[drawn]
    places = rounded(found.places[drawn])
    figure, [axes] = canvas()
    handles = []
    for segment, name in zip(profiles["segment"], profiles["name"], strict=True):
        own = places[segments == segment]
        handles.append(
            axes.scatter(
                own[:, 0],
                own[:, 1],
                s=9,
                alpha=0.55,
                linewidths=0,
                color=colour(segment),
                label=clipped(name, 60),
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
