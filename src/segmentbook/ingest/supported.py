"""Formats that can be read, by file extension or database address; light to import."""

from __future__ import annotations

from segmentbook.core.errors import UserError

TEXT = (".csv", ".tsv", ".txt", ".tab", ".dat", ".psv")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
JSON = (".json", ".jsonl", ".ndjson")
ARCHIVES = (".gz", ".zip")
PLAIN = (*TEXT, *WORKBOOKS, *JSON, ".parquet")
READABLE = (*PLAIN, *ARCHIVES)

DATABASE_FILES = ("duckdb", "sqlite")
"""The kinds of database that are a file."""

SERVERS = ("postgres", "postgresql")
"""The kinds of database that are reached over a network."""


def database_file(url: str) -> str | None:
    """Return the name of the file of a database, or None if it is on a server.

    Args:
        url: Its address; three slashes precede a relative path, four an absolute one.

    Raises:
        UserError: If it is not the address of a supported database.
    """
    kind, separator, rest = url.partition("://")
    if separator and kind in DATABASE_FILES and rest.strip("/"):
        return rest.removeprefix("/")
    if separator and kind in SERVERS:
        return None
    raise UserError(
        f"an address that starts with {kind!r} is not a supported database",
        where="source.database.url",
        expected="duckdb:///file, sqlite:///file or postgres://user@host/name",
    )
