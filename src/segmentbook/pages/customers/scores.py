"""The values and customers of each score."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.report.exhibit import Column, Exhibit, Table, page

_COLUMNS: dict[str, Column] = {
    "feature": (mark("Feature"), "text"),
    "score": (mark("Score"), "count"),
    "lowest": (mark("From"), "number"),
    "highest": (mark("To"), "number"),
    "customers": (mark("Customers"), "count"),
}


@page(mark("Scores"))
def scores(table: pd.DataFrame) -> Exhibit:
    """Show which values each score covers, and how many customers have it.

    Args:
        table: See `scores.score_table`.
    """
    return Exhibit(parts=[Table(table, _COLUMNS, mark("What each score stands for"))])
