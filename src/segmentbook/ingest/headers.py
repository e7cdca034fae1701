"""The names of columns, as every format must have them."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from segmentbook.core.errors import UserError
from segmentbook.ingest.canonical import OURS, ROW


def checked_header(cells: Sequence[str], where: str) -> list[str]:
    """Return names of columns without outer blanks; an empty one becomes `column_<number>`.

    Args:
        cells: The header as it is.
        where: File, for the message.

    Raises:
        UserError: If a name stands twice; the engine does not tell capitals apart.
    """
    names = [cell.strip() or f"column_{number}" for number, cell in enumerate(cells, start=1)]
    seen: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        other = seen.setdefault(name.casefold(), number)
        if other != number:
            raise UserError(
                f"columns {other} and {number} have the same name, {name!r}",
                where=where,
                expected="a name of its own for every column",
                todo="rename one of them; capitals do not tell names apart.",
            )
    return names


def numbered(table: pa.Table, where: str) -> ir.Table:
    """Return a table with the number of each of its rows, from 0, as `export_row`.

    Args:
        table: The rows in the order of the export.
        where: File or database, for the message.

    Raises:
        UserError: If it has a column of a name that reading uses itself.
    """
    taken = [name for name in table.column_names if name.casefold() in OURS]
    if taken:
        raise UserError(
            f"there is a column {taken[0]!r}, a name that is used for what reading adds",
            where=where,
            expected=f"other names than {', '.join(OURS)}",
            todo="rename the column in the export.",
        )
    return ibis.memtable(table.append_column(ROW, pa.array(range(len(table)), pa.int64())))
