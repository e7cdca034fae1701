"""What each segment spends on, against all customers."""

from __future__ import annotations

from collections.abc import Mapping

from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.pages.segments.part_shares import part_shares
from segmentbook.report.exhibit import Exhibit, page
from segmentbook.segments.spending import Parts


@page(mark("What each segment spends on"))
def spending(found: Parts, names: Mapping[int, str]) -> Exhibit:
    """Show the categories that each segment spends on, and where one stands out.

    Args:
        found: See `spending.parts`, of `amount`.
        names: The name of each segment.
    """
    return part_shares(found, names, _IN_MONTHS if found.by_order else _IN_ALL, _WHAT)


_WHAT = mark("What each segment spends on")
_IN_MONTHS = claim(
    "segments.spend_differs",
    "{who} spend {share:percent} on {name}; others spend {expected:percent} in the same months",
)
_IN_ALL = claim(
    "segments.spend_differs",
    "{who} spend {share:percent} on {name}; all other customers {expected:percent}",
)
