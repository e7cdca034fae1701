"""What every cleaning rule is to the cleaning: the columns it needs, the rows it drops or changes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning import columns, marks
from segmentbook.cleaning.faults import Fault
from segmentbook.cleaning.marks import REMOVED_BY
from segmentbook.core.engine import MONEY
from segmentbook.core.errors import UserError, nearest
from segmentbook.params.cleaning import Rule

R = TypeVar("R", bound=Rule)

Answers = set[tuple[Fault, str]]
"""Faults with their columns; a fault of whole rows has the column `""`."""


class Step(ABC, Generic[R]):
    """One rule of the params at its place in the cleaning.

    Args:
        rule: What the params say.
        number: Its one-based place, with which it marks the rows it drops or changes.
        own_columns: The columns that the export itself has.
    """

    outcome: ClassVar[str] = "removed"
    """What became of the rows it touches but does not drop: `changed`, `added` or `made_line`."""

    reads_all_rows: ClassVar[bool] = False
    """Whether it looks at all rows before it decides on one, which reads the table more than once."""

    makes_lines: ClassVar[bool] = False
    """Whether it turns a row into several."""

    def __init__(self, rule: R, number: int = 1, own_columns: Sequence[str] = ()) -> None:
        self.rule = rule
        self.number = number
        self.own_columns = own_columns

    @property
    def where(self) -> str:
        """The place in the params, for messages."""
        return f"cleaning, rule {self.number} ({self.rule.rule})"

    @abstractmethod
    def columns(self) -> Sequence[str]:
        """Return the columns that the rule needs."""

    @abstractmethod
    def apply(self, marked: ir.Table) -> ir.Table:
        """Return the table with the rows marked that the rule drops or changes.

        Raises:
            UserError: If the rule does not fit the values of the export.
        """

    def answers(self) -> Answers:
        """Return the faults of an export that the rule deals with."""
        return set()

    def changes(self) -> set[str]:
        """Return the columns of the export that the rule may change."""
        return set()

    def adds(self) -> set[str]:
        """Return the columns that the rule adds."""
        return set()

    def require(self, table: ir.Table) -> None:
        """Refuse a rule whose columns the table does not have.

        Raises:
            UserError: With the nearest column.
        """
        for column in self.columns():
            if column not in table.columns:
                raise UserError(
                    f"there is no column {column!r}",
                    where=self.where,
                    expected=nearest(column, (c for c in table.columns if not c.startswith("_"))),
                    todo="name a canonical column, or one of the export's own.",
                )


class Removal(Step[R]):
    """A rule that drops rows."""

    @abstractmethod
    def rows_to_drop(self, table: ir.Table) -> ir.BooleanValue:
        """Say which rows the rule drops; null counts as no."""

    def apply(self, marked: ir.Table) -> ir.Table:
        """Mark the rows to drop with the number of the rule."""
        drop = marks.is_kept(marked) & self.rows_to_drop(marked).fill_null(False)
        return marked.mutate(
            **{REMOVED_BY: drop.ifelse(self.number, marked[REMOVED_BY]).cast("int8")}
        )


class Change(Step[R]):
    """A rule that sets one column and drops no row."""

    outcome = "changed"

    @property
    def column(self) -> str:
        """The column that the rule sets."""
        return str(self.rule.column)  # type: ignore[attr-defined]

    def changes(self) -> set[str]:
        """Return the column; the money of a line follows its quantity and price."""
        return {self.column, "amount"} if self.column in _FACTORS else {self.column}

    def shown(self, changed: ir.Table) -> ir.StringValue:
        """Return the new values as an example shows them."""
        return changed[self.column].cast("string")

    def set(self, marked: ir.Table, new: ir.Value, where: ir.BooleanValue) -> ir.Table:
        """Set the column in kept rows where a condition holds, and mark these as changed."""
        column, number = self.column, self.number
        old = marked[column]
        if old.type().is_numeric():
            new = columns.fit(new, old)
        hit = (marks.is_kept(marked) & where).fill_null(False)
        value = hit.ifelse(new, old)
        values: dict[str, ir.Value] = {
            column: value,
            marks.changed(number): hit,
            marks.before(number): hit.ifelse(old.cast("string"), None),
        }
        pair = {
            name: value if name == column else marked[name] for name in _FACTORS & {*marked.columns}
        }
        if column == "amount":
            gained = (value.fill_null(0) - old.fill_null(0)).cast(MONEY)
            values[marks.money(number)] = gained
        elif column in _FACTORS and len(pair) == 2:
            amount = hit.ifelse((pair["quantity"] * pair["price"]).cast(MONEY), marked.amount)
            values["amount"] = amount
            gained = (amount.fill_null(0) - marked.amount.fill_null(0)).cast(MONEY)
            values[marks.money(number)] = gained
        return marked.mutate(**values)


_FACTORS = {"quantity", "price"}


def any_of(conditions: Sequence[ir.BooleanValue]) -> ir.BooleanValue:
    """Say where one of several conditions holds."""
    return ibis.or_(*conditions)
