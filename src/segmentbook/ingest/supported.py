"""Formats that can be read, by file extension or database address; light to import."""

from __future__ import annotations

from pathlib import PurePath

from segmentbook.core.errors import UserError

FORMATS = {
    "text": (".csv", ".tsv", ".txt", ".tab", ".dat", ".psv"),
    "workbook": (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
    "json": (".json", ".jsonl", ".ndjson"),
    "parquet": (".parquet",),
}
"""The formats of files with the extensions of each; `ingest.files.READERS` has a reader for each."""

ARCHIVES = (".gz", ".zip")
PLAIN = tuple(extension for extensions in FORMATS.values() for extension in extensions)
READABLE = (*PLAIN, *ARCHIVES)

DATABASE_FILES = ("duckdb", "sqlite")
"""The kinds of database that are a file."""

SERVERS = ("postgres", "postgresql")
"""The kinds of database that are reached over a network."""


def format_of(name: str) -> str | None:
    """Return the format of a file by the extension of its name, None for one that is not known.

    >>> format_of("Sales.XLSX")
    'workbook'
    """
    extension = PurePath(name).suffix.lower()
    return next((one for one, known in FORMATS.items() if extension in known), None)


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
