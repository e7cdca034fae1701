"""How well the names of the segments fit."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Table, page
from segmentbook.segments.naming import Name


@page(mark("How well the names fit"))
def names(named: Sequence[Name]) -> Exhibit:
    """Show for each segment the archetype that it is named after, and how well it fits.

    Args:
        named: The names of the segments.
    """
    rows = pd.DataFrame(
        {
            "name": [one.name for one in named],
            "who": [one.archetype.who if one.archetype else "–" for one in named],
            "fit": [_FITS[one.fit] for one in named],
            "match": [one.match if one.archetype else None for one in named],
        }
    )
    columns = {
        "name": (mark("Segment"), "text"),
        "who": (mark("Archetype"), "text"),
        "fit": (mark("Fit"), "term"),
        "match": (mark("Match"), "percent"),
    }
    return Exhibit(parts=[Table(rows, columns, mark("How well the names fit"))])


_FITS = {
    "close": mark("close"),
    "loose": mark("loose"),
    "none": mark("no archetype fits; the name is a description"),
}
