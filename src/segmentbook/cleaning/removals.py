"""Which rows a rule removes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning import columns
from segmentbook.cleaning.bounds import bounds, outside
from segmentbook.cleaning.marks import LISTED, line_id, stays
from segmentbook.cleaning.matching import matched
from segmentbook.core.errors import UserError
from segmentbook.ingest.read import ROW, UNREADABLE
from segmentbook.params.cleaning import (
    DropCancelled,
    DropDuplicates,
    DropMissing,
    DropOutliers,
    DropPeriod,
    DropProducts,
    DropUnreadable,
    KeepPeriod,
    KeepPositive,
    MatchCancellations,
    Period,
    Rule,
)

_ALL = ibis.literal(True)


def hits(table: ir.Table, rule: Rule, own_columns: Sequence[str], where: str) -> ir.BooleanValue:
    """Say which rows a rule removes; null counts as no.

    Args:
        table: The marked table before the rule.
        rule: The rule.
        own_columns: The columns that the export itself has.
        where: The rule's place in the params, for a message.
    """
    match rule:
        case DropUnreadable():
            return table[UNREADABLE].notnull()
        case DropMissing():
            return ibis.or_(*(columns.missing(table[column]) for column in rule.columns))
        case DropCancelled():
            return _cancelled(table, rule, where)
        case KeepPositive():
            numbers = [columns.number(table, column, where) for column in rule.columns]
            return ibis.or_(*(number.fill_null(0) <= 0 for number in numbers))
        case DropDuplicates():
            # Rows that earlier rules removed must not make a kept row a repetition; for an item list
            # of which lines were made stands its hash.
            own = [column if column in table.columns else LISTED for column in own_columns]
            return table[ROW].isin(repetitions(table, own, stays(table))[ROW])
        case _:
            return _hits_of_others(table, rule, where)


def repetitions(
    table: ir.Table, own_columns: Sequence[str], among: ir.BooleanValue = _ALL
) -> ir.Table:
    """Return `export_row` of each row that agrees with an earlier one in every given column.

    Args:
        table: One row per row of the export.
        own_columns: The columns in which rows must agree.
        among: Which of the rows are compared.
    """
    # Only rows whose hashes agree are compared column by column. Which these are is told first: in
    # one expression the engine would write the whole table down for it, twice.
    parts = {f"c{i}": table[column] for i, column in enumerate(own_columns)}
    hashed = table.filter(among).select(ROW, hash=ibis.struct(parts).hash()).cache()
    shared = hashed.group_by("hash").having(hashed.count() > 1).aggregate(n=hashed.count())
    alike = hashed.semi_join(shared, "hash").select(ROW).cache()
    rows = table.select(ROW, **parts).semi_join(alike, ROW)
    first = rows[ROW].min().over(ibis.window(group_by=list(parts)))
    return rows.mutate(first=first).filter(lambda t: t[ROW] != t["first"]).select(ROW).cache()


def _hits_of_others(table: ir.Table, rule: Rule, where: str) -> ir.BooleanValue:
    match rule:
        case MatchCancellations():
            return line_id(table).isin(matched(table.filter(stays(table))).line)
        case KeepPeriod():
            return ~_within(table.timestamp, rule).fill_null(False)
        case DropPeriod():
            return _within(table.timestamp, rule)
        case DropOutliers(column=column):
            values = columns.number(table, column, where)
            return outside(values, *bounds(table, values, rule, where))
        case DropProducts(codes=codes, pattern=pattern):
            if pattern is None:
                return table["product"].isin(codes)
            return _like(table, pattern, where)
    raise AssertionError(f"no meaning for {rule!r}")


def _cancelled(table: ir.Table, rule: DropCancelled, where: str) -> ir.BooleanValue:
    if rule.prefix is not None:
        return table.order.startswith(rule.prefix)
    if rule.column is None:
        return columns.number(table, "quantity", where) < 0
    flag, value = table[rule.column], rule.value
    if flag.type().is_boolean() != isinstance(value, bool):
        # YAML reads yes and true as truth values, text files hold them as texts.
        return flag.cast("string").lower() == str(value).lower()
    if flag.type().is_string():
        return flag == str(value)
    if isinstance(value, str):
        raise UserError(
            f"the column {rule.column!r} holds {flag.type()} values, not {value!r}",
            where=where,
            expected="a value of that kind",
        )
    return flag == value


def _within(timestamp: ir.TimestampValue, rule: Period) -> ir.BooleanValue:
    conditions = []
    if rule.start is not None:
        conditions.append(timestamp >= _midnight(_first_day(rule.start)))
    if rule.end is not None:
        conditions.append(timestamp < _midnight(_day_after(rule.end)))
    return ibis.and_(*conditions)


def _first_day(moment: str) -> date:
    return date.fromisoformat(moment if len(moment) > 7 else f"{moment}-01")


def _day_after(moment: str) -> date:
    first = _first_day(moment)
    if len(moment) > 7:
        return first + timedelta(days=1)
    return (first + timedelta(days=31)).replace(day=1)


def _midnight(day: date) -> Any:
    return ibis.timestamp(day.year, day.month, day.day, 0, 0, 0)


def _like(table: ir.Table, pattern: str, where: str) -> ir.BooleanValue:
    found = table["product"].re_search(pattern)
    try:
        table.select(found=found).limit(1).to_pyarrow()
    except Exception as error:  # each engine has its own for a pattern that it cannot run
        problem = f"the engine cannot use the pattern {pattern!r}"
        raise UserError(
            problem,
            where=where,
            expected=str(error).splitlines()[0],
            todo="write it without looking ahead or behind and without back references.",
        ) from None
    return found
