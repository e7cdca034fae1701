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


def test_cohorts():
    lines = order_lines(150)
    wanted = brute_cohorts(lines)
    assert wanted["cohort"].nunique() >= 3
    found = retention.cohorts(in_engine(lines))
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
    table = retention.cohorts(orders_on(*january, *february, *march))
    assert retention.cohort_metrics(table) == {"next_month_retention": 0.25}
    few = retention.cohort_metrics(table, minimum=26)
    assert few == {"next_month_retention": {"below": 0.26}}


def test_retention_needs_a_second_month():
    found = retention.cohorts(orders_on(*[["2023-01-10", "2023-01-20"]] * 12))
    assert isinstance(found, NotApplicable)
    # Nine customers are too few to be shown.
    assert isinstance(
        retention.cohorts(orders_on(*[["2023-01-10", "2023-02-20"]] * 9)), NotApplicable
    )
    ten = retention.cohorts(orders_on(*[["2023-01-10", "2023-02-20"]] * 10))
    assert retention.cohort_metrics(ten) == {"next_month_retention": 1}


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
