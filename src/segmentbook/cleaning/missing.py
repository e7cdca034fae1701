"""Rows and values that are missing: rows that cannot be read, rows with gaps, gaps to fill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning import columns, marks
from segmentbook.cleaning.faults import Fault
from segmentbook.cleaning.step import Answers, Change, Removal, Step, any_of
from segmentbook.core.errors import UserError
from segmentbook.ingest.read import UNREADABLE
from segmentbook.params import cleaning as params


class DropUnreadable(Removal[params.DropUnreadable]):
    """Drop the rows of which ingest could not read a value."""

    def columns(self) -> Sequence[str]:
        """Return the column in which ingest notes what it could not read."""
        return [UNREADABLE]

    def rows_to_drop(self, table: ir.Table) -> ir.BooleanValue:
        """Say which rows have such a note."""
        return table[UNREADABLE].notnull()

    def answers(self) -> Answers:
        """Return that unreadable values are dealt with."""
        return {(Fault.UNREADABLE, "")}


def unreadable_columns(export: ir.Table) -> list[str]:
    """Return the canonical names of the columns that hold an unreadable value, sorted."""
    if UNREADABLE not in export.columns:
        return []
    found = export.filter(export[UNREADABLE].notnull()).select(UNREADABLE).distinct()
    return sorted(found.to_pyarrow()[UNREADABLE].to_pylist())


class DropMissing(Removal[params.DropMissing]):
    """Drop the rows in which one of the columns is empty."""

    def columns(self) -> Sequence[str]:
        """Return the columns that must not be empty."""
        return self.rule.columns

    def rows_to_drop(self, table: ir.Table) -> ir.BooleanValue:
        """Say which rows have a gap in one of the columns."""
        return any_of([columns.missing(table[column]) for column in self.rule.columns])

    def answers(self) -> Answers:
        """Return that gaps in the columns are dealt with."""
        return {(Fault.EMPTY, column) for column in self.rule.columns}


class Fill(Change[params.Fill]):
    """Fill the gaps of a column with a constant, its median or its most frequent value."""

    reads_all_rows = True

    def columns(self) -> Sequence[str]:
        """Return the column with gaps."""
        return [self.rule.column]

    def answers(self) -> Answers:
        """Return that gaps in the column are dealt with."""
        return {(Fault.EMPTY, self.rule.column)}

    def apply(self, marked: ir.Table) -> ir.Table:
        """Fill the gaps.

        Raises:
            UserError: If the constant is not of the column's type, or the column has no value to
                take the median or the mode from.
        """
        values = marked[self.rule.column]
        if self.rule.value is not None:
            new = self._typical(marked)
        elif values.type().is_string():
            new = str(self.rule.constant)
        else:
            new = self._constant(values)
        return self.set(marked, ibis.literal(new), columns.missing(values))

    def _typical(self, marked: ir.Table) -> Any:
        """Return the median, or the most frequent value, of the rows that earlier rules left."""
        column = self.rule.column
        known = marked.filter(marks.is_kept(marked) & ~columns.missing(marked[column]))
        if self.rule.value == "median":
            median = columns.number(known, column, self.where).cast("float64").median()
            found = [known.aggregate(value=median).to_pyarrow()["value"][0].as_py()]
        else:
            counted = known.group_by(value=known[column]).aggregate(n=known.count())
            ranked = counted.order_by(ibis.desc("n"), "value").limit(1)
            found = ranked.to_pyarrow()["value"].to_pylist()
        if not found or found[0] is None:
            raise UserError(
                f"no row has a {column!r}, so it has no {self.rule.value}",
                where=self.where,
                expected="at least one value",
                todo="use 'constant', or leave the rule out.",
            )
        return str(found[0]) if marked[column].type().is_string() else found[0]

    def _constant(self, values: ir.Value) -> Any:
        constant, kind = self.rule.constant, values.type()
        wanted = bool if kind.is_boolean() else (int, float)
        fits = isinstance(constant, wanted) and (
            kind.is_boolean() or (kind.is_numeric() and constant is not True)
        )
        if not fits:
            raise UserError(
                f"{constant!r} cannot fill {self.rule.column!r}, which holds {kind} values",
                where=self.where,
                expected="a constant of that type",
            )
        return constant


STEPS: dict[str, type[Step[Any]]] = {
    "drop_unreadable": DropUnreadable,
    "drop_missing": DropMissing,
    "fill": Fill,
}
"""The rules of this family by the names that the params give them."""
