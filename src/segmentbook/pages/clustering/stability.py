"""How much of each segment comes back when customers are resampled."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from segmentbook.clustering import stability as resampling
from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.theme import canvas, colour, fixed


@page(mark("Similarity of the segments in resamples"))
def stability(similarities: Mapping[int, float | None]) -> Exhibit:
    """Show how well each segment is found again in resamples, and which one least.

    Args:
        similarities: See `stability.of_segments`.
    """
    title = mark("How much of each segment comes back when customers are resampled")
    least = claim(
        "exact",
        "The similarity is lowest for segment {least_similar_segment:count}: {least_similarity:number}.",
    )
    time = mark(
        "Resamples of the same customers say nothing of another month, or of other choices."
    )
    drawn = _bars(similarities).titled(title)
    return Exhibit(parts=[drawn, *points([least, time])], metrics=resampling.metrics(similarities))


def _bars(similarities: Mapping[int, float | None]) -> Picture:
    """Draw the similarities as bars; None is not drawn."""
    drawn = {number: value for number, value in similarities.items() if value is not None}
    figure, [axes] = canvas()
    places = np.arange(len(drawn))
    axes.barh(places, list(drawn.values()), color=[colour(n) for n in drawn], height=0.6)
    for place, value in zip(places, drawn.values(), strict=True):
        axes.annotate(
            fixed(value, 2), (value, place), (5, 0), textcoords="offset points", va="center"
        )
    axes.set_yticks(places, [_segment(number) for number in drawn])
    axes.set(xlim=(0, 1.08), ylim=(len(drawn) - 0.4, -0.6))
    axes.set_xlabel(_("mean Jaccard similarity over resamples (1: always the same customers)"))
    axes.grid(axis="y", visible=False)
    values = "; ".join(f"{_segment(n)} {fixed(value, 2)}" for n, value in drawn.items())
    return Picture(figure, _("Similarity of each segment in resamples: {values}.", values=values))


def _segment(number: int) -> str:
    return _("segment {number}", number=str(number))
