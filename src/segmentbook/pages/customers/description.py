"""Mean, spread and quartiles of each feature."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.report.exhibit import Column, Exhibit, Table, page

_COLUMNS: dict[str, Column] = {
    "feature": (mark("Feature"), "text"),
    "mean": (mark("Mean"), "number"),
    "std": (mark("Standard deviation"), "number"),
    "minimum": (mark("Minimum"), "number"),
    "q1": (mark("Lower quartile"), "number"),
    "median": (mark("Median"), "number"),
    "q3": (mark("Upper quartile"), "number"),
    "maximum": (mark("Maximum"), "number"),
}


@page(mark("Distribution of the features"))
def description(table: pd.DataFrame) -> Exhibit:
    """Show the distribution of each feature in numbers.

    Args:
        table: See `summary.describe`.
    """
    title = mark("Distribution of the features over {customers:count} customers")
    return Exhibit(parts=[Table(table, _COLUMNS, title)])
