"""Through which channels each segment orders, against all customers."""

from __future__ import annotations

from collections.abc import Mapping

from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.pages.segments.part_shares import part_shares
from segmentbook.report.exhibit import Exhibit, page
from segmentbook.segments.spending import Parts


@page(mark("Where each segment orders"))
def channels(found: Parts, names: Mapping[int, str]) -> Exhibit:
    """Show through which channels each segment orders, and where one stands out.

    Args:
        found: See `spending.parts`, of `orders`.
        names: The name of each segment.
    """
    return part_shares(found, names, _IN_MONTHS if found.by_order else _IN_ALL, _WHAT)


_WHAT = mark("Where each segment orders")
_IN_MONTHS = claim(
    "segments.channel_differs",
    "{name}: {share:percent} of orders among {who}, {expected:percent} of others' in the same months",
)
_IN_ALL = claim(
    "segments.channel_differs",
    "{name}: {share:percent} of orders among {who}, {expected:percent} among all other customers",
)
