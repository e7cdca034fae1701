"""Workbooks: which sheet, which row is the header, and cells of mixed types."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineWorkbook

from segmentbook.core.errors import UserError, nearest
from segmentbook.ingest.headers import checked_header

Row = list[Any]


def read_workbook(path: Path, sheet: str | int | None, header_row: int | None) -> pa.Table:
    """Read a sheet of a workbook.

    Args:
        path: The file.
        sheet: Name or one-based number; None for the first one that holds a table.
        header_row: One-based number of the row that names the columns; None to find it.

    Returns:
        Columns of one type: numbers, dates, or text where the cells differ.

    Raises:
        UserError: If there is no such sheet, or no table in it.
    """
    book = CalamineWorkbook.from_path(path)
    for name in _wanted(book.sheet_names, sheet, path.name):
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        at = header_row - 1 if header_row is not None else _header_at(rows)
        if at is not None and at + 1 < len(rows):
            return _table(rows, at, f"{path.name}, sheet {name!r}")
    raise UserError(
        "holds no table",
        where=path.name if sheet is None else f"{path.name}, sheet {sheet!r}",
        expected="a row with the names of the columns, and rows below it",
        todo="name the sheet and the row in source.sheet and source.header_row.",
    )


def _wanted(names: list[str], sheet: str | int | None, file: str) -> list[str]:
    if sheet is None:
        return names
    if isinstance(sheet, int) and 1 <= sheet <= len(names):
        return [names[sheet - 1]]
    if sheet in names:
        return [str(sheet)]
    raise UserError(
        f"there is no sheet {sheet!r}",
        where=file,
        expected=nearest(str(sheet), names),
        todo="correct source.sheet in the params.",
    )


def _header_at(rows: list[Row]) -> int | None:
    """Return the first row of names that is as wide as most of the table below it."""
    filled = [sum(cell != "" for cell in row) for row in rows]
    widest = max(filled, default=0)
    for at, (row, count) in enumerate(zip(rows, filled, strict=True)):
        names = [cell for cell in row if cell != ""]
        if (
            count > widest / 2
            and count >= min(widest, 2)
            and all(isinstance(n, str) for n in names)
        ):
            return at
    return None


def _table(rows: list[Row], at: int, where: str) -> pa.Table:
    body = rows[at + 1 :]
    while body and all(cell == "" for cell in body[-1]):
        body.pop()
    if not body:
        raise UserError("holds a header and no rows", where=where, expected="rows below it")
    columns = list(zip(*body, strict=True))
    header = [_cell_text(cell) or "" for cell in rows[at]]
    used = [n for n, cells in enumerate(columns) if header[n] or any(c != "" for c in cells)]
    names = checked_header([header[n] for n in used], where)
    arrays = [_column(columns[n]) for n in used]
    return pa.table(dict(zip(names, arrays, strict=True)))


def _column(cells: tuple[Any, ...]) -> pa.Array:
    kinds = {type(cell) for cell in cells if cell != ""}
    values = [None if cell == "" else cell for cell in cells]
    if kinds and kinds <= {int, float}:
        return pa.array(values, pa.float64(), from_pandas=False)
    if kinds and kinds <= {date, datetime}:
        return pa.array([_moment(value) for value in values], pa.timestamp("us"))
    return pa.array([_cell_text(value) for value in values], pa.string())


def _moment(value: date | None) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day)


def _cell_text(value: object) -> str | None:
    """Return a cell as text; whole numbers among texts keep no decimal point."""
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    return str(value)
