"""The columns in which a marked table remembers what the rules have done to it."""

from __future__ import annotations

import ibis.expr.types as ir

from segmentbook.ingest.read import ROW, UNREADABLE, UNREADABLE_TEXT

REMOVED_BY = "removed_by"
"""One-based number of the rule that removed a row; 0 in a row that is kept."""

ITEM = "item_number"
"""Place of an order line in the item list that it comes from."""

_PREFIX = "_ledger_"

LISTED = f"{_PREFIX}listed"
"""Hash of the item list that an order line comes from."""


def changed(number: int) -> str:
    """Return the column that says whether a rule changed a row."""
    return f"{_PREFIX}changed_{number}"


def before(number: int) -> str:
    """Return the column with the text of a value before a rule changed it."""
    return f"{_PREFIX}before_{number}"


def money(number: int) -> str:
    """Return the column with the money that a rule added to a row."""
    return f"{_PREFIX}money_{number}"


def original(column: str) -> str:
    """Return the column with the value that the export gave, where a rule may change it."""
    return f"{_PREFIX}export_{column}"


def as_exported(marked: ir.Table, column: str) -> ir.Value:
    """Return a column as the export gave it."""
    kept = original(column)
    return marked[kept if kept in marked.columns else column]


def is_kept(marked: ir.Table) -> ir.BooleanValue:
    """Say which rows no rule has removed so far."""
    return marked[REMOVED_BY] == 0


def line_id(marked: ir.Table) -> ir.IntegerValue:
    """Return a number for each order line: that of its row, or of its row and its item."""
    return marked[ROW] * 1_000_000 + marked[ITEM] if ITEM in marked.columns else marked[ROW]


def without_marks(marked: ir.Table) -> ir.Table:
    """Return the table without the columns that remember what the rules have done."""
    ours = (REMOVED_BY, UNREADABLE, UNREADABLE_TEXT)
    return marked.drop(*(c for c in marked.columns if c.startswith(_PREFIX) or c in ours))
