"""Periods of one length and their customer views."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from fixtures import REFERENCE, floats, in_engine, order_lines
from segmentbook.core.engine import frame
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.movement.periods import HALF_YEAR, QUARTER, Periods, periods, views, weeks


def lines_of_days(*days: date):
    one = order_lines(1).iloc[[0] * len(days)]
    when = pd.to_datetime(pd.Series(days, index=one.index)).astype("datetime64[us]")
    return in_engine(one.assign(timestamp=when))


@pytest.mark.parametrize(
    ("covered", "days", "number"),
    [
        (2 * QUARTER, QUARTER, 2),
        (374, QUARTER, 4),
        (3 * HALF_YEAR - 1, QUARTER, 5),
        (3 * HALF_YEAR, HALF_YEAR, 3),
        (1100, HALF_YEAR, 6),
    ],
)
def test_half_years_where_a_customer_can_leave_and_return(covered, days, number):
    reference = date(2024, 1, 1)
    found = periods(lines_of_days(reference - timedelta(days=covered)), reference)
    assert found == Periods(reference, days, number)
    assert found.last_day(number - 1) == reference - timedelta(days=1)
    assert found.first_day(0) >= reference - timedelta(days=covered)
    assert all((found.last_day(p) - found.first_day(p)).days == days - 1 for p in range(number))


def test_one_period_shows_no_movement():
    reference = date(2024, 1, 1)
    found = periods(lines_of_days(reference - timedelta(days=2 * QUARTER - 1)), reference)
    assert isinstance(found, NotApplicable)
    assert found.values == {"days": 181, "length": QUARTER}
    assert "{days:count} days" in found.reason


def test_views_against_plain_pandas():
    chosen = Periods(REFERENCE, 50, 3)
    found = frame(views(in_engine(order_lines()), chosen))
    plain = floats(order_lines())
    day = plain["timestamp"].dt.normalize()
    first = day.groupby(plain["customer"]).min()
    rows = []
    for period in range(3):
        start = pd.Timestamp(chosen.first_day(period))
        end = start + pd.Timedelta(days=50)
        inside = plain[(day >= start) & (day < end)].assign(day=day)
        for customer, bought in inside.groupby("customer"):
            rows.append(
                {
                    "customer": customer,
                    "period": period,
                    "recency": (end - bought["day"].max()).days,
                    "frequency": bought["order"].nunique(),
                    "monetary": bought["amount"].sum(),
                    "first_order": first[customer],
                }
            )
    found["first_order"] = pd.to_datetime(found["first_order"])
    pd.testing.assert_frame_equal(found, pd.DataFrame(rows), check_dtype=False, rtol=1e-12)
    assert found["recency"].between(1, 50).all()


@pytest.mark.parametrize(
    ("days", "number", "period"),
    [(91, 4, None), (91, 5, 0), (182, 2, None), (182, 3, 0), (182, 6, 3)],
)
def test_the_period_of_a_year_earlier(days, number, period):
    found = Periods(REFERENCE, days, number)
    assert found.year_earlier == period
    if period is not None:
        assert (found.first_day(number - 1) - found.first_day(period)).days == 364


def test_weeks_against_plain_pandas():
    chosen = Periods(REFERENCE, 49, 3)
    found = frame(weeks(in_engine(order_lines()), chosen, 0, 50.0))
    plain = floats(order_lines())
    ago = (pd.Timestamp(REFERENCE) - plain["timestamp"].dt.normalize()).dt.days - 1
    rows = []
    for later, least in ((False, 98), (True, 0)):
        for week in range(7):
            here = (ago - least) // 7 == week
            spent = plain[here].groupby("customer")["amount"].sum()
            if len(spent):
                rows.append((later, week, len(spent), spent.sum(), spent.clip(upper=50).sum()))
    wanted = pd.DataFrame(rows, columns=["later", "week", "customers", "revenue", "capped"])
    assert (wanted["capped"] < wanted["revenue"]).any()
    pd.testing.assert_frame_equal(found, wanted, check_dtype=False)
