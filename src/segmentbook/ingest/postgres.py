"""Tables of a PostgreSQL server, moved as the server's own text and typed in the engine."""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
from pyarrow import csv as arrow_csv

from segmentbook.ingest.headers import checked_header


def copy_out(backend: Any, wanted: ir.Table, where: str) -> pa.Table:
    """Return the rows of a table or a query as Arrow, every column as text.

    COPY hands over the rows as the server writes them, so that no value becomes a Python object.

    Args:
        backend: An Ibis connection to the server.
        wanted: An expression over it.
        where: Address of the server, for messages.
    """
    names = checked_header(wanted.columns, where)
    sink = pa.BufferOutputStream()
    query = f"COPY ({backend.compile(wanted)}) TO STDOUT (FORMAT csv)"
    with backend.con.cursor() as cursor, cursor.copy(query) as rows:
        for part in rows:
            sink.write(part)
    content = sink.getvalue()
    if not content.size:
        return pa.table({name: pa.array([], pa.string()) for name in names})
    return arrow_csv.read_csv(
        pa.BufferReader(content),
        arrow_csv.ReadOptions(column_names=names, block_size=32 << 20),
        arrow_csv.ParseOptions(newlines_in_values=True),
        arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )


def typed(table: ir.Table, wanted: ir.Table) -> ir.Table:
    """Give the columns of `copy_out` the types that they have on the server."""
    kinds = wanted.schema()
    return table.mutate(
        **{
            name: table[name].cast(_engine_type(kinds[name]))
            for name in wanted.columns
            if kinds[name].is_numeric() or kinds[name].is_temporal() or kinds[name].is_boolean()
        }
    )


def _engine_type(kind: Any) -> Any:
    # A numeric without a declared scale would get one that cuts off fractions.
    return "decimal(38, 9)" if kind.is_decimal() and kind.scale is None else kind
