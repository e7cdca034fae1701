"""From the raw table of an export with one row for each customer to canonical names and types."""

from __future__ import annotations

import functools
import operator
from typing import Any

import ibis
import ibis.expr.types as ir

from segmentbook.core.engine import MONEY
from segmentbook.core.errors import UserError, nearest
from segmentbook.ingest import numbers
from segmentbook.ingest.canonical import read_text_value, read_timestamp
from segmentbook.ingest.headers import ROW
from segmentbook.ingest.unreadable import Read, first_unreadable, require_readable
from segmentbook.ingest.values import distinct, read_ids
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.study import Study

_WHOLE = ("orders", "discount_orders")


def canonical_customers(
    connection: Any, raw: ir.Table, names: CustomerColumns, study: Study, file: str
) -> ir.Table:
    """Return an export of customers with canonical names and types.

    Args:
        connection: The engine's connection; the texts are taken apart once, into a table of it.
        raw: One row per row of the export, with `export_row`.
        names: The columns that the study maps.
        study: The study that the export belongs to.
        file: Name of the export, for messages.

    Returns:
        `export_row`, `customer` (text), the dates that are mapped (timestamps), `orders`,
        `discount_orders` and `recency` (int64), `amount` (DECIMAL), `unreadable`,
        `unreadable_text`, and the other columns under their own names: numbers as DECIMAL,
        the rest as text.

    Raises:
        UserError: If a column is missing, ambiguous, or without any value that can be read.
    """
    _require_columns(raw, names, study, file)
    raw, read = _read_values(connection, raw, names, study, file)
    require_readable(raw, list(read.values()), file)
    customer = read_ids(raw, [names.customer])[names.customer]
    columns: dict[str, ir.Value] = {ROW: raw[ROW], "customer": customer}
    columns |= {name: read[column].value for name, column in names.dates.items()}
    for name, parts in names.sums.items():
        total = functools.reduce(operator.add, (read[part].value for part in parts))
        columns[name] = total.cast(MONEY) if name == "amount" else total.cast("int64")
    columns |= first_unreadable(raw, list(read.values()))
    # What is one column under a canonical name need not be there twice.
    used = {names.customer, *names.dates.values()}
    used |= {parts[0] for parts in names.sums.values() if len(parts) == 1} - {*names.numbers}
    taken = {name.casefold() for name in columns}
    for name in raw.columns:
        if name in used or name == ROW or name.startswith("read:"):
            continue
        free = name if name.casefold() not in taken else f"{name} (export)"
        columns[free] = read[name].value if name in read else read_text_value(raw[name])
    return raw.select(**columns)


def _require_columns(raw: ir.Table, names: CustomerColumns, study: Study, file: str) -> None:
    wanted = {"customer": [names.customer], **{n: [c] for n, c in names.dates.items()}}
    wanted |= {**names.sums, "numbers": names.numbers, "categories": names.categories}
    present = [name for name in raw.columns if name != ROW]
    for key, columns in wanted.items():
        for column in columns:
            if column not in present:
                raise UserError(
                    f"there is no column {column!r}, which the study maps to '{key}'",
                    where=file,
                    expected=nearest(column, present),
                    todo=f"correct columns.{key} in params/{study.name}.yaml.",
                )


def _read_values(
    connection: Any, raw: ir.Table, names: CustomerColumns, study: Study, file: str
) -> tuple[ir.Table, dict[str, Read]]:
    """Read dates and numbers; return the export with what was read beside it."""
    whole = {column for name in _WHOLE for column in names.sums.get(name, [])}
    parts = [column for columns in names.sums.values() for column in columns]
    wanted = list(dict.fromkeys([*parts, *names.numbers]))
    days = list(dict.fromkeys(names.dates.values()))
    values = {column: distinct(connection, raw, column) for column in [*wanted, *days]}
    marks = numbers.recognise({c: values[c] for c in wanted}, study.source.decimal, file)
    parsed: dict[str, tuple[ir.Value, str]] = {}
    for column in wanted:
        number = numbers.read_number(values[column]["value"], marks[column])
        if column in whole:
            number = (number == number.round()).ifelse(number, None)
        expected = "a whole number" if column in whole else "a number such as -12.50"
        parsed[column] = number, expected
    for column in days:
        moment = read_timestamp(
            values[column], column, day_first=names.day_first, zone=study.timezone, file=file
        )
        parsed[column] = moment, "a date such as 2011-12-31 or 31/12/2011"
    for column, (value, _) in parsed.items():
        # Each distinct value is taken apart once, and the result is kept.
        small = values[column].select(value=values[column]["value"], **{f"read:{column}": value})
        kept = connection.create_table(ibis.util.gen_name("read"), small, temp=True)
        raw = raw.left_join(kept, raw[column] == kept["value"]).drop("value")
    stored = connection.create_table(ibis.util.gen_name("export"), raw, temp=True)
    return stored, {
        column: Read(column, column, stored[f"read:{column}"], expected)
        for column, (_, expected) in parsed.items()
    }
