"""How much of each segment comes back when customers are resampled."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from segmentbook.clustering import stability as resampling
from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.theme import MUTED, canvas, colour, fixed


@page(mark("Stability of the segments"))
def stability(similarities: Mapping[int, float | None]) -> Exhibit:
    """Show how well each segment is found again, and name the least stable one.

    Args:
        similarities: See `stability.of_segments`.
    """
    title = mark("How much of each segment comes back when customers are resampled")
    least = claim(
        "exact",
        "Segment {least_stable_segment:count} has the lowest similarity of all "
        "({least_stability:number}): it comes back {least_stable_badge:term}.",
    )
    drawn = _bars(similarities).titled(title)
    return Exhibit(parts=[drawn, *points([least])], metrics=resampling.metrics(similarities))


def _bars(similarities: Mapping[int, float | None]) -> Picture:
    """Draw the similarities as bars beside the bounds of their names; None is not drawn."""
    drawn = {number: value for number, value in similarities.items() if value is not None}
    figure, [axes] = canvas()
    places = np.arange(len(drawn))
    axes.barh(places, list(drawn.values()), color=[colour(n) for n in drawn], height=0.6)
    for place, value in zip(places, drawn.values(), strict=True):
        axes.annotate(
            fixed(value, 2), (value, place), (5, 0), textcoords="offset points", va="center"
        )
    for badge, bound in resampling.BADGES.items():
        axes.axvline(bound, color=MUTED, linestyle="--", linewidth=1)
        axes.annotate(
            _(badge), (bound, -0.75), (4, 0), textcoords="offset points", color=MUTED, va="center"
        )
    axes.set_yticks(places, [_segment(number) for number in drawn])
    axes.set(xlim=(0, 1.08), ylim=(len(drawn) - 0.4, -1.1))
    axes.set_xlabel(_("mean Jaccard similarity over resamples (1: always the same customers)"))
    axes.grid(axis="y", visible=False)
    values = "; ".join(f"{_segment(n)} {fixed(value, 2)}" for n, value in drawn.items())
    return Picture(figure, _("Stability of each segment: {values}.", values=values))


def _segment(number: int) -> str:
    return _("segment {number}", number=str(number))
