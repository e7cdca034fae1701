"""Read the export of a study into the engine, with canonical names and types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from segmentbook.engine import MONEY, to_wall_clock, try_timestamp
from segmentbook.errors import UserError, nearest
from segmentbook.study import Columns, Lookup, Study

ROW = "export_row"
"""Zero-based number of a row in the export; it makes every order total."""


def read(connection: Any, study: Study, files: list[Path]) -> ir.Table:
    """Read an export into the engine, with canonical names and types.

    Args:
        connection: The engine's connection.
        study: The study that the export belongs to.
        files: What `fetch` returned.

    Returns:
        One row per row of the export, in no order: `export_row`, the canonical columns that the
        study maps (`customer`, `order`, `product` as text, `timestamp` as wall-clock time,
        `quantity` as int64, `price` and `amount` as DECIMAL), the export's other columns under
        their own names, and the columns of the lookups.

    Raises:
        UserError: If a column is missing or holds values of another type.
    """
    table = read_export(connection, study, files[0])
    for lookup, path in zip(study.source.lookups, files[1:], strict=True):
        table = _join_lookup(table, read_file(connection, path), lookup, study.columns, path)
    return table


def read_export(connection: Any, study: Study, path: Path) -> ir.Table:
    """Read the main file of an export, without the columns of the lookups; see `read`."""
    return _canonical(read_file(connection, path), study, path.name)


def own_columns(study: Study, table: ir.Table) -> list[str]:
    """Return the columns of what `read` returned that the export has, not a lookup or the engine."""
    looked_up = {column for lookup in study.source.lookups for column in lookup.columns}
    names = study.columns.model_dump()
    return [c for c in table.columns if c != ROW and names.get(c, c) not in looked_up]


def read_file(connection: Any, path: Path) -> ir.Table:
    """Read one file as it is, with its row numbers in `export_row`.

    Text files give text columns only: nothing is guessed from a first part of the file.
    """
    readers = {".parquet": _read_parquet, ".xlsx": _read_workbook, ".csv": _read_csv}
    reader = readers.get(path.suffix)
    if reader is None:
        raise UserError(
            f"cannot read files of the type {path.suffix!r}",
            where=path.name,
            expected=".parquet, .xlsx or .csv",
        )
    try:
        return reader(connection, path)
    except _UNREADABLE as error:
        raise UserError(
            f"cannot be read: {str(error).splitlines()[0]}",
            where=path.name,
            expected=f"a whole {path.suffix} file with a header line",
            todo="get the file anew.",
        ) from None


_UNREADABLE = (duckdb.InvalidInputException, CalamineError)


def _read_parquet(connection: Any, path: Path) -> ir.Table:
    return connection.read_parquet(path, file_row_number=True).rename({ROW: "file_row_number"})


def _read_workbook(_: Any, path: Path) -> ir.Table:
    """Read the first sheet; whole numbers in mixed columns become text without a `.0`."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    content = pd.DataFrame(rows[1:], columns=[str(name) for name in rows[0]])
    for name in content.columns:
        kinds = {type(value) for value in content[name]}
        if str in kinds:
            content[name] = content[name].map(_cell_text).astype("string")
        elif kinds <= {float, int}:
            content[name] = content[name].astype("float64")
    content[ROW] = range(len(content))
    return ibis.memtable(content)


def _cell_text(value: object) -> str | None:
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _read_csv(connection: Any, path: Path) -> ir.Table:
    table = connection.read_csv(
        path, all_varchar=True, header=True, encoding=_encoding(path), parallel=False
    )
    return table.mutate(**{ROW: ibis.row_number()})


def _encoding(path: Path) -> str:
    """Return `utf-8` if the whole file is UTF-8, else `latin-1`, in which every byte is a letter."""
    try:
        with path.open(encoding="utf-8") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _canonical(raw: ir.Table, study: Study, file: str) -> ir.Table:
    names = study.columns
    single = {
        canonical: column
        for canonical, column in names.model_dump().items()
        if isinstance(column, str) and column in raw.columns
    }
    _require(names, raw, file, study)
    _require_values(raw, names, file)
    raw = _whole_keys(raw, [names.customer, names.order, names.product])
    columns: dict[str, ir.Value] = {ROW: raw[ROW]}
    for canonical in ("customer", "order", "product", "product_name", "category", "place"):
        if canonical in single:
            columns[canonical] = _text(raw[single[canonical]])
    columns["timestamp"] = _timestamp(raw[names.timestamp], names, file)
    if study.timezone:
        columns["timestamp"] = to_wall_clock(columns["timestamp"], study.timezone)
    columns["quantity"] = _known(raw[names.quantity]).cast("float64").cast("int64")
    if names.price is not None:
        columns["price"] = _money(raw[names.price])
        columns["amount"] = (columns["quantity"] * columns["price"]).cast(MONEY)
    else:
        assert names.amount is not None
        columns["amount"] = _money(raw[names.amount])
    discounts = [_money(raw[column]) for column in names.discounts]
    if discounts:
        columns["discount"] = sum(discounts[1:], start=discounts[0]).cast(MONEY)
    mapped = {ROW, *single.values(), *columns}
    rest = {name: raw[name] for name in raw.columns if name not in mapped}
    rest |= {name: _money(raw[name]) for name in names.discounts if name in rest}
    return raw.select(**columns, **rest)


