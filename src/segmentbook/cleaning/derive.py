"""Columns that are computed from others."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning import columns, marks
from segmentbook.cleaning.step import Change, Step
from segmentbook.core.engine import MONEY
from segmentbook.core.errors import UserError
from segmentbook.params import cleaning as params


class Derive(Change[params.Derive]):
    """Add a column: the sum, difference, product or ratio of others, or years up to a given one."""

    outcome = "added"

    def columns(self) -> Sequence[str]:
        """Return the columns that the new one is computed from."""
        return self.rule.of

    def adds(self) -> set[str]:
        """Return the new column."""
        return {self.rule.column}

    def changes(self) -> set[str]:
        """Return nothing: the export does not have the new column."""
        return set()

    def shown(self, changed: ir.Table) -> ir.StringValue:
        """Return the new values with two decimals."""
        return changed[self.rule.column].cast("float64").round(2).cast("string")

    def apply(self, marked: ir.Table) -> ir.Table:
        """Add the column; sums and differences of money and of integers stay exact.

        Raises:
            UserError: If there is a column of that name, or a part does not hold numbers.
        """
        if self.rule.column in marked.columns:
            raise UserError(
                f"there is a column {self.rule.column!r} already",
                where=self.where,
                expected="a new name",
                todo="change 'column'.",
            )
        parts = [columns.number(marked, column, self.where) for column in self.rule.of]
        whole = all(part.type().is_integer() for part in parts)
        exact = all(part.type().is_integer() or part.type().is_decimal() for part in parts)
        if self.rule.by in ("product", "ratio") or not exact:
            parts = [part.cast("float64") for part in parts]
        elif not whole:
            parts = [part.cast(MONEY) for part in parts]
        new = self._compute(parts)
        return marked.mutate(
            **{
                self.rule.column: new,
                marks.changed(self.number): marks.is_kept(marked) & new.notnull(),
                marks.before(self.number): ibis.null("string"),
            }
        )

    def _compute(self, parts: list[Any]) -> ir.NumericValue:
        match self.rule.by:
            case "sum":
                return functools.reduce(operator.add, parts)
            case "difference":
                return parts[0] - parts[1]
            case "product":
                return functools.reduce(operator.mul, parts)
            case "ratio":
                return parts[0] / parts[1].nullif(0)
            case "years":
                return ibis.literal(self.rule.reference_year) - parts[0]


STEPS: dict[str, type[Step[Any]]] = {
    "derive": Derive,
}
"""The rules of this family by the names that the params give them."""
