"""Read files of every supported format as they are, with the numbers of their rows."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa
from python_calamine import CalamineError

from segmentbook.core.errors import UserError
from segmentbook.ingest.headers import ROW, checked_header, numbered, require_free
from segmentbook.ingest.json_lines import read_json
from segmentbook.ingest.supported import ARCHIVES, PLAIN, READABLE, format_of
from segmentbook.ingest.text import read_text
from segmentbook.ingest.workbook import read_workbook
from segmentbook.params.source import Source

Reader = Callable[[Any, Path, Source], ir.Table]
"""Reads a file in the engine's connection, in the form that the params state."""

_DAMAGED = (
    duckdb.Error, CalamineError, pa.ArrowException, zipfile.BadZipFile, zlib.error, EOFError,
    gzip.BadGzipFile,
)  # fmt: skip


def read_files(connection: Any, source: Source, paths: Sequence[Path]) -> ir.Table:
    """Read the files of one table, one below the other, with `export_row` over all of them.

    Args:
        connection: The engine's connection.
        source: The source section of the params, for the form of the files.
        paths: Files with the same columns.

    Raises:
        UserError: If a file cannot be read, or its columns are not those of the first one.
    """
    tables = [read_file(connection, path, source) for path in paths]
    first, start = tables[0], 0
    below = []
    for path, table in zip(paths, tables, strict=True):
        _require_same_columns(first, paths[0], table, path)
        below.append(table.mutate(**{ROW: (table[ROW] + start).cast("int64")}))
        if len(tables) > 1:
            start += int(table.count().to_pyarrow().as_py())
    if len(below) == 1:
        return first
    kinds = {name: _common_type(below, name) for name in first.columns}
    return ibis.union(
        *(
            table.select(**{name: _as(table[name], kind) for name, kind in kinds.items()})
            for table in below
        )
    )


def read_file(connection: Any, path: Path, source: Source) -> ir.Table:
    """Read one file, unpacked if it is an archive, with `export_row`.

    Raises:
        UserError: If its type is not supported, or it is damaged.
    """
    try:
        if path.suffix.lower() not in ARCHIVES:
            return _reader(path)(connection, path, source)
        with tempfile.TemporaryDirectory() as folder:
            inner = _unpacked(path, Path(folder))
            table = _reader(inner)(connection, inner, source)
            # The engine's copy outlives the unpacked file.
            return connection.create_table(ibis.util.gen_name("unpacked"), table, temp=True)
    except _DAMAGED as error:
        raise UserError(
            f"cannot be read: {str(error).splitlines()[0]}",
            where=path.name,
            expected=f"a complete {path.suffix} file",
            todo="get the file again.",
        ) from None


def _reader(path: Path) -> Reader:
    name = format_of(path.name)
    if name is None:
        raise UserError(
            f"cannot read files of the type {path.suffix!r}",
            where=path.name,
            expected=", ".join(READABLE),
        )
    return READERS[name]


def _text(_connection: Any, path: Path, source: Source) -> ir.Table:
    return numbered(read_text(path, source.text), path.name)


def _workbook(_connection: Any, path: Path, source: Source) -> ir.Table:
    return numbered(read_workbook(path, source.sheet, source.header_row), path.name)


def _json(connection: Any, path: Path, _source: Source) -> ir.Table:
    return numbered(read_json(connection, path), path.name)


def _parquet(connection: Any, path: Path, _source: Source) -> ir.Table:
    # The engine reads only the columns that are asked for, and numbers the rows itself.
    table = connection.read_parquet(path, file_row_number=True)
    checked_header(table.columns, path.name)
    require_free(table.columns, path.name)
    return table.rename({ROW: "file_row_number"})


READERS: dict[str, Reader] = {
    "text": _text,
    "workbook": _workbook,
    "json": _json,
    "parquet": _parquet,
}
"""How a file of each format in `ingest.supported.FORMATS` is read, with `export_row`."""


def _unpacked(path: Path, folder: Path) -> Path:
    """Return the one file of an archive, unpacked into a folder."""
    if path.suffix.lower() == ".gz":
        inner = folder / path.stem
        with gzip.open(path) as packed, inner.open("wb") as file:
            shutil.copyfileobj(packed, file)
        return inner
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if not n.endswith("/") and "__MACOSX" not in n]
        tables = [name for name in names if Path(name).suffix.lower() in PLAIN]
        if len(tables) != 1:
            held = ", ".join(names[:5]) or "nothing"
            raise UserError(
                f"holds {len(tables)} tables ({held})",
                where=path.name,
                expected="an archive of one table",
                todo="unpack it and name its files in source.files.",
            )
        inner = folder / Path(tables[0]).name
        with archive.open(tables[0]) as packed, inner.open("wb") as file:
            shutil.copyfileobj(packed, file)
    return inner


def _require_same_columns(first: ir.Table, path: Path, other: ir.Table, name: Path) -> None:
    wanted, found = set(first.columns), set(other.columns)
    if wanted == found:
        return
    lacks, has = sorted(wanted - found), sorted(found - wanted)
    parts = [f"lacks {', '.join(map(repr, lacks))}"] if lacks else []
    parts += [f"has {', '.join(map(repr, has))} in addition"] if has else []
    raise UserError(
        f"{' and '.join(parts)}",
        where=name.name,
        expected=f"the columns of {path.name}",
        todo="name files with the same columns in source.files.",
    )


def _as(column: ir.Value, kind: Any) -> ir.Value:
    if kind == "string" and column.type().is_floating():
        # A workbook holds 17850 as 17850.0, and a text file beside it as 17850.
        whole = column == column.floor()
        return whole.ifelse(column.try_cast("int64").cast("string"), column.cast("string"))
    return column.cast(kind)


def _common_type(tables: list[ir.Table], name: str) -> Any:
    kinds = {table[name].type() for table in tables}
    if len(kinds) == 1:
        return kinds.pop()
    numeric = all(kind.is_numeric() for kind in kinds)
    return "float64" if numeric else "string"
