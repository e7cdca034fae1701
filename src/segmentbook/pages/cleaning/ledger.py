"""What each cleaning rule removed or changed, as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.pages.cleaning.rules import named
from segmentbook.params.cleaning import Rule
from segmentbook.report.exhibit import Column, Exhibit, Table, page


@page()
def ledger(table: pd.DataFrame, rules: Sequence[Rule]) -> Exhibit:
    """Show the ledger; columns that no rule has an entry in are left out.

    Args:
        table: See `cleaning.ledger`.
        rules: The rules that it is of.
    """
    title = mark("The ledger: the export is the sum of the removals and the result")
    words = named(table, rules)
    return Exhibit("", [Table(words, _columns(words), title, emphasise=len(words) - 1)])


def _columns(table: pd.DataFrame) -> dict[str, Column]:
    """Return the columns of the ledger worth showing, with their titles and formats."""
    shown: dict[str, Column] = {
        "step": (mark("Step"), "term"),
        "rows": (mark("Rows"), "count"),
        "customers": (mark("Customers"), "count"),
        "orders": (mark("Orders"), "count"),
        "money": (mark("Money"), "money_exact"),
    }
    shown = {column: head for column, head in shown.items() if column in table.columns}
    if (table["rows_changed"] > 0).any():
        shown["rows_changed"] = (mark("Rows changed"), "count")
    if (table["money_changed"] != 0).any():
        shown["money_changed"] = (mark("Money changed"), "money_exact")
    if table["order_lines"].iloc[-1] != table["rows"].iloc[-1]:
        shown["order_lines"] = (mark("Order lines left"), "count")
    return shown | {"reason": (mark("Why"), "text")}
