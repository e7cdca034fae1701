"""Descriptive statistics of every column."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Table, page

_COLUMNS = {
    "column": (mark("Column"), "text"),
    "type": (mark("Type"), "term"),
    "missing": (mark("Missing"), "count"),
    "distinct": (mark("Distinct"), "count"),
    "mean": (mark("Mean"), "number"),
    "minimum": (mark("Minimum"), "number"),
    "median": (mark("Median"), "number"),
    "maximum": (mark("Maximum"), "number"),
}


@page(mark("Descriptive statistics"))
def description(table: pd.DataFrame) -> Exhibit:
    """Show missing and distinct values of every column, and where the numbers lie.

    Args:
        table: See `sales.describe`.
    """
    return Exhibit(
        mark("The cleaned data, column by column"),
        [Table(table, _COLUMNS, mark("Descriptive statistics of the rows that cleaning kept"))],
    )
