"""What each segment spends on, against all customers."""

from __future__ import annotations

from collections.abc import Mapping

from segmentbook.core.message import mark
from segmentbook.pages.segments.part_shares import part_shares
from segmentbook.report.exhibit import Exhibit, page
from segmentbook.segments.spending import Parts


@page(mark("What each segment spends on"))
def spending(found: Parts, names: Mapping[int, str]) -> Exhibit:
    """Show the categories that each segment spends on, and where one differs most from all.

    Args:
        found: See `spending.parts`, of `amount`.
        names: The name of each segment.
    """
    return part_shares(
        found,
        names,
        mark("{who} spend {share:percent} on {name}, against {of_all:percent} among all customers"),
        mark("All segments divide their spending in much the same way"),
        mark("What each segment spends on"),
    )
