"""What the content of each column of an unknown export shows."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from segmentbook.commands.new.mapping import Facts
from segmentbook.core.engine import frame
from segmentbook.core.errors import UserError
from segmentbook.ingest import dates, numbers
from segmentbook.ingest.read import ROW
from segmentbook.ingest.values import distinct, known

EXAMPLES = 3


def gather(connection: Any, raw: ir.Table, file: str) -> list[Facts]:
    """Profile every column of a raw table.

    Args:
        connection: The engine's connection.
        raw: See `ingest.read.read_raw`.
        file: Name of the export, for messages.
    """
    return [_facts(connection, raw, name, file) for name in raw.columns if name != ROW]


def _facts(connection: Any, raw: ir.Table, name: str, file: str) -> Facts:
    # A column has far fewer distinct values than rows, and each is examined once.
    values = distinct(connection, raw, name)
    column = values["value"]
    read = values.select(
        "n",
        text=known(column).cast("string"),
        number=_number(values, name, file),
        moment=column if column.type().is_temporal() else _moment(values, name, file),
    )
    one = frame(
        read.aggregate(
            rows=read.n.sum(),
            filled=read.n.sum(where=read.text.notnull()),
            distinct=read.text.nunique(),
            numeric=read.n.sum(where=read.number.notnull()),
            whole=read.n.sum(where=read.number == read.number.round(0)),
            negative=read.n.sum(where=read.number < 0),
            dated=read.n.sum(where=read.moment.notnull()),
        )
    ).fillna(0)
    counts = {column: int(one[column][0]) for column in one.columns}
    filled = max(counts["filled"], 1)
    seen = read.select("text").filter(read.text.notnull()).distinct().order_by("text")
    return Facts(
        name=name,
        filled=counts["filled"] / max(counts["rows"], 1),
        distinct=counts["distinct"],
        rows=counts["rows"],
        numeric=counts["numeric"] / filled,
        whole=counts["whole"] / filled,
        dated=counts["dated"] / filled,
        negative=counts["negative"] / filled,
        examples=tuple(seen.limit(EXAMPLES).to_pyarrow()["text"].to_pylist()),
    )


def _number(values: ir.Table, name: str, file: str) -> ir.DecimalValue:
    column = values["value"]
    if column.type().is_temporal() or column.type().is_boolean():
        return ibis.null("decimal(18, 4)")
    try:
        marks = numbers.recognise({name: values}, None, file)[name]
    except UserError:
        # A number in either reading; the params decide which one is right.
        marks = numbers.recognise({name: values}, ".", file)[name]
    return numbers.read_number(column, marks)


def _moment(values: ir.Table, name: str, file: str) -> ir.TimestampValue:
    if values["value"].type().is_boolean():
        return ibis.null("timestamp(6)")
    try:
        return dates.read_dates(values, name, day_first=None, zone=None, file=file)
    except UserError:
        return dates.read_dates(values, name, day_first=True, zone=None, file=file)
