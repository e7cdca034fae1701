"""Tables and metrics of sales, each computed a second time in pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from fixtures import floats, in_engine, order_lines
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import sales


@pytest.fixture(scope="module")
def plain():
    return floats(order_lines())


@pytest.fixture(scope="module")
def lines():
    return in_engine(order_lines())


def test_headline(lines, plain):
    found = sales.headline(lines)
    orders = plain.groupby("order").agg(
        customer=("customer", "first"), amount=("amount", "sum"), products=("product", "nunique")
    )
    per_customer = orders.groupby("customer").size()
    assert found["first_day"] == plain["timestamp"].min().date()
    assert found["last_day"] == plain["timestamp"].max().date()
    assert found["days_covered"] == plain["timestamp"].dt.normalize().pipe(
        lambda day: (day.max() - day.min()).days + 1
    )
    assert found["average_order_value"] == pytest.approx(orders["amount"].mean(), rel=1e-12)
    assert found["median_order_value"] == pytest.approx(orders["amount"].median(), rel=1e-12)
    assert found["products_per_order"] == pytest.approx(orders["products"].mean(), rel=1e-12)
    assert found["single_product_orders"] == pytest.approx((orders["products"] == 1).mean())
    assert found["repeat_rate"] == pytest.approx((per_customer > 1).mean())
    assert found["orders_per_customer"] == pytest.approx(per_customer.mean())
    assert 0 < found["repeat_rate"] < 1


def test_monthly(lines, plain):
    found = sales.by_month(lines)
    months = plain["timestamp"].dt.to_period("M").dt.to_timestamp()
    wanted = (
        plain.groupby(months)
        .agg(
            revenue=("amount", "sum"),
            orders=("order", "nunique"),
            customers=("customer", "nunique"),
        )
        .rename_axis("month")
        .reset_index()
    )
    assert_frame_equal(found[wanted.columns], wanted, check_dtype=False, rtol=1e-12)


@pytest.mark.parametrize(
    ("first", "last", "complete"),
    [
        ("2023-01-04", "2023-03-28", [True, True, True]),  # three quiet days at an end
        ("2023-01-05", "2023-03-28", [False, True, True]),
        ("2023-01-04", "2023-03-27", [True, True, False]),
        ("2023-01-20", "2023-03-09", [False, True, False]),
    ],
)
def test_months_at_the_ends_are_judged_by_their_days(first, last, complete):
    days = pd.to_datetime([first, "2023-02-14", last])
    table = order_lines(1).iloc[[0, 0, 0]].assign(timestamp=days, export_row=range(3))
    found = sales.by_month(in_engine(table))
    assert found["complete"].tolist() == complete


def test_a_single_month_may_be_incomplete_at_either_end():
    for day, complete in (("2023-02-02", False), ("2023-02-27", False)):
        table = order_lines(1).iloc[[0]].assign(timestamp=pd.Timestamp(day))
        assert sales.by_month(in_engine(table))["complete"].tolist() == [complete]
    both = (
        order_lines(1).iloc[[0, 0]].assign(timestamp=pd.to_datetime(["2023-02-02", "2023-02-27"]))
    )
    assert sales.by_month(in_engine(both))["complete"].tolist() == [True]


def test_monthly_metrics_look_at_complete_months_only():
    table = pd.DataFrame(
        {
            "month": pd.to_datetime(["2023-01-01", "2023-02-01", "2023-03-01", "2023-04-01"]),
            "revenue": [900.0, 500.0, 250.0, 10.0],
            "complete": [False, True, True, False],
        }
    )
    found = sales.month_metrics(table)
    assert str(found["best_month"]) == "2023-02-01"
    assert str(found["weakest_month"]) == "2023-03-01"
    assert found["best_month_revenue"] == 500
    assert found["weakest_month_revenue"] == 250
    assert found["best_to_weakest_month"] == 2
    # Where no month is complete, all are looked at.
    found = sales.month_metrics(table.assign(complete=False))
    assert found["best_to_weakest_month"] == 90


def test_rhythm(lines, plain):
    found = sales.by_weekday_and_hour(lines)
    when = plain["timestamp"]
    wanted = (
        plain.groupby([when.dt.day_of_week.rename("weekday"), when.dt.hour.rename("hour")])
        .agg(revenue=("amount", "sum"), orders=("order", "nunique"))
        .reset_index()
    )
    assert_frame_equal(found, wanted, check_dtype=False, rtol=1e-12)
    metrics = sales.rhythm_metrics(found)
    by_day = plain.groupby(when.dt.day_name())["amount"].sum()
    assert metrics["best_weekday"] == by_day.idxmax()
    assert metrics["best_weekday_share"] == pytest.approx(by_day.max() / by_day.sum())
    by_hour = plain.groupby(when.dt.hour)["amount"].sum()
    assert metrics["best_hour"] == f"{by_hour.idxmax():02d}:00"
    assert metrics["best_hour_share"] == pytest.approx(by_hour.max() / by_hour.sum())


def test_dates_without_a_time_have_no_rhythm():
    table = order_lines(10)
    found = sales.by_weekday_and_hour(
        in_engine(table.assign(timestamp=table["timestamp"].dt.normalize()))
    )
    assert isinstance(found, NotApplicable)
    assert "no time of day" in found.reason


def test_describe(lines, plain):
    found = sales.describe(lines).set_index("column")
    shown = [c for c in order_lines().columns if c not in ("export_row", "item")]
    assert found.index.tolist() == shown
    assert found.loc["amount", "type"] == "number"
    assert found.loc["timestamp", "type"] == "time"
    assert found.loc["product", "type"] == "text"
    for column in ("amount", "quantity"):
        row = found.loc[column]
        assert row["mean"] == pytest.approx(plain[column].mean(), rel=1e-6)
        assert row["minimum"] == plain[column].min()
        assert row["median"] == pytest.approx(plain[column].median())
        assert row["maximum"] == pytest.approx(plain[column].max())
        assert row["distinct"] == plain[column].nunique()
    assert found.loc["product_name", "missing"] == plain["product_name"].isna().sum()
    assert found.loc["product_name", "distinct"] == plain["product_name"].nunique()
    assert np.isnan(found.loc["product", "mean"])


def test_without_order_lines_nothing_applies():
    missing = NotApplicable(reason="the export has no orders")
    for method in (sales.headline, sales.by_month, sales.by_weekday_and_hour, sales.describe):
        assert method(missing) is missing


def test_products_are_unknown_where_the_export_does_not_say():
    found = sales.headline(in_engine(order_lines(5).drop(columns="product")))
    assert found["products_per_order"] is None
    assert found["single_product_orders"] is None
