"""Names of columns, normalised in the same way for every format, and the numbers of rows."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from segmentbook.core.errors import UserError

ROW = "export_row"
"""Zero-based number of a row over the whole export; it makes every order total."""

UNREADABLE = "unreadable"
"""Canonical name of the first column of a row whose value cannot be read; null in other rows."""

UNREADABLE_TEXT = "unreadable_text"
"""That value, as it is written."""

RESERVED = (ROW, UNREADABLE, UNREADABLE_TEXT)
"""The columns that reading adds to those of an export."""


def checked_header(cells: Sequence[str], where: str) -> list[str]:
    """Return column names without outer blanks; an empty one becomes `column_<number>`.

    Args:
        cells: The header as it is.
        where: File, for the message.

    Raises:
        UserError: If a name occurs twice; the engine ignores case.
    """
    names = [cell.strip() or f"column_{number}" for number, cell in enumerate(cells, start=1)]
    seen: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        other = seen.setdefault(name.casefold(), number)
        if other != number:
            raise UserError(
                f"columns {other} and {number} have the same name, {name!r}",
                where=where,
                expected="distinct names of columns",
                todo="rename one of them; names that differ only in case are the same.",
            )
    return names


def require_free(names: Sequence[str], where: str) -> None:
    """Refuse an export that has a column of a name that reading adds.

    Raises:
        UserError: If a column has a reserved name.
    """
    taken = [name for name in names if name.casefold() in RESERVED]
    if taken:
        raise UserError(
            f"the name of column {taken[0]!r} is reserved",
            where=where,
            expected=f"other names than {', '.join(RESERVED)}",
            todo="rename the column in the export.",
        )


def numbered(table: pa.Table, where: str) -> ir.Table:
    """Return a table with the number of each of its rows, from 0, as `export_row`.

    Args:
        table: The rows in the order of the export.
        where: File or database, for the message.

    Raises:
        UserError: If a column has a reserved name.
    """
    require_free(table.column_names, where)
    return ibis.memtable(table.append_column(ROW, pa.array(range(len(table)), pa.int64())))
