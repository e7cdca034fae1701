"""Values of an export that cannot be read as the dates or numbers that the study expects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from segmentbook.core.errors import UserError
from segmentbook.ingest.headers import ROW, UNREADABLE, UNREADABLE_TEXT
from segmentbook.ingest.values import known


@dataclass(frozen=True)
class Read:
    """A column whose values may not be dates or numbers.

    Attributes:
        name: Canonical name.
        raw: Name in the export.
        value: What was read; null where it cannot be.
        expected: What its values should be, in words.
        needed: Whether the study cannot do without it.
    """

    name: str
    raw: str
    value: ir.Value
    expected: str
    needed: bool = True

    @property
    def label(self) -> str:
        """The name for messages; discounts share one."""
        return "discount" if self.name.startswith("discount ") else self.name


def unreadable_examples(table: ir.Table, limit: int = 5) -> ir.Table:
    """Return the first rows that hold a value which cannot be read.

    Args:
        table: A canonical export, see `read.read`.
        limit: How many rows of each column.

    Returns:
        `export_row`, `unreadable` and `unreadable_text`, in the order of the export.
    """
    rows = table.filter(table[UNREADABLE].notnull()).select(ROW, UNREADABLE, UNREADABLE_TEXT)
    number = ibis.row_number().over(ibis.window(group_by=UNREADABLE, order_by=ROW))
    ranked = rows.mutate(number=number)
    return ranked.filter(ranked.number < limit).drop("number").order_by([UNREADABLE, ROW])


def _fails(raw: ir.Table, one: Read) -> ir.BooleanValue:
    # Only values that could not be read are examined again.
    return one.value.isnull().ifelse(known(raw[one.raw]).notnull(), False)


def first_unreadable(raw: ir.Table, read: list[Read]) -> dict[str, ir.StringValue]:
    """Return `unreadable` and `unreadable_text` of each row."""
    bad = [(_fails(raw, one), one) for one in read]
    return {
        UNREADABLE: _first(bad, lambda one: ibis.literal(one.label)),
        UNREADABLE_TEXT: _first(bad, lambda one: raw[one.raw].cast("string")),
    }


def _first(
    bad: list[tuple[ir.BooleanValue, Read]], text_of: Callable[[Read], ir.StringValue]
) -> ir.StringValue:
    nothing = ibis.null("string")
    branches = [(fails, text_of(one)) for fails, one in bad]
    return ibis.cases(*branches, else_=nothing) if branches else nothing


def require_readable(raw: ir.Table, read: list[Read], file: str) -> None:
    """Refuse a column in which nothing can be read; single values are left to the ledger."""
    counts = {f"read{number}": one.value.count() for number, one in enumerate(read)}
    [found] = raw.aggregate(rows=raw.count(), **counts).to_pyarrow().to_pylist()
    if not found["rows"]:
        raise UserError("holds no rows", where=file, expected="at least one row")
    for number, one in enumerate(read):
        if not found[f"read{number}"]:
            _require_nothing_to_read(raw, one, file)


def _require_nothing_to_read(raw: ir.Table, one: Read, file: str) -> None:
    fails = known(raw[one.raw]).notnull()
    text = raw[one.raw].cast("string")
    [found] = (
        raw.aggregate(filled=fails.sum(), example=text.min(where=fails)).to_pyarrow().to_pylist()
    )
    if not (found["filled"] or one.needed):
        return
    example = f", e.g. {found['example']!r}" if found["filled"] else ""
    raise UserError(
        f"none of the {found['filled']:,} values of column {one.raw!r} can be read as "
        f"'{one.label}'{example}",
        where=file,
        expected=one.expected,
        todo="correct the mapping under columns: in the params, or the export.",
    )
