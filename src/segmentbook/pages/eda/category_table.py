"""Customers by category, as a table."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.pages.eda.categories import with_values_named
from segmentbook.report.exhibit import Exhibit, Table, page

_COLUMNS = {
    "category": (mark("Category"), "text"),
    "value": (mark("Value"), "text"),
    "customers": (mark("Customers"), "count"),
    "share": (mark("Share"), "percent"),
    "mean_amount": (mark("Mean spend"), "money"),
}


@page()
def category_table(table: pd.DataFrame) -> Exhibit:
    """Show number, share and mean spend of customers by category; mean spend where it is known.

    Args:
        table: See `customers.categories`.
    """
    columns = {
        name: column
        for name, column in _COLUMNS.items()
        if name != "mean_amount" or table[name].notna().any()
    }
    title = mark("Customers and their spend by category")
    return Exhibit(parts=[Table(with_values_named(table), columns, title)])