def _require_values(raw: ir.Table, names: Columns, file: str) -> None:
    """Refuse values that would be missing or rounded without a word."""
    known = {name: _known(raw[name]) for name in raw.columns}
    read: dict[str, ir.Value] = {}
    expected: dict[str, str] = {}
    for name in [names.price, names.amount, *names.discounts]:
        if name is not None and raw[name].type().is_string():
            read[name], expected[name] = known[name].try_cast(MONEY), "a number such as -12.50"
    if not raw[names.quantity].type().is_integer():
        pieces = known[names.quantity].try_cast("float64")
        read[names.quantity] = (pieces == pieces.round()).ifelse(pieces, None)
        expected[names.quantity] = "a whole number"
    if not raw[names.timestamp].type().is_temporal():
        read[names.timestamp] = _timestamp(raw[names.timestamp], names, file)
        expected[names.timestamp] = (
            f"a date as {' or '.join(names.timestamp_formats)} (columns.timestamp_formats)"
        )
    if not read:
        return
    first = raw.aggregate(
        **{
            name: raw[ROW].min(where=known[name].notnull() & value.isnull())
            for name, value in read.items()
        }
    )
    for name, [row] in first.to_pyarrow().to_pydict().items():
        if row is not None:
            value = raw.filter(raw[ROW] == row)[name].to_pyarrow()[0].as_py()
            raise UserError(
                f"column {name!r} holds {value!r}",
                where=f"{file}, row {row + 2}",
                expected=expected[name],
                todo="correct the row, or the params if all rows are so.",
            )


def _whole_keys(raw: ir.Table, keys: list[str]) -> ir.Table:
    """Take the `.0` off keys that a program wrote as fractions because some were missing."""
    texts = [key for key in keys if key in raw.columns and raw[key].type().is_string()]
    if not texts:
        return raw
    known = {key: raw[key].nullif("") for key in texts}
    found = raw.aggregate(
        **{key: text.re_search(r"^\d+\.0$").all() for key, text in known.items()}
    ).to_pyarrow()
    whole = [key for key in texts if found[key][0].as_py()]
    return raw.mutate(**{key: known[key].replace(".0", "") for key in whole}) if whole else raw


def _require(names: Columns, raw: ir.Table, file: str, study: Study) -> None:
    from_lookups = {column for lookup in study.source.lookups for column in lookup.columns}
    known = [name for name in raw.columns if name != ROW]
    for canonical, wanted in names.model_dump().items():
        if canonical in ("timestamp_formats", "item"):
            continue
        for column in wanted if isinstance(wanted, list) else [wanted]:
            if column is not None and column not in known and column not in from_lookups:
                raise UserError(
                    f"there is no column {column!r}, which the study maps to '{canonical}'",
                    where=file,
                    expected=nearest(column, known),
                    todo=f"correct columns.{canonical} in params/{study.name}.yaml.",
                )


def _text(column: ir.Value) -> ir.StringValue:
    if column.type().is_floating():
        column = column.cast("int64")
    text = column.cast("string")
    return text.nullif("")


def _money(column: ir.Value) -> ir.DecimalValue:
    return _known(column).cast(MONEY)


def _known(column: ir.Value) -> ir.Value:
    return column.nullif("") if column.type().is_string() else column


def _timestamp(column: ir.Value, names: Columns, file: str) -> ir.TimestampValue:
    if column.type().is_temporal():
        return column.cast("timestamp(6)")
    if not names.timestamp_formats:
        raise UserError(
            f"column {names.timestamp!r} holds text, and the study does not say how to read it",
            where=file,
            todo="add columns.timestamp_formats, e.g. ['%m/%d/%Y %H:%M'].",
        )
    return ibis.coalesce(*(try_timestamp(column, wanted) for wanted in names.timestamp_formats))


def _join_lookup(
    table: ir.Table, lookup_table: ir.Table, lookup: Lookup, names: Columns, path: Path
) -> ir.Table:
    """Add the lookup's columns; a row of the export without a match keeps its place."""
    key = next((k for k, v in names.model_dump().items() if v == lookup.key), lookup.key)
    canonical = {v: k for k, v in names.model_dump().items() if isinstance(v, str)}
    for column in [lookup.key, *lookup.columns]:
        if column not in lookup_table.columns:
            raise UserError(
                f"there is no column {column!r}",
                where=path.name,
                expected=nearest(column, lookup_table.columns),
                todo="correct source.lookups in the params.",
            )
    right = lookup_table.select(
        **{key: _text(lookup_table[lookup.key])},
        **{canonical.get(c, c): _text(lookup_table[c]) for c in lookup.columns},
    )
    twice = right.count().to_pyarrow().as_py() - right[key].nunique().to_pyarrow().as_py()
    if twice:
        raise UserError(
            f"{twice} rows repeat a value of {lookup.key!r}",
            where=path.name,
            expected="one row for each value, so that the join cannot multiply order lines",
        )
    return table.left_join(right, key).drop(f"{key}_right")
