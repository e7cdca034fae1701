"""From the raw table of an export to canonical names and types."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from segmentbook.core.engine import MONEY, to_wall_clock
from segmentbook.core.errors import UserError, nearest
from segmentbook.ingest import numbers
from segmentbook.ingest.dates import read_dates
from segmentbook.ingest.headers import ROW
from segmentbook.ingest.unreadable import Read, first_unreadable, require_readable
from segmentbook.ingest.values import distinct, id_text, read_ids
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import Columns
from segmentbook.params.study import Study

_IDS = ("customer", "order", "product")
_TEXTS = ("product_name", "category", "place", "channel")
_NOT_COLUMNS = ("grain", "day_first", "item")


def canonical(connection: Any, raw: ir.Table, study: Study, file: str) -> ir.Table:
    """Return an export with canonical names and types.

    Args:
        connection: The engine's connection; the texts are taken apart once, into a table of it.
        raw: One row per row of the export, with `export_row`.
        study: The study that the export belongs to.
        file: Name of the export, for messages.

    Raises:
        UserError: If a column is missing, ambiguous, or without any value that can be read.
    """
    names = study.order_columns
    _require_columns(raw, study, file)
    raw, read = _read_values(connection, raw, study, file)
    columns: dict[str, ir.Value] = {ROW: raw[ROW]} | _texts(raw, names)
    columns |= {one.name: one.value for one in read if not one.name.startswith("discount")}
    if names.order is None:
        day = columns["timestamp"].date().cast("string")
        columns["order"] = columns["customer"].concat(" ", day)
    if names.price is not None:
        columns["amount"] = _product(columns["quantity"], columns["price"])
    discounts = [one.value for one in read if one.name.startswith("discount")]
    if discounts:
        columns["discount"] = sum(discounts[1:], start=discounts[0]).cast(MONEY)
    columns |= first_unreadable(raw, read)
    # Stored once: every later step would read the texts again.
    table = raw.select(**columns, **_rest(raw, names, read, columns))
    stored = connection.create_table(ibis.util.gen_name("export"), table, temp=True)
    require_readable(raw, read, file)
    return stored


def single_columns(names: Columns | CustomerColumns) -> dict[str, str]:
    """Return the canonical names that the params map to one column, with that column."""
    return {
        name: column
        for name, column in names.model_dump().items()
        if isinstance(column, str) and name not in _NOT_COLUMNS
    }


_EXPECTED = {
    "timestamp": "a date such as 2011-12-31 or 31/12/2011 18:30",
    "quantity": "a number such as 3 or 0.5",
    "price": "a number such as -12.50",
    "amount": "a number such as -12.50",
    "discount": "a number such as -12.50",
}


def _require_columns(raw: ir.Table, study: Study, file: str) -> None:
    from_lookups = {column for lookup in study.source.lookups for column in lookup.columns}
    present = [name for name in raw.columns if name != ROW]
    for name, wanted in study.columns.model_dump().items():
        if name in _NOT_COLUMNS:
            continue
        for column in wanted if isinstance(wanted, list) else [wanted]:
            if column is not None and column not in present and column not in from_lookups:
                raise UserError(
                    f"there is no column {column!r}, which the study maps to '{name}'",
                    where=file,
                    expected=nearest(column, present),
                    todo=f"correct columns.{name} in params/{study.name}.yaml.",
                )


def _texts(raw: ir.Table, names: Columns) -> dict[str, ir.Value]:
    """Return ids and names; those that come from a lookup are not there yet."""
    mapped = {
        name: column
        for name in (*_IDS, *_TEXTS)
        if (column := getattr(names, name)) is not None and column in raw.columns
    }
    ids = read_ids(raw, [column for name, column in mapped.items() if name in _IDS])
    return {
        name: ids[column] if name in _IDS else read_text_value(raw[column])
        for name, column in mapped.items()
    }


def read_text_value(column: ir.Value) -> ir.StringValue:
    """Return a column of names as text, null where it is empty; whole floats lose their `.0`."""
    if column.type().is_floating():
        return id_text(column)
    return column.cast("string").nullif("")


def _read_values(
    connection: Any, raw: ir.Table, study: Study, file: str
) -> tuple[ir.Table, list[Read]]:
    """Read dates and numbers; return the export with what was read beside it."""
    names = study.order_columns
    money = [(name, column) for name in ("price", "amount") if (column := getattr(names, name))]
    wanted = list(money)
    wanted += [(f"discount {n}", column) for n, column in enumerate(names.discounts)]
    if names.quantity is not None:
        wanted.insert(0, ("quantity", names.quantity))
    texts = [column for _, column in wanted if raw[column].type().is_string()]
    values = {column: distinct(connection, raw, column) for column in texts}
    marks = numbers.recognise(values, study.source.decimal, file)
    dates = distinct(connection, raw, names.timestamp)
    moment = read_timestamp(
        dates, names.timestamp, day_first=names.day_first, zone=study.timezone, file=file
    )
    parsed: dict[str, tuple[ir.Table, ir.Value]] = {"timestamp": (dates, moment)}
    for name, column in wanted:
        if column in values:
            one = values[column]
            parsed[name] = (one, numbers.read_number(one["value"], marks[column]))
    columns = {"timestamp": names.timestamp, **dict(wanted)}
    looked_up = raw
    for name, (one, value) in parsed.items():
        # Each distinct text is taken apart once, and the result is kept.
        small = one.select(value=one["value"], **{f"read:{name}": value})
        kept = connection.create_table(ibis.util.gen_name("read"), small, temp=True)
        looked_up = looked_up.left_join(kept, looked_up[columns[name]] == kept["value"]).drop(
            "value"
        )
    result = {
        name: looked_up[f"read:{name}"]
        if name in parsed
        else numbers.read_number(looked_up[column], numbers.Marks())
        for name, column in columns.items()
    }
    if "quantity" in result:
        result["quantity"] = _pieces(result["quantity"])
    return looked_up, [
        Read(
            name, columns[name], value, _EXPECTED[name.partition(" ")[0]],
            needed=not name.startswith("discount"),
        )
        for name, value in result.items()
    ]  # fmt: skip


def _pieces(number: ir.DecimalValue) -> ir.NumericValue:
    """Return quantities as whole numbers, or as they are where any has a fraction (kilograms)."""
    found = number.as_table().aggregate(broken=(number != number.round()).any())
    broken = found.to_pyarrow()["broken"][0].as_py()
    return number if broken else number.cast("int64")


def read_timestamp(
    values: ir.Table, name: str, *, day_first: bool | None, zone: str | None, file: str
) -> ir.TimestampValue:
    """Return a column of dates, texts or numbers as wall-clock time; see `dates.read_dates`."""
    column = values["value"]
    kind = column.type()
    if kind.is_date():
        return column.cast("timestamp(6)")
    if kind.is_timestamp():
        if kind.timezone is not None:
            return to_wall_clock(column, zone or "UTC").cast("timestamp(6)")
        when = column.cast("timestamp(6)")
        return to_wall_clock(when, zone) if zone else when
    return read_dates(values, name, day_first=day_first, zone=zone, file=file)


def _product(quantity: ir.NumericValue, price: ir.DecimalValue) -> ir.DecimalValue:
    # The product may be too large for money although both factors are numbers.
    pieces = quantity.cast("decimal(18, 0)") if quantity.type().is_integer() else quantity
    return (pieces * price).try_cast(MONEY)


def _rest(
    raw: ir.Table, names: Columns, read: list[Read], columns: dict[str, ir.Value]
) -> dict[str, ir.Value]:
    """Return the export's other columns; one whose name is taken gets a mark after it."""
    mapped = {ROW} | (set(single_columns(names).values()) - set(names.discounts))
    values = {one.raw: one.value for one in read if one.name.startswith("discount")}
    taken = {name.casefold() for name in columns}
    rest = {}
    for name in raw.columns:
        if name not in mapped and not name.startswith("read:"):
            free = name if name.casefold() not in taken else f"{name} (export)"
            rest[free] = values.get(name, raw[name])
    return rest
