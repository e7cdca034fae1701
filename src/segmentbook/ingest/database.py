"""Tables and queries of a database, read through Ibis and never written to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from segmentbook.core.errors import UserError, nearest
from segmentbook.ingest.headers import checked_header, numbered
from segmentbook.ingest.postgres import copy_out, typed
from segmentbook.params.source import Database


def read_database(database: Database, path: Path | None) -> ir.Table:
    """Read a table, or what a query gives, with `export_row` in the order of the database.

    Args:
        database: The database section of the params.
        path: The file of the database, if it is one.

    Raises:
        UserError: If it cannot be reached, or the table or query is wrong.
    """
    where = path.name if path else _shown(database.url)
    if path is not None and database.url.startswith("sqlite"):
        return numbered(_sqlite(database, path, where), where)
    return _through_ibis(database, path, where)


def _through_ibis(database: Database, path: Path | None, where: str) -> ir.Table:
    try:
        backend = ibis.duckdb.connect(path, read_only=True) if path else ibis.connect(database.url)
    except ImportError as error:
        raise UserError(
            f"the client of this database is not installed: {error}",
            where=where,
            todo="install it: .venv/bin/python -m pip install -e '.[postgres]'",
        ) from None
    except Exception as error:  # each client has errors of its own
        raise _failed(error, where) from None
    try:
        if database.table is not None:
            _require_table(database.table, backend.list_tables(), where)
            wanted = backend.table(database.table)
        else:
            wanted = backend.sql(database.query)
        if path is None:
            return typed(numbered(copy_out(backend, wanted, where), where), wanted)
        checked_header(wanted.columns, where)
        return numbered(wanted.to_pyarrow(), where)
    except UserError:
        raise
    except Exception as error:
        raise _failed(error, where) from None
    finally:
        backend.disconnect()


def _sqlite(database: Database, path: Path, where: str) -> pa.Table:
    """Read from SQLite, whose columns may hold values of any type whatever they are declared as."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as engine:
            query = database.query
            if database.table is not None:
                found = engine.execute(
                    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
                )
                _require_table(database.table, [name for (name,) in found], where)
                quoted = database.table.replace('"', '""')
                query = f'SELECT * FROM "{quoted}"'  # noqa: S608 - the name is one of a table
            assert query is not None
            rows = engine.execute(query)
            names = [column[0] for column in rows.description or ()]
            cells = list(zip(*rows.fetchall(), strict=True)) or [()] * len(names)
    except sqlite3.Error as error:
        raise _failed(error, where) from None
    checked_header(names, where)
    return pa.table({name: _column(values) for name, values in zip(names, cells, strict=True)})


def _column(values: tuple[Any, ...]) -> pa.Array:
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int}:
        return pa.array(values, pa.int64())
    if kinds <= {int, float}:
        return pa.array(values, pa.float64())
    return pa.array([None if v is None else str(v) for v in values], pa.string())


def _require_table(name: str, known: list[str], where: str) -> None:
    if name not in known:
        raise UserError(
            f"there is no table {name!r}",
            where=where,
            expected=nearest(name, known),
            todo="correct source.database.table in the params.",
        )


def _failed(error: Exception, where: str) -> UserError:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return UserError(
        f"cannot be read: {lines[0]}",
        where=where,
        todo="correct source.database in the params.",
    )


def _shown(url: str) -> str:
    """Return an address without its password."""
    parts = urlsplit(url)
    return url.replace(f":{parts.password}@", ":***@") if parts.password else url
