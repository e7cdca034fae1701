"""Revenue by place."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.eda import products
from segmentbook.report.bars import ranking
from segmentbook.report.exhibit import Exhibit, page, points


@page(mark("Revenue by place"))
def places(table: pd.DataFrame, noun: str, currency: str) -> Exhibit:
    """Show the places with the highest revenue, and the share of all others.

    The row of the others is not drawn: its bar could dwarf all the rest.

    Args:
        table: See `products.by_place`.
        noun: What the study calls a place, a marked message.
        currency: ISO 4217 code.
    """
    metrics = {"place_noun": noun, **products.place_metrics(table)}
    sentences = []
    if metrics["other_places"] == 1:
        sentences = [
            mark("{other_places_share:percent} of revenue comes from one other {place_noun:term}.")
        ]
    elif metrics["other_places"] > 1:
        sentences = [
            mark("{other_places_share:percent} of revenue comes from {other_places:count} others.")
        ]
    picture = ranking(table[~table["rest"]], "place", "revenue", _("revenue"), currency)
    return Exhibit(
        mark(
            "{best_place} is the {place_noun:term} with the most revenue: {best_place_share:percent} "
            "of the total"
        ),
        [picture.titled(mark("Revenue by {place_noun:term}")), *points(sentences)],
        metrics,
    )
