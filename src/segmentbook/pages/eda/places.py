"""Revenue by place."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.privacy import MINIMUM
from segmentbook.eda import products
from segmentbook.report.bars import ranking
from segmentbook.report.exhibit import Exhibit, page, points


@page(mark("Revenue by place"))
def places(table: pd.DataFrame, noun: str, currency: str, minimum: int = MINIMUM) -> Exhibit:
    """Show the places with the highest revenue, and the share of all others.

    Places with few customers are not listed, whatever their revenue; the title says so where it
    matters.

    The row of the others is not drawn: its bar could dwarf all the rest.

    Args:
        table: See `products.by_place`.
        noun: What the study calls a place, a marked message.
        currency: ISO 4217 code.
        minimum: The least number of customers of a place that is listed.
    """
    metrics = {"place_noun": noun, "place_minimum": minimum, **products.place_metrics(table)}
    sentences = []
    if metrics["other_places"] == 1:
        sentences = [
            mark("{other_places_share:percent} of revenue comes from one other {place_noun:term}.")
        ]
    elif metrics["other_places"] > 1:
        sentences = [
            mark("{other_places_share:percent} of revenue comes from {other_places:count} others.")
        ]
    if metrics["small_places"] > 0:
        sentences.append(
            mark(
                "Among the others are all with fewer than {place_minimum:count} customers, whatever "
                "their revenue."
            )
        )
    picture = ranking(table[~table["rest"]], "place", "revenue", _("revenue"), currency)
    title = claim(
        "exact",
        "{best_place} is the {place_noun:term} with the most revenue: {best_place_share:percent} "
        "of the total",
    )
    if not metrics["place_leads"]:
        title = claim(
            "exact",
            "Of the places listed, {best_place} has the most revenue: {best_place_share:percent} of "
            "the total",
        )
    return Exhibit(
        title,
        [picture.titled(mark("Revenue by {place_noun:term}")), *points(sentences)],
        metrics,
    )
