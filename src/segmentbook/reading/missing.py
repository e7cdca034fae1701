"""Which texts say that a value is missing."""

from __future__ import annotations

import ibis.expr.types as ir

MISSING = (
    "", "-", "NA", "N/A", "#N/A", "<NA>", "nan", "NaN", "NaT", "NULL", "Null", "null", "None",
)  # fmt: skip
"""What programs write into ids, numbers and dates that they do not know."""


def known(column: ir.Value) -> ir.Value:
    """Return a column of ids, numbers or dates without outer blanks, null where one is missing."""
    if column.type().is_floating():
        return column.isnan().ifelse(None, column)
    if not column.type().is_string():
        return column
    text = column.strip()
    return text.isin(MISSING).ifelse(None, text)
