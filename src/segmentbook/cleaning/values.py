"""Numbers within bounds: values that must be above zero, outliers to drop or to cap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning import columns
from segmentbook.cleaning.faults import Fault
from segmentbook.cleaning.marks import is_kept
from segmentbook.cleaning.step import Answers, Change, Removal, Step, any_of
from segmentbook.core.errors import UserError
from segmentbook.params import cleaning as params


class KeepPositive(Removal[params.KeepPositive]):
    """Keep the rows in which every one of the columns is above zero."""

    def columns(self) -> Sequence[str]:
        """Return the columns that must be above zero."""
        return self.rule.columns

    def rows_to_drop(self, table: ir.Table) -> ir.BooleanValue:
        """Say which rows have a gap, zero or less in one of the columns."""
        numbers = [columns.number(table, column, self.where) for column in self.rule.columns]
        return any_of([number.fill_null(0) <= 0 for number in numbers])

    def answers(self) -> Answers:
        """Return that gaps, zeros and negative values of the columns are dealt with."""
        faults = (Fault.EMPTY, Fault.BELOW_ZERO, Fault.ZERO)
        return {(fault, column) for fault in faults for column in self.rule.columns}


class DropOutliers(Removal[params.DropOutliers]):
    """Drop the rows whose value is out of bounds."""

    reads_all_rows = True

    def columns(self) -> Sequence[str]:
        """Return the column with bounds."""
        return [self.rule.column]

    def rows_to_drop(self, table: ir.Table) -> ir.BooleanValue:
        """Say which rows are out of bounds; a gap is not."""
        values = columns.number(table, self.rule.column, self.where)
        return outside(values, *bounds(table, values, self.rule, self.where))

    def answers(self) -> Answers:
        """Return that low values are dealt with where the rule has a lower bound."""
        return _low_values(self.rule)


class Cap(Change[params.Cap]):
    """Set values that are out of bounds to the bound."""

    reads_all_rows = True

    def columns(self) -> Sequence[str]:
        """Return the column with bounds."""
        return [self.rule.column]

    def apply(self, marked: ir.Table) -> ir.Table:
        """Cap the values; integers are capped at the nearest integer within the bounds."""
        values = columns.number(marked, self.rule.column, self.where)
        lower, upper = bounds(marked, values, self.rule, self.where)
        if values.type().is_integer():
            lower = math.ceil(lower) if lower > -math.inf else lower
            upper = math.floor(upper) if upper < math.inf else upper
        new = values.cast("float64")
        new = ibis.greatest(new, _exact(lower)) if lower > -math.inf else new
        new = ibis.least(new, _exact(upper)) if upper < math.inf else new
        table = marked.mutate(**{self.rule.column: values})
        return self.set(table, new, outside(values, lower, upper))

    def answers(self) -> Answers:
        """Return that low values are dealt with where the rule has a lower bound."""
        return _low_values(self.rule)


STEPS: dict[str, type[Step[Any]]] = {
    "keep_positive": KeepPositive,
    "cap": Cap,
    "drop_outliers": DropOutliers,
}
"""The rules of this family by the names that the params give them."""


def _low_values(rule: params.Bounds) -> Answers:
    if rule.lower is None:
        return set()
    return {(Fault.BELOW_ZERO, rule.column), (Fault.ZERO, rule.column)}


def bounds(
    marked: ir.Table, values: ir.NumericValue, rule: params.Bounds, where: str
) -> tuple[float, float]:
    """Return the lowest and the highest value that a rule allows.

    Percentiles and quartiles are those of the rows that earlier rules left, by linear interpolation.
    The distance from the quartiles is measured in interquartile ranges (Tukey, Exploratory Data
    Analysis, 1977).

    Args:
        marked: The table before the rule.
        values: The rule's column as numbers.
        rule: The rule.
        where: Its place in the params, for messages.

    Returns:
        The bounds; an open end is infinite.

    Raises:
        UserError: If no row is left to take a percentile of.
    """
    if rule.percentile is None and rule.iqr is None:
        lower = -math.inf if rule.lower is None else rule.lower
        return lower, math.inf if rule.upper is None else rule.upper
    shares = [rule.percentile] if rule.percentile is not None else [0.25, 0.75]
    number = values.cast("float64")
    found = marked.aggregate(
        **{f"q{i}": number.quantile(share, where=is_kept(marked)) for i, share in enumerate(shares)}
    ).to_pyarrow()
    cuts = [found[f"q{i}"][0].as_py() for i in range(len(shares))]
    if None in cuts:
        raise UserError(
            f"no row has a {rule.column!r} when this rule comes",
            where=where,
            expected="values to take a percentile of",
            todo="move the rule up, or give 'lower' and 'upper'.",
        )
    if rule.iqr is None:
        return -math.inf, cuts[0]
    reach = rule.iqr * (cuts[1] - cuts[0])
    return cuts[0] - reach, cuts[1] + reach


def outside(values: ir.NumericValue, lower: float, upper: float) -> ir.BooleanValue:
    """Say which values are out of bounds."""
    number = values.cast("float64")
    conditions = [number < _exact(lower)] if lower > -math.inf else []
    conditions += [number > _exact(upper)] if upper < math.inf else []
    return any_of(conditions)


def _exact(bound: float) -> ir.FloatingValue:
    """Return a bound to the last bit: the engine would read the digits of a number as a DECIMAL."""
    return ibis.literal(repr(float(bound))).cast("float64")
