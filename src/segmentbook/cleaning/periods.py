"""Spans of time: rows to keep or to drop by their date, months that the export does not cover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.cleaning.faults import HEADINGS, Fault
from segmentbook.cleaning.step import Answers, Removal, Step
from segmentbook.params import cleaning as params


class KeepPeriod(Removal[params.KeepPeriod]):
    """Keep the rows of a span of time."""

    def columns(self) -> Sequence[str]:
        """Return the column of times."""
        return ["timestamp"]

    def rows_to_drop(self, table: ir.Table) -> ir.BooleanValue:
        """Say which rows are outside the span, or have no time."""
        return ~_within(table.timestamp, self.rule).fill_null(False)

    def answers(self) -> Answers:
        """Return that incomplete periods and strange years are dealt with."""
        return _OF_TIME


class DropPeriod(Removal[params.DropPeriod]):
    """Drop the rows of a span of time."""

    def columns(self) -> Sequence[str]:
        """Return the column of times."""
        return ["timestamp"]

    def rows_to_drop(self, table: ir.Table) -> ir.BooleanValue:
        """Say which rows are within the span; a row without a time is not."""
        return _within(table.timestamp, self.rule)

    def answers(self) -> Answers:
        """Return that incomplete periods and strange years are dealt with."""
        return _OF_TIME


STEPS: dict[str, type[Step[Any]]] = {
    "keep_period": KeepPeriod,
    "drop_period": DropPeriod,
}
"""The rules of this family by the names that the params give them."""


_OF_TIME: Answers = {(fault, "") for fault in HEADINGS["periods"]} | {
    (Fault.STRANGE_YEAR, "timestamp")
}


def _within(timestamp: ir.TimestampValue, rule: params.Period) -> ir.BooleanValue:
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


def incomplete_periods(export: ir.Table) -> list[dict[str, Any]]:
    """Find months without rows, and first and last months that the export covers in part.

    A shop may close for some days: up to three days without a row at an end leave a month complete.

    Args:
        export: One row per row of the export, canonical columns.

    Returns:
        For each fault `fault`, `count` (of months or of rows), `share` (of months or of rows) and
        `value`: the month, an ISO 8601 interval of months, or the first or last day with a row.
    """
    total = int(export.count().to_pyarrow().as_py())
    if "timestamp" not in export.columns or total == 0:
        return []
    known = export.filter(export.timestamp.notnull())
    by_month = (
        known.group_by(month=known.timestamp.truncate("M").date())
        .aggregate(
            rows=known.count(),
            first=known.timestamp.date().min(),
            last=known.timestamp.date().max(),
        )
        .order_by("month")
        .to_pandas()
    )
    if by_month.empty:
        return []
    first, last = pd.Timestamp(by_month["first"].iloc[0]), pd.Timestamp(by_month["last"].iloc[-1])
    partial = [
        (first.day > 4, Fault.FIRST_MONTH_INCOMPLETE, 0, first),
        (last.days_in_month - last.day > 3, Fault.LAST_MONTH_INCOMPLETE, -1, last),
    ]
    found = _gaps(pd.PeriodIndex(pd.to_datetime(by_month["month"]), freq="M"))
    for incomplete, fault, place, day in partial:
        if incomplete:
            rows = int(by_month["rows"].iloc[place])
            value = f"{day:%Y-%m-%d}"
            found.append({"fault": fault, "count": rows, "share": rows / total, "value": value})
    return found


def _gaps(months: pd.PeriodIndex) -> list[dict[str, Any]]:
    gaps = pd.period_range(months[0], months[-1], freq="M").difference(months)
    if len(gaps) == 0:
        return []
    value = str(gaps[0]) if len(gaps) == 1 else f"{gaps[0]}/{gaps[-1]}"
    share = len(gaps) / (len(gaps) + len(months))
    return [
        {"fault": Fault.MONTHS_WITHOUT_ROWS, "count": len(gaps), "share": share, "value": value}
    ]
