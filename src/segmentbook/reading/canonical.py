"""From the raw table of an export to canonical names and types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from segmentbook.customer_params import CustomerColumns
from segmentbook.engine import MONEY, to_wall_clock
from segmentbook.errors import UserError, nearest
from segmentbook.reading import numbers
from segmentbook.reading.dates import read_dates
from segmentbook.reading.ids import read_ids
from segmentbook.reading.missing import known
from segmentbook.reading.shapes import distinct
from segmentbook.study import Columns, Study

ROW = "export_row"
"""Zero-based number of a row over the whole export; it makes every order total."""

UNREADABLE = "unreadable"
"""Canonical name of the first column of a row whose value cannot be read; null in other rows."""

UNREADABLE_TEXT = "unreadable_text"
"""That value, as it is written."""

OURS = (ROW, UNREADABLE, UNREADABLE_TEXT)
_IDS = ("customer", "order", "product")
_TEXTS = ("product_name", "category", "place", "channel")
_NOT_COLUMNS = ("grain", "day_first", "item")


@dataclass(frozen=True)
class Read:
    """A column whose values may be no dates or no numbers.

    Attributes:
        name: Canonical name.
        raw: Name in the export.
        value: What was read; null where it cannot be.
        expected: What its values should be, in words.
        needed: Whether the study is nothing without it.
    """

    name: str
    raw: str
    value: ir.Value
    expected: str
    needed: bool = True

    @property
    def said(self) -> str:
        """The name in words: all discounts are called so."""
        return "discount" if self.name.startswith("discount ") else self.name


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
    require_readable(raw, read, file)
    columns |= first_unreadable(raw, read)
    return raw.select(**columns, **_rest(raw, names, read, columns))


def single_columns(names: Columns | CustomerColumns) -> dict[str, str]:
    """Return the canonical names that the params map to one column, with that column."""
    return {
        name: column
        for name, column in names.model_dump().items()
        if isinstance(column, str) and name not in _NOT_COLUMNS
    }


def unreadable_examples(table: ir.Table, limit: int = 5) -> ir.Table:
    """Return the first rows that hold a value which cannot be read.

    Args:
        table: What `canonical` returned.
        limit: How many rows of each column.

    Returns:
        `export_row`, `unreadable` and `unreadable_text`, in the order of the export.
    """
    rows = table.filter(table[UNREADABLE].notnull()).select(*OURS)
    number = ibis.row_number().over(ibis.window(group_by=UNREADABLE, order_by=ROW))
    ranked = rows.mutate(number=number)
    return ranked.filter(ranked.number < limit).drop("number").order_by([UNREADABLE, ROW])


_EXPECTED = {
    "timestamp": "a date such as 2011-12-31 or 31/12/2011 18:30",
    "quantity": "a whole number",
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
        return read_ids(column.as_table(), [column.get_name()])[column.get_name()]
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
    values = {column: distinct(connection, raw, column) for _, column in wanted}
    marks = numbers.recognise(values, study.source.decimal, file)
    dates = distinct(connection, raw, names.timestamp)
    moment = read_timestamp(
        dates, names.timestamp, day_first=names.day_first, zone=study.timezone, file=file
    )
    parsed: dict[str, tuple[ir.Table, ir.Value]] = {"timestamp": (dates, moment)}
    for name, column in wanted:
        number = numbers.read_number(values[column]["value"], marks[column])
        if name == "quantity":
            # Rounding half a piece away would change the money.
            number = (number == number.round()).ifelse(number, None).cast("int64")
        parsed[name] = (values[column], number)
    columns = {"timestamp": names.timestamp, **dict(wanted)}
    for name, (one, value) in parsed.items():
        # Each distinct value is taken apart once, and the result is kept.
        small = one.select(value=one["value"], **{f"read:{name}": value})
        kept = connection.create_table(ibis.util.gen_name("read"), small, temp=True)
        raw = raw.left_join(kept, raw[columns[name]] == kept["value"]).drop("value")
    stored = connection.create_table(ibis.util.gen_name("export"), raw, temp=True)
    return stored, [
        Read(
            name, column, stored[f"read:{name}"], _EXPECTED[name.partition(" ")[0]],
            needed=not name.startswith("discount"),
        )
        for name, column in columns.items()
    ]  # fmt: skip


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


def _product(quantity: ir.IntegerValue, price: ir.DecimalValue) -> ir.DecimalValue:
    # The product may be too large for money although both factors are numbers.
    return (quantity.cast("decimal(18, 0)") * price).try_cast(MONEY)


def _fails(raw: ir.Table, one: Read) -> ir.BooleanValue:
    return known(raw[one.raw]).notnull() & one.value.isnull()


def first_unreadable(raw: ir.Table, read: list[Read]) -> dict[str, ir.StringValue]:
    """Return `unreadable` and `unreadable_text` of each row."""
    bad = [(_fails(raw, one), one) for one in read]
    return {
        UNREADABLE: _first(bad, lambda one: ibis.literal(one.said)),
        UNREADABLE_TEXT: _first(bad, lambda one: raw[one.raw].cast("string")),
    }


def _first(
    bad: list[tuple[ir.BooleanValue, Read]], said: Callable[[Read], ir.StringValue]
) -> ir.StringValue:
    branches = [(fails, said(one)) for fails, one in bad]
    return ibis.cases(*branches, else_=ibis.null("string"))


def require_readable(raw: ir.Table, read: list[Read], file: str) -> None:
    """Refuse a column in which nothing can be read; single values are left to the ledger."""
    counts: dict[str, ir.Value] = {"rows": raw.count()}
    for number, one in enumerate(read):
        counts[f"known{number}"] = known(raw[one.raw]).count()
        counts[f"read{number}"] = one.value.count()
        counts[f"example{number}"] = raw[one.raw].cast("string").min(where=_fails(raw, one))
    [found] = raw.aggregate(**counts).to_pyarrow().to_pylist()
    if not found["rows"]:
        raise UserError("holds no rows", where=file, expected="at least one row")
    for number, one in enumerate(read):
        filled = found[f"known{number}"]
        if found[f"read{number}"] or not (filled or one.needed):
            continue
        example = f", e.g. {found[f'example{number}']!r}" if filled else ""
        raise UserError(
            f"none of the {filled:,} values of column {one.raw!r} can be read as "
            f"'{one.said}'{example}",
            where=file,
            expected=one.expected,
            todo="correct the mapping under columns: in the params, or the export.",
        )


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
