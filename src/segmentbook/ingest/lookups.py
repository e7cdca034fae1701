"""Join the tables that describe an export's products, customers or places."""

from __future__ import annotations

from collections.abc import Sequence

import ibis.expr.types as ir

from segmentbook.core.errors import UserError, nearest
from segmentbook.ingest.canonical import read_text_value, single_columns
from segmentbook.ingest.values import read_ids
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import Columns, Lookup


def join(
    table: ir.Table, other: ir.Table, lookup: Lookup, names: Columns | CustomerColumns, file: str
) -> ir.Table:
    """Add the columns of a lookup; a row of the export without a match keeps its place.

    Keys are compared as ids: 17850 and the text "17850.0" are the same.

    Args:
        table: The export, canonical.
        other: The raw table of the lookup.
        lookup: Its section of the params.
        names: The export's names of the canonical columns.
        file: Name of the lookup's file, for messages.

    Raises:
        UserError: If a column is missing, or two rows have the same key.
    """
    require_columns(other, [lookup.key, *lookup.columns], file, "source.lookups")
    mapped = {column: name for name, column in single_columns(names).items()}
    key = mapped.get(lookup.key, lookup.key)
    if key not in table.columns:
        raise UserError(
            f"the export has no column {lookup.key!r} to join {file} by",
            where="source.lookups",
            expected=nearest(lookup.key, table.columns),
        )
    if key == lookup.key and key not in mapped.values():
        table = table.mutate(read_ids(table, [key]))
    ids = read_ids(other, [lookup.key])[lookup.key]
    right = other.select(
        **{key: ids}, **{mapped.get(c, c): read_text_value(other[c]) for c in lookup.columns}
    )
    right = right.filter(right[key].notnull())
    _require_unique(right, key, lookup, file)
    return table.left_join(right, key).drop(f"{key}_right")


def require_columns(other: ir.Table, columns: Sequence[str], file: str, key: str) -> None:
    """Refuse a table that lacks a column.

    Args:
        other: The raw table.
        columns: Its columns that the params name.
        file: Name of its file.
        key: Where in the params they are named.

    Raises:
        UserError: For the first column that is missing, with the nearest that is there.
    """
    for column in columns:
        if column not in other.columns:
            raise UserError(
                f"there is no column {column!r}",
                where=file,
                expected=nearest(column, other.columns),
                todo=f"correct {key} in the params.",
            )


def _require_unique(right: ir.Table, key: str, lookup: Lookup, file: str) -> None:
    [found] = right.aggregate(n=right.count(), keys=right[key].nunique()).to_pyarrow().to_pylist()
    twice = found["n"] - found["keys"]
    if twice:
        raise UserError(
            f"{twice} rows repeat a value of {lookup.key!r}",
            where=file,
            expected="one row for each value, so that the join cannot multiply order lines",
        )
