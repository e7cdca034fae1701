"""Every column that segments were compared on, beyond what made them."""

from __future__ import annotations

from collections.abc import Mapping

from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.core.privacy import MINIMUM
from segmentbook.pages.segments.outside import clear_of, tables
from segmentbook.report.exhibit import Exhibit, Table, page
from segmentbook.segments.outside import Compared


@page()
def outside_columns(found: Compared, names: Mapping[int, str], minimum: int = MINIMUM) -> Exhibit:
    """Show in which columns segments differ beyond chance, and differences that `outside` leaves out.

    Args:
        found: See `outside.compare`.
        names: The name of each segment.
        minimum: The least number of customers that may be shown.
    """
    others = tables(clear_of(found, names, minimum))[1:]
    columns = found.columns.assign(
        verdict=[_DIFFER if differs else _NOT for differs in found.columns["differs"]]
    )
    return Exhibit(parts=[Table(columns, _COLUMNS, _TESTED), *others])


_TESTED = mark("Columns that did not make the segments")
_DIFFER, _NOT = claim("segments.differ_outside", "differ"), mark("within chance")
_COLUMNS = {
    "column": (mark("Column"), "text"),
    "known": (mark("Known of customers"), "people"),
    "verdict": (mark("Segments"), "term"),
}
