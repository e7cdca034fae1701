"""Customers by two features, coloured by segment."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.features import Feature
from segmentbook.report.axes import scale_axis, two_digits
from segmentbook.report.exhibit import Exhibit, Picture, page
from segmentbook.report.formats import count
from segmentbook.report.labels import titled
from segmentbook.report.theme import canvas, clipped, colour

MOST_POINTS = 2000
"""The scatter plot shows at most this many customers."""


@page(mark("Customers by two features"))
def scatter(
    view: pd.DataFrame,
    profiles: pd.DataFrame,
    pair: tuple[Feature, Feature],
    currency: str,
    seed: int,
) -> Exhibit:
    """Show a sample of customers by two features.

    Args:
        view: The customer view with the column `segment`.
        profiles: One row per segment, with `segment` and `name`.
        pair: The features, see `projection.pair_of`.
        currency: ISO 4217 code.
        seed: Seed of the sample.
    """
    caption = mark("A sample of customers by {scatter_x} and {scatter_y}")
    return Exhibit(
        parts=[_map(view, profiles, pair, currency, seed).titled(caption)],
        metrics={"scatter_x": pair[0].title.lower(), "scatter_y": pair[1].title.lower()},
    )


def _map(
    view: pd.DataFrame,
    profiles: pd.DataFrame,
    pair: tuple[Feature, Feature],
    currency: str,
    seed: int,
) -> Picture:
    """Draw a sample of customers by two features, coloured by segment; values are rounded."""
    one, other = pair
    figure, [axes] = canvas()
    shown = view.sample(min(MOST_POINTS, len(view)), random_state=seed)
    handles = []
    for segment, name in zip(profiles["segment"], profiles["name"], strict=True):
        members = shown[shown["segment"] == segment]
        drawn = axes.scatter(
            two_digits(members[one.name]),
            two_digits(members[other.name]),
            s=9,
            alpha=0.55,
            linewidths=0,
            color=colour(segment),
            label=clipped(name, 60),
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
