"""Every column that segments were compared on, beyond what made them."""

from __future__ import annotations

from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Table, page
from segmentbook.segments.outside import Compared


@page()
def outside_columns(found: Compared) -> Exhibit:
    """Show in a table in which columns segments differ beyond chance, and in which they do not.

    Args:
        found: See `outside.compare`.
    """
    columns = found.columns.assign(
        verdict=[_DIFFER if differs else _NOT for differs in found.columns["differs"]]
    )
    return Exhibit(parts=[Table(columns, _COLUMNS, _TESTED)])


_TESTED = mark("Columns that did not make the segments")
_DIFFER, _NOT = claim("segments.differ_outside", "differ"), mark("within chance")
_COLUMNS = {
    "column": (mark("Column"), "text"),
    "known": (mark("Known of customers"), "people"),
    "verdict": (mark("Segments"), "term"),
}
