"""Read the values of a column as a rule needs them."""

from __future__ import annotations

import ibis.expr.types as ir

from segmentbook.core.engine import MONEY
from segmentbook.core.errors import UserError
from segmentbook.ingest.read import ROW


def missing(column: ir.Value) -> ir.BooleanValue:
    """Say where a column is empty: null, or a text of blanks."""
    empty = column.isnull()
    # A pattern stops at the first character; stripping blanks would copy every text.
    return empty | ~column.re_search(r"\S") if column.type().is_string() else empty


def number(table: ir.Table, column: str, where: str) -> ir.NumericValue:
    """Return a column as numbers; texts that hold numbers only are read.

    Args:
        table: The marked table.
        column: The column.
        where: Place of the rule in the params, for messages.

    Raises:
        UserError: If the column holds anything else, with an example.
    """
    values = table[column]
    if values.type().is_numeric():
        return values
    read = values.try_cast("float64") if values.type().is_string() else None
    if read is None:
        problem = f"column {column!r} holds {values.type()} values"
        raise UserError(problem, where=where, expected="numbers")
    bad = read.isnull() & ~missing(values)
    row = table.aggregate(row=table[ROW].min(where=bad)).to_pyarrow()["row"][0].as_py()
    if row is not None:
        value = table.filter(table[ROW] == row)[column].to_pyarrow()[0].as_py()
        raise UserError(
            f"column {column!r} holds {value!r} (data row {row + 1:,})",
            where=where,
            expected="numbers",
            todo="name another column, or drop such rows by an earlier rule.",
        )
    return read


def fit(value: ir.NumericValue, like: ir.Value) -> ir.NumericValue:
    """Return numbers in the type of a column, so that money stays money and pieces stay whole."""
    kind = like.type()
    if kind.is_decimal():
        return value.cast("float64").round(4).cast(MONEY)
    return value.cast("float64").round().cast(kind) if kind.is_integer() else value.cast("float64")
