"""The date that recency and other numbers of days are counted to."""

from __future__ import annotations

from datetime import date, timedelta

import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.errors import UserError
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.params.study import Study


def reference_date(lines: ir.Table, given: date | None) -> date:
    """Return the date that recency counts to: the given one, else the day after the last order.

    Raises:
        UserError: If the given date is not after the last order.
    """
    last = frame(lines.aggregate(last=lines.timestamp.date().max()))["last"][0]
    last_day: date = pd.Timestamp(last).date()
    if given is None:
        return last_day + timedelta(days=1)
    if given <= last_day:
        raise _too_early(given, "not after the last order", f"a date after {last_day}")
    return given


def reference_of_rows(rows: ir.Table, given: date | None) -> date:
    """Return the date that days count to in an export with one row for each customer.

    Args:
        rows: What cleaning left of the export.
        given: The date of the params.

    Returns:
        The given date; else the day on which the export was made (the latest `as_of`); else the day
        after the latest date of a customer.

    Raises:
        UserError: If that is before the last order of a customer, or no date is known at all.
    """
    dates = [c for c in ("as_of", "last_order", "first_order", "joined") if c in rows.columns]
    found: dict[str, date] = {}
    if dates:
        latest = frame(rows.aggregate(**{c: rows[c].date().max() for c in dates})).iloc[0]
        found = {c: pd.Timestamp(latest[c]).date() for c in dates if pd.notna(latest[c])}
    events = [day for name, day in found.items() if name != "as_of"]
    reference: date | None = given or found.get("as_of")
    if reference is None:
        if not events:
            raise UserError(
                "no column holds a date to count days to",
                where="customers.reference_date",
                expected="the day on which the export was made, e.g. 2022-08-29",
                todo="add it to the params.",
            )
        return max(events) + timedelta(days=1)
    if events and reference < max(events):
        latest_event = f"on or after {max(events)}"
        raise _too_early(reference, "before the latest date of a customer", latest_event)
    return reference


def reference_of(
    study: Study, lines: ir.Table | NotApplicable, rows: ir.Table | NotApplicable
) -> date:
    """Return the reference date of a study, whatever the grain of its export."""
    given = study.customers.reference_date
    if not isinstance(lines, NotApplicable):
        return reference_date(lines, given)
    assert not isinstance(rows, NotApplicable)  # a study has the one or the other
    return reference_of_rows(rows, given)


def _too_early(given: date, problem: str, expected: str) -> UserError:
    return UserError(
        f"customers.reference_date = {given} is {problem}",
        where="params",
        expected=expected,
        todo="correct it, or leave it out to count from the day after the last order.",
    )
