"""Concentration and retention, each computed a second time in pandas."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from fixtures import floats, in_engine, order_lines
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import retention
from segmentbook.eda.window import Window


@pytest.fixture(scope="module")
def plain():
    return floats(order_lines())


@pytest.fixture(scope="module")
def lines():
    return in_engine(order_lines())


def test_concentration(lines, plain):
    curve = retention.concentration(lines)
    spend = plain.groupby("customer")["amount"].sum().sort_values(ascending=False)
    assert len(spend) == 60
    assert curve["customer_share"].tolist() == pytest.approx([n / 100 for n in range(101)])
    assert curve["revenue_share"].iloc[[0, 100]].tolist() == [0, pytest.approx(1)]
    # 20 % of 60 customers are 12 of them, exactly.
    assert curve["revenue_share"][20] == pytest.approx(spend.iloc[:12].sum() / spend.sum())
    assert curve["revenue_share"].is_monotonic_increasing
    metrics = retention.concentration_metrics(curve)
    assert metrics["top_fifth_revenue_share"] == curve["revenue_share"][20]
    assert metrics["lower_half_revenue_share"] == pytest.approx(spend.iloc[30:].sum() / spend.sum())


def test_the_curve_begins_and_ends_at_known_points(lines):
    curve = retention.concentration(lines)
    assert curve["known"].iloc[[0, -1]].all()
    assert curve["revenue_share"].iloc[[0, -1]].tolist() == pytest.approx([0.0, 1.0])


def test_equal_customers_hold_equal_shares():
    table = order_lines(10).drop_duplicates("customer").assign(amount=Decimal("3.30"))
    curve = retention.concentration(in_engine(table))
    assert curve["revenue_share"].tolist() == pytest.approx(curve["customer_share"].tolist())


def brute_cohorts(plain):
    month = plain["timestamp"].dt.to_period("M")
    first = month.groupby(plain["customer"]).transform("min")
    age = (month - first).map(lambda offset: offset.n)
    table = (
        plain.assign(cohort=first.dt.to_timestamp(), age=age)
        .groupby(["cohort", "age"])["customer"]
        .nunique()
        .rename("customers")
        .reset_index()
    )
    table["size"] = table.groupby("cohort")["customers"].transform("first")
    return table[table["size"] >= 10].reset_index(drop=True)


def known(first="2023-01-01", last="2023-12-31", burn_in=0):
    """Return the days of an export, all of which know who is new unless there is a burn-in."""
    return Window(pd.Timestamp(first).date(), pd.Timestamp(last).date(), burn_in)


def test_cohorts():
    lines = order_lines(150)
    wanted = brute_cohorts(lines)
    assert wanted["cohort"].nunique() >= 3
    found = retention.cohorts(in_engine(lines), known())
    assert_frame_equal(found[list(wanted.columns)], wanted, check_dtype=False)
    shown = found["retention"].notna()
    assert found.loc[shown, "retention"].tolist() == pytest.approx(
        (wanted["customers"] / wanted["size"])[shown].tolist()
    )
    later = found["age"] > 0
    away = found["size"] - found["customers"]
    assert (shown | later).all()
    assert not shown[later & ((found["customers"] < 10) | away.between(1, 9))].any()
    assert 0 < shown[later].sum() < later.sum()


def orders_on(*days_of_customers):
    """Return lines in which customer n ordered on the given days."""
    rows = [
        {"customer": f"{n}", "order": f"{n}-{day}", "timestamp": pd.Timestamp(day)}
        for n, days in enumerate(days_of_customers)
        for day in days
    ]
    return in_engine(pd.DataFrame(rows))


def test_new_customers_who_do_not_come_back_count_in_retention():
    # Of 50 of January 25 return in February; of 50 of February nobody does; March ends it.
    january = [["2023-01-10", "2023-02-10"]] * 25 + [["2023-01-10"]] * 25
    february = [["2023-02-10"]] * 50
    march = [["2023-03-30"]] * 50
    days = known(last="2023-03-31")
    table = retention.cohorts(orders_on(*january, *february, *march), days)
    found = retention.cohort_metrics(table, days)
    assert found["next_month_retention"] == 0.25
    assert found["burn_in_days"] == 0
    few = retention.cohort_metrics(table, days, minimum=26)
    assert few["next_month_retention"] == {"below": 0.26}


def test_customers_first_seen_in_the_burn_in_and_months_covered_in_part_are_left_out():
    # All of January return in February, half of February in March; March is covered until the 9th.
    january = [["2023-01-10", "2023-02-10"]] * 40
    february = [["2023-02-10", "2023-03-05"]] * 15 + [["2023-02-10"]] * 15
    march = [["2023-03-05", "2023-04-05"]] * 10 + [["2023-03-05"]] * 10
    lines = orders_on(*january, *february, *march)
    days = known(last="2023-04-09", burn_in=20)
    table = retention.cohorts(lines, days)
    assert table["cohort"].dt.month.unique().tolist() == [2, 3]
    assert retention.cohort_metrics(table, days)["next_month_retention"] == 0.5
    longer = retention.cohorts(lines, known(last="2023-04-09", burn_in=40))
    assert longer.values == {"days": 40}
    never = retention.cohorts(lines, Window(days.first, days.last, None))
    assert "two days" in never.reason


def test_retention_needs_a_second_month():
    found = retention.cohorts(orders_on(*[["2023-01-10", "2023-01-20"]] * 12), known())
    assert isinstance(found, NotApplicable)
    # Nine customers are too few to be shown.
    assert isinstance(
        retention.cohorts(orders_on(*[["2023-01-10", "2023-02-20"]] * 9), known()), NotApplicable
    )
    ten = retention.cohorts(orders_on(*[["2023-01-10", "2023-02-20"]] * 10), known())
    assert retention.cohort_metrics(ten, known())["next_month_retention"] == 1


def test_shares_that_reveal_too_few_customers_are_unknown():
    curve = retention.concentration(in_engine(order_lines(30)))  # a fifth is six customers
    assert retention.concentration_metrics(curve)["top_fifth_revenue_share"] is None
    assert retention.concentration_metrics(curve)["top_hundredth_revenue_share"] is None
    assert retention.concentration_metrics(curve)["lower_half_revenue_share"] is not None
    assert np.diff(curve.index[curve["known"]]).min() * 30 >= 100 * 10


def test_without_money_nothing_is_concentrated():
    lines = order_lines(10)
    for awkward in (lines.drop(columns="amount"), lines.assign(amount=Decimal(0))):
        assert isinstance(retention.concentration(in_engine(awkward)), NotApplicable)
