"""The names of columns, as every format must have them."""

from __future__ import annotations

from collections.abc import Sequence

from segmentbook.errors import UserError


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
