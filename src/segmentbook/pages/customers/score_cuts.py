"""Where the scores are cut."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.report.exhibit import Column, Exhibit, Table, page

_COLUMNS: dict[str, Column] = {
    "feature": (mark("Feature"), "text"),
    "cut_1": (mark("First step up to"), "number"),
    "cut_2": (mark("Second step up to"), "number"),
    "cut_3": (mark("Third step up to"), "number"),
    "cut_4": (mark("Fourth step up to"), "number"),
    "origin": (mark("Cut by"), "term"),
}


@page(mark("Scores"))
def score_cuts(table: pd.DataFrame) -> Exhibit:
    """Show the values at which the scores of each feature are cut.

    Args:
        table: See `scores.cut_table`.
    """
    return Exhibit(parts=[Table(table, _COLUMNS, mark("Where the scores are cut"))])
