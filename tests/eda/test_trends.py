"""Months, which of them are compared, and the test of a trend."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from fixtures import in_engine, order_lines
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import trends
from segmentbook.eda.window import Window


def shop(months, customers=40, start="2021-01-01", level=lambda _: 1.0):
    """Return orders of each customer on the tenth of each month; the level is what one is worth."""
    rows = [
        (
            f"c{one}",
            f"o{month}-{one}",
            pd.Timestamp(start) + pd.DateOffset(months=month, days=day),
            n,
        )
        for month in range(months)
        for one, day in [(n, n % 28) for n in range(customers)]
        for n in [Decimal(str(round(level(month) * (10 + one % 7), 2)))]
    ]
    return in_engine(pd.DataFrame(rows, columns=["customer", "order", "timestamp", "amount"]))


def known(months, start="2021-01-01"):
    first = pd.Timestamp(start)
    last = first + pd.DateOffset(months=months) - pd.Timedelta(days=1)
    return Window(first.date(), last.date(), 60)


def table_of(complete, start="2021-01-01"):
    months = pd.date_range(start, periods=len(complete), freq="MS")
    return pd.DataFrame({"month": months, "complete": complete, "revenue": 1.0})


def test_months_against_a_second_computation():
    frame = order_lines(150)
    found = trends.months(in_engine(frame), Window(date(2023, 1, 1), date(2023, 6, 30), 40), 1)
    plain = frame.assign(month=frame["timestamp"].dt.to_period("M").dt.start_time)
    first = plain.groupby("customer")["month"].min().value_counts().sort_index()
    assert found["new_customers"].isna().tolist() == [True, True, False, False, False, False]
    assert (
        found["new_customers"][2:].tolist() == first.reindex(found["month"][2:]).fillna(0).tolist()
    )
    assert found["customers"].tolist() == plain.groupby("month")["customer"].nunique().tolist()
    assert (found["capped"] <= found["revenue"] + 1e-6).all()
    assert found["capped"].sum() < found["revenue"].sum()


def test_small_numbers_of_customers_are_hidden():
    found = trends.months(in_engine(order_lines(30)), known(6, "2023-01-01"), 25)
    numbers = found[["customers", "new_customers"]]
    assert not ((numbers > 0) & (numbers < 25)).any().any()


def test_the_same_months_a_year_earlier_are_compared_where_there_are_three():
    found = trends.compared(table_of([True] * 15), 3)
    assert found.basis == "year"
    assert [f"{day:%y-%m}" for day in found.now] == ["22-01", "22-02", "22-03"]
    assert [f"{day:%y-%m}" for day in found.before] == ["21-01", "21-02", "21-03"]


def test_otherwise_the_months_just_before():
    found = trends.compared(table_of([False] + [True] * 13 + [False]), 12)
    assert found.basis == "before"
    assert [f"{day:%y-%m}" for day in found.now] == [f"21-{n:02}" for n in range(9, 13)] + [
        "22-01", "22-02",
    ]  # fmt: skip
    assert f"{found.before[0]:%y-%m}" == "21-03"


def test_months_before_a_gap_are_not_just_before():
    found = trends.compared(table_of([True, True, False, True, True, True]), 3)
    assert [f"{day:%y-%m}" for day in found.before] == ["21-05"]
    assert isinstance(trends.compared(table_of([True, False]), 3), NotApplicable)


def test_growth_of_two_years_is_a_trend_and_a_season_is_none():
    def said(level):
        lines = shop(24, level=level)
        table = trends.months(lines, known(24))
        return trends.changes(lines, table).set_index("series")["trend"].to_dict()

    wobble = np.random.default_rng(1).normal(0, 0.02, 24)
    season = [1 + 0.5 * (month % 12 in (10, 11)) for month in range(24)]
    steady = said(lambda month: season[month] * (1 + wobble[month]))
    assert steady["revenue"] == "none"
    assert said(lambda m: season[m] * (1 + wobble[m]) * 1.02**m)["revenue"] == "rises"
    assert said(lambda m: season[m] * (1 + wobble[m]) * 0.98**m)["revenue"] == "falls"
    assert steady["new_customers"] == "untested"


def test_under_two_years_nothing_is_tested():
    lines = shop(18, level=lambda month: 1.0 if month < 12 else 0.5)
    table = trends.months(lines, known(18))
    found = trends.changes(lines, table)
    assert set(found["trend"]) == {"untested"}
    metrics = trends.change_metrics(table, found)
    assert (metrics["trend_turn"], metrics["trend_basis"]) == ("collapse", "year")
    assert metrics["trend"]["revenue"]["change"] == pytest.approx(-0.5, abs=0.01)
    assert metrics["trend_last"] == date(2022, 6, 1)


@pytest.mark.parametrize(
    ("level", "turn"), [(0.69, "collapse"), (0.72, "steady"), (1.4, "steady"), (1.45, "surge")]
)
def test_a_collapse_and_the_surge_that_would_undo_it(level, turn):
    lines = shop(6, level=lambda month: 1.0 if month < 3 else level)
    table = trends.months(lines, known(6))
    assert trends.change_metrics(table, trends.changes(lines, table))["trend_turn"] == turn


def test_one_customer_makes_no_trend():
    """The revenue of a single buyer doubles; the customers as units say that it could be chance."""
    frame = shop(24).to_pandas()
    own = frame["customer"] == "c0"
    late = frame["timestamp"] >= "2022-01-01"
    frame.loc[own & late, "amount"] *= Decimal(40)
    frame["amount"] = frame["amount"].astype(float).round(2)
    lines = in_engine(frame)
    found = trends.changes(lines, trends.months(lines, known(24)))
    assert found["trend"][0] == "none"
