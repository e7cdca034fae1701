"""Tables and queries of a database, read through Ibis and never written to."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from segmentbook.errors import UserError, nearest
from segmentbook.reading.canonical import ROW
from segmentbook.reading.headers import checked_header
from segmentbook.study import Database

FILES = ("duckdb", "sqlite")
"""The kinds of database that are a file."""

_EXTRA = {"postgres": "postgres", "postgresql": "postgres", "mysql": "mysql"}


def database_file(database: Database) -> str | None:
    """Return the name of the file of a database, or None if it is a server."""
    kind, separator, rest = database.url.partition("://")
    if kind in FILES and separator:
        # Three slashes stand before a path by custom; the fourth begins an absolute one.
        return rest.removeprefix("/")
    if kind in _EXTRA:
        return None
    raise UserError(
        f"{_shown(database.url)!r} is no database that can be read",
        where="source.database.url",
        expected="duckdb:///file, sqlite:///file or postgres://user@host/name",
    )


def read_database(database: Database, path: Path | None) -> ir.Table:
    """Read a table, or what a query gives, with `export_row` in the order of the database.

    Args:
        database: What the params say.
        path: The file of the database, if it is one.

    Raises:
        UserError: If it cannot be reached, or the table or query is wrong.
    """
    where = path.name if path else _shown(database.url)
    content = _sqlite(database, path, where) if database.url.startswith("sqlite") else None
    if content is None:
        content = _through_ibis(database, path, where)
    checked_header(content.column_names, where)
    numbers = pa.array(range(len(content)), pa.int64())
    return ibis.memtable(content.append_column(ROW, numbers))


def _through_ibis(database: Database, path: Path | None, where: str) -> pa.Table:
    try:
        backend = (
            ibis.duckdb.connect(path, read_only=True) if path else ibis.connect(database.url)
        )
    except ImportError as error:
        kind = _EXTRA.get(urlsplit(database.url).scheme, "")
        raise UserError(
            f"the client of this database is not installed: {error}",
            where=where,
            todo=f"install it: .venv/bin/python -m pip install 'ibis-framework[{kind}]'",
        ) from None
    except Exception as error:  # each client has errors of its own
        raise _failed(error, where) from None
    try:
        if database.table is not None:
            _require_table(database.table, backend.list_tables(), where)
            return backend.table(database.table).to_pyarrow()
        return backend.sql(database.query).to_pyarrow()
    except UserError:
        raise
    except Exception as error:
        raise _failed(error, where) from None
    finally:
        backend.disconnect()


def _sqlite(database: Database, path: Path | None, where: str) -> pa.Table:
    raise NotImplementedError


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
