"""Read the export of a study into the engine, with canonical names and types."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from segmentbook.ingest import lookups
from segmentbook.ingest.canonical import canonical, single_columns
from segmentbook.ingest.customer_rows import canonical_customers
from segmentbook.ingest.database import read_database
from segmentbook.ingest.files import read_file, read_files
from segmentbook.ingest.headers import RESERVED, ROW, UNREADABLE, UNREADABLE_TEXT
from segmentbook.ingest.unreadable import unreadable_examples
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import Source
from segmentbook.params.study import Study

__all__ = [
    "RESERVED",
    "ROW",
    "UNREADABLE",
    "UNREADABLE_TEXT",
    "read",
    "read_export",
    "read_raw",
    "own_columns",
    "single_columns",
    "unreadable_examples",
]


def read(connection: Any, study: Study, files: Sequence[Path]) -> ir.Table:
    """Read an export into the engine, with canonical names and types.

    Args:
        connection: The engine's connection.
        study: The study that the export belongs to.
        files: What `fetch` returned: the files of the export, then one for each lookup.

    Returns:
        One row per row of the export, in no order: `export_row`, the canonical columns that the
        study maps (`customer`, `order`, `product` as text, `timestamp` as wall-clock time,
        `quantity` as int64, `price` and `amount` as DECIMAL), `unreadable` and `unreadable_text`,
        the export's other columns under their own names, and the columns of the lookups.

    Raises:
        UserError: If the export cannot be read, or not in one way only.
    """
    own = len(files) - len(study.source.lookups)
    table = read_export(connection, study, files[:own])
    for lookup, path in zip(study.source.lookups, files[own:], strict=True):
        # The form of files in the params is that of the export, not of lookups.
        other = read_file(connection, path, Source(files=lookup.files)).drop(ROW)
        table = lookups.join(table, other, lookup, study.columns, path.name)
    return table


def read_export(connection: Any, study: Study, files: Path | Sequence[Path]) -> ir.Table:
    """Read the main table of an export, without the columns of the lookups; see `read`."""
    paths = [files] if isinstance(files, Path) else list(files)
    name = paths[0].name if paths else "the database"
    raw, names = read_raw(connection, study.source, paths), study.columns
    if isinstance(names, CustomerColumns):
        return canonical_customers(connection, raw, names, study, name)
    return canonical(connection, raw, study, name)


def read_raw(connection: Any, source: Source, files: Sequence[Path]) -> ir.Table:
    """Read the main table of an export as it is, with `export_row`; text files give texts only."""
    if source.database is not None:
        return read_database(source.database, files[0] if files else None)
    return read_files(connection, source, files)


def own_columns(study: Study, table: ir.Table) -> list[str]:
    """Return the columns of what `read` returned that the export has, not a lookup or the engine."""
    looked_up = {column for lookup in study.source.lookups for column in lookup.columns}
    names = single_columns(study.columns)
    return [c for c in table.columns if c not in RESERVED and names.get(c, c) not in looked_up]
