"""The page of a segment's products."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segmentbook.actions.choose import of_segment
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.report.display import Display
from segmentbook.report.sentences import Said


@propagate_not_applicable
def show_offers(show: Display, openings: pd.DataFrame, segments: Sequence[int]) -> None:
    """Show for each segment what its customers bought most and how many have never bought it.

    Args:
        show: The chapter's display; the metrics `segments` and `offers` must be recorded.
        openings: See `bestsellers.openings`.
        segments: The number of every segment, in the order of their metrics.
    """
    if openings.empty:
        show.heading(_("What to offer"))
        reason = _("no product was bought by enough customers in these months")
        show.not_applicable(NotApplicable(_("Best sellers by segment"), reason))
    for place, (segment, rows) in enumerate(openings.groupby("segment")):
        number = segments.index(segment)
        offer = {"item": f"offers.{place}.item", "never": f"offers.{place}.never_share"}
        who = {"name": f"segments.{number}.name", "item": offer["item"]}
        show.heading((_("{name}: offer {item} first"), who))
        own = rows["basis"].iloc[0] == "segment"
        template, fields = of_segment(_OWN if own else _COMMON, number)
        show.table(
            rows,
            {
                "rank": (_("Rank"), "count"),
                "name": (_("Product"), "text"),
                "buyers": (_("Buyers"), "count"),
                "never_told": (_("Share of the segment that never bought it"), "percent"),
            },
            (template, {**fields, "since": "recommended_since"}),
        )
        show.sentence(
            (_("Offer {item}: {never:percent} of the segment have never bought it."), offer),
            "action",
        )


def recommended_sentences(recommended_customers: int) -> list[Said]:
    """Say for whom there are recommendations, and by what rule; nothing where there are none."""
    if recommended_customers == 0:
        return []
    return [(_RECOMMENDED, {}), (_RULE, {})]


_RECOMMENDED = mark(
    "{recommended_customers:count} customers get recommendations of their own, in "
    "product_recommendations.csv: the best sellers of their segment since {recommended_since:date} "
    "that they have never bought."
)
_RULE = mark(
    "A segment with hardly any orders in these months gets the best sellers of all customers."
)
_OWN = mark("Most bought by {name} since {since:date}")
_COMMON = mark("Most bought by all customers since {since:date}, as {name} hardly bought")
