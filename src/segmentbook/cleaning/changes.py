"""What a rule changes without removing a row."""

from __future__ import annotations

import functools
import math
import operator
from typing import Any

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning import columns, marks
from segmentbook.cleaning.bounds import bounds, outside
from segmentbook.core.engine import MONEY
from segmentbook.core.errors import UserError
from segmentbook.params.cleaning import Cap, Derive, Fill


def fill(marked: ir.Table, rule: Fill, number: int, where: str) -> ir.Table:
    """Fill the gaps of a column."""
    values = marked[rule.column]
    gap = columns.missing(values)
    if rule.value is not None:
        new = _typical(marked, rule, where)
    elif values.type().is_string():
        new = str(rule.constant)
    else:
        new = _constant(rule, values, where)
    return _set(marked, rule.column, ibis.literal(new), gap, number)


def cap(marked: ir.Table, rule: Cap, number: int, where: str) -> ir.Table:
    """Set values that are too far out to the bound."""
    values = columns.number(marked, rule.column, where)
    lower, upper = bounds(marked, values, rule, where)
    if values.type().is_integer():  # a whole number within the bounds
        lower = math.ceil(lower) if lower > -math.inf else lower
        upper = math.floor(upper) if upper < math.inf else upper
    new = values.cast("float64")
    new = ibis.greatest(new, lower) if lower > -math.inf else new
    new = ibis.least(new, upper) if upper < math.inf else new
    table = marked.mutate(**{rule.column: values})
    return _set(table, rule.column, new, outside(values, lower, upper), number)


def derive(marked: ir.Table, rule: Derive, number: int, where: str) -> ir.Table:
    """Add a column that is computed of others."""
    if rule.column in marked.columns:
        raise UserError(
            f"there is a column {rule.column!r} already",
            where=where,
            expected="a new name",
            todo="change 'column'.",
        )
    parts = [columns.number(marked, column, where) for column in rule.of]
    whole = all(part.type().is_integer() for part in parts)
    exact = all(part.type().is_integer() or part.type().is_decimal() for part in parts)
    if rule.by in ("product", "ratio") or not exact:
        parts = [part.cast("float64") for part in parts]
    elif not whole:
        parts = [part.cast(MONEY) for part in parts]
    new = _compute(rule, parts)
    done = marks.stays(marked) & new.notnull()
    return marked.mutate(
        **{
            rule.column: new,
            marks.changed(number): done,
            marks.before(number): ibis.null("string"),
        }
    )


def _compute(rule: Derive, parts: list[Any]) -> ir.NumericValue:
    match rule.by:
        case "sum":
            return functools.reduce(operator.add, parts)
        case "difference":
            return parts[0] - parts[1]
        case "product":
            return functools.reduce(operator.mul, parts)
        case "ratio":
            return parts[0] / parts[1].nullif(0)
        case _:
            return ibis.literal(rule.reference_year) - parts[0]


def _typical(marked: ir.Table, rule: Fill, where: str) -> Any:
    """Return the median, or the most frequent value, of the rows that earlier rules left."""
    known = marked.filter(marks.stays(marked) & ~columns.missing(marked[rule.column]))
    if rule.value == "median":
        median = columns.number(known, rule.column, where).cast("float64").median()
        found = [known.aggregate(value=median).to_pyarrow()["value"][0].as_py()]
    else:
        counted = known.group_by(value=known[rule.column]).aggregate(n=known.count())
        ranked = counted.order_by(ibis.desc("n"), "value").limit(1)
        found = ranked.to_pyarrow()["value"].to_pylist()
    if not found or found[0] is None:
        raise UserError(
            f"no row has a {rule.column!r}, so it has no {rule.value}",
            where=where,
            expected="values to take it of",
            todo="use 'constant', or leave the rule out.",
        )
    return str(found[0]) if marked[rule.column].type().is_string() else found[0]


def _constant(rule: Fill, values: ir.Value, where: str) -> Any:
    wanted = bool if values.type().is_boolean() else (int, float)
    right = isinstance(rule.constant, wanted) and (
        values.type().is_boolean() or (values.type().is_numeric() and rule.constant is not True)
    )
    if not right:
        raise UserError(
            f"{rule.constant!r} cannot fill {rule.column!r}, which holds {values.type()} values",
            where=where,
            expected="a constant of that kind",
        )
    return rule.constant


def _set(
    marked: ir.Table, column: str, new: ir.Value, where: ir.BooleanValue, number: int
) -> ir.Table:
    """Set a column where a condition holds; the money of a line follows its quantity and price."""
    old = marked[column]
    if old.type().is_numeric():
        new = columns.fit(new, old)
    hit = (marks.stays(marked) & where).fill_null(False)
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
        values[marks.money(number)] = (value.fill_null(0) - old.fill_null(0)).cast(MONEY)
    elif column in _FACTORS and len(pair) == 2:
        amount = hit.ifelse((pair["quantity"] * pair["price"]).cast(MONEY), marked.amount)
        values["amount"] = amount
        values[marks.money(number)] = (amount.fill_null(0) - marked.amount.fill_null(0)).cast(MONEY)
    return marked.mutate(**values)


_FACTORS = {"quantity", "price"}
