"""Which texts say that a value is missing."""

from __future__ import annotations

import re

import ibis.expr.types as ir

MISSING = (
    "", "-", "NA", "N/A", "#N/A", "<NA>", "nan", "NaN", "NaT", "NULL", "Null", "null", "None",
)  # fmt: skip
"""What programs write into ids, numbers and dates that they do not know."""

_WORDS = "|".join(re.escape(word) for word in MISSING)
_NOTHING = rf"^\s*(?:{_WORDS})\s*$"
_OPEN = rf"^\s|\s$|^(?:{_WORDS})$"


def known(column: ir.Value) -> ir.Value:
    """Return a column of ids, numbers or dates without outer blanks, null where one is missing."""
    if column.type().is_floating():
        return column.isnan().ifelse(None, column)
    if not column.type().is_string():
        return column
    # One pattern tells the usual case; the engine looks more closely at the other texts only. A list
    # of words it would join to the table instead, which takes many times as long.
    closer = column.re_search(_NOTHING).ifelse(None, column.strip())
    return column.re_search(_OPEN).ifelse(closer, column)
