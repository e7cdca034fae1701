"""JSON files of one object for each row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from segmentbook.core.errors import UserError
from segmentbook.ingest.headers import checked_header


def read_json(connection: Any, path: Path) -> pa.Table:
    """Read JSON lines, or an array of objects; a key of any row is a column.

    Values become text: integers as they are written, other numbers with the shortest digits of the
    64-bit float that they are (1.1 for 1.10, exact up to 15 digits); lists and objects stay JSON.

    Args:
        connection: The engine's connection.
        path: The file.

    Raises:
        UserError: If it holds no objects.
    """
    engine = connection.con.cursor()
    # A temporary table keeps the order of the file, and the text is taken apart once.
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE json_rows AS SELECT row_number() OVER () AS n, json "
        "FROM read_json_objects(?, format = 'auto', maximum_object_size = 67108864)",
        [str(path)],
    )
    kinds = {
        kind
        for (kind,) in engine.execute("SELECT DISTINCT json_type(json) FROM json_rows").fetchall()
    }
    if kinds != {"OBJECT"}:
        raise UserError(
            "holds no rows" if not kinds else f"holds {', '.join(sorted(kinds)).lower()} values",
            where=path.name,
            expected="one JSON object for each row",
        )
    keys = engine.execute(
        "SELECT key, min(n * 10000 + place) AS first FROM (SELECT n, unnest(json_keys(json)) AS key, "
        "generate_subscripts(json_keys(json), 1) AS place FROM json_rows) GROUP BY key ORDER BY first"
    ).fetchall()
    names = checked_header([key for key, _ in keys], path.name)
    pointers = [f"/{key.replace('~', '~0').replace('/', '~1')}" for key, _ in keys]
    cells = ", ".join("json ->> ?" for _ in pointers)
    rows = engine.execute(f"SELECT {cells} FROM json_rows ORDER BY n", pointers).arrow()  # noqa: S608
    table = rows.read_all() if hasattr(rows, "read_all") else rows
    engine.execute("DROP TABLE json_rows")
    return table.rename_columns(names)
