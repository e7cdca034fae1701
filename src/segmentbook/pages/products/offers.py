"""The best sellers of each segment, and the one to offer first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.products.bestsellers import offer_metrics
from segmentbook.report.exhibit import Exhibit, Table, Text, page

_WHAT = claim("exact", "Best sellers by segment")


@page(_WHAT)
def offers(openings: pd.DataFrame, segments: Sequence[int]) -> list[Exhibit]:
    """Show for each segment what its customers bought most and how many have never bought it.

    Args:
        openings: See `bestsellers.openings`.
        segments: The number of every segment, in the order of the metric `segments`.
    """
    if openings.empty:
        reason = mark("no product was bought by enough customers in these months")
        missing = NotApplicable(reason=reason)
        title = Exhibit(mark("What to offer"), metrics=offer_metrics(openings), name="title")
        return [title, Exhibit(name="none", what=_WHAT, missing=missing)]
    # The first page records the metric of all.
    return [
        _of_segment(place, rows, segments.index(segment), {} if place else offer_metrics(openings))
        for place, (segment, rows) in enumerate(openings.groupby("segment"))
    ]


def _of_segment(place: int, rows: pd.DataFrame, number: int, metrics: dict[str, object]) -> Exhibit:
    """Return the page of one segment, at a place in `offers` and a number in `segments`."""
    item, name = {"item": f"offers.{place}.item"}, {"name": f"segments.{number}.name"}
    never = {"never": f"offers.{place}.never_share"}
    own = rows["basis"].iloc[0] == "segment"
    title = (_OWN if own else _COMMON, {**name, "since": "recommended_since"})
    return Exhibit(
        (claim("advice", "{name}: offer {item} first"), {**name, **item}),
        [Table(rows, _COLUMNS, title), Text((_OFFER, {**item, **never}), "action")],
        metrics,
    )


_COLUMNS = {
    "rank": (claim("exact", "Rank"), "count"),
    "name": (mark("Product"), "text"),
    "buyers": (mark("Buyers"), "count"),
    "never_share": (mark("Share of the segment that never bought it"), "percent"),
}
_OWN = claim("exact", "Best sellers among {name} since {since:date}")
_COMMON = claim(
    "exact", "Best sellers among all customers since {since:date}, as {name} bought too little"
)
_OFFER = claim("advice", "Offer {item}: {never:percent} of the segment have never bought it.")
