"""Through which channels each segment orders, against all customers."""

from __future__ import annotations

from collections.abc import Mapping

from segmentbook.core.message import mark
from segmentbook.pages.segments.part_shares import part_shares
from segmentbook.report.exhibit import Exhibit, page
from segmentbook.segments.spending import Parts


@page(mark("Where each segment orders"))
def channels(found: Parts, names: Mapping[int, str]) -> Exhibit:
    """Show through which channels each segment orders, and where one differs most from all.

    Args:
        found: See `spending.parts`, of `orders`.
        names: The name of each segment.
    """
    return part_shares(
        found,
        names,
        mark("{name}: {share:percent} of orders among {who}, {of_all:percent} among all customers"),
        mark("All segments order through the same channels to a similar extent"),
        mark("Where each segment orders"),
    )
