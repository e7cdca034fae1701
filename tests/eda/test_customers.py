"""Tables and metrics of customer tables, each computed a second time in pandas."""

from __future__ import annotations

from datetime import date

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import customer_table
from fixtures import in_engine
from segmentbook.core.engine import MONEY
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import customers

COLUMNS = customer_table.study().columns


def rows(**changes):
    """Return cleaned rows with canonical names, in the engine and as they are."""
    plain = customer_table.members(200)
    table = pd.DataFrame(
        {
            "export_row": range(len(plain)),
            "customer": plain["member"],
            "joined": pd.to_datetime(plain["created"], dayfirst=True),
            "orders": plain["orders online"].astype(float).astype(int) + plain["orders store"],
            "orders online": plain["orders online"].astype(float),
            "orders store": plain["orders store"],
            "spent online": plain["spent online"],
            "spent store": plain["spent store"],
            "amount": plain["spent online"] + plain["spent store"],
            "income": plain["income"],
            "town": plain["town"],
        }
    ).assign(**changes)
    found = ibis.memtable(table)
    return found.mutate(amount=found.amount.cast(MONEY)), table


def test_headline():
    found, plain = rows()
    metrics = customers.headline(found)
    assert metrics["revenue_per_customer"] == pytest.approx(plain["amount"].mean())
    assert metrics["median_spend"] == pytest.approx(plain["amount"].median())
    assert metrics["orders_per_customer"] == pytest.approx(plain["orders"].mean())
    assert metrics["repeat_rate"] == pytest.approx((plain["orders"] > 1).mean())
    assert metrics["average_order_value"] == pytest.approx(
        plain["amount"].sum() / plain["orders"].sum()
    )
    assert metrics["best_month"] is None
    bare = customers.headline(found.drop("amount", "orders"))
    assert bare["revenue_per_customer"] is None
    assert bare["repeat_rate"] is None


def test_parts_of_a_sum():
    found, plain = rows()
    table = customers.parts(found, COLUMNS, "orders")
    totals = {
        "Web orders": plain["orders online"].sum(),
        "orders store": plain["orders store"].sum(),
    }
    assert dict(zip(table["part"], table["total"], strict=True)) == totals
    assert table["total"].is_monotonic_decreasing
    assert table["share"].sum() == pytest.approx(1)
    metrics = customers.part_metrics(table, "orders")
    assert metrics == {"orders_parts": table.to_dict("records")}
    single = customer_table.study({"amount": "spent online"}).columns
    assert isinstance(customers.parts(found, single, "amount"), NotApplicable)


def test_the_numbers_that_go_together():
    income = np.arange(200.0)
    found, _ = rows(income=income, age=-income, noise=np.arange(200) % 7)
    columns = customer_table.study({"numbers": ["income", "noise", "age"]}).columns
    table = customers.numbers(found, columns)
    assert [*table.columns] == ["Income", "noise", "age"]
    metrics = customers.number_metrics(table)
    assert (metrics["related_one"], metrics["related_other"]) == ("Income", "age")
    assert metrics["related_by"] == pytest.approx(-1)
    alone = customers.number_metrics(table[["Income"]].assign(constant=1.0))
    assert alone == {"related_one": None, "related_other": None, "related_by": None}
    none = customer_table.study({"numbers": []}, cleaning=[]).columns
    assert isinstance(customers.numbers(found, none), NotApplicable)


def test_categories_merge_the_few():
    towns = ["A"] * 100 + ["B"] * 80 + ["C"] * 6 + ["D"] * 5 + [None] * 9
    found, plain = rows(town=towns)
    table = customers.categories(found, COLUMNS)
    assert table["value"].dropna().tolist() == ["A", "B"]
    assert table["rest"].tolist() == [False, False, True]
    assert table["customers"].tolist() == [100, 80, 20]
    assert table["mean_amount"].tolist() == pytest.approx(
        [
            plain["amount"][:100].mean(),
            plain["amount"][100:180].mean(),
            plain["amount"][180:].mean(),
        ]
    )
    metrics = customers.category_metrics(table)
    assert metrics == {
        "first_category": "town",
        "first_category_value": "A",
        "first_category_share": 0.5,
    }
    few, _ = rows(town=["A"] * 191 + ["B"] * 9)
    none = customers.categories(few, COLUMNS)  # of 200 customers, A reveals B
    assert isinstance(none, NotApplicable)
    without = customers.categories(found.drop("amount"), COLUMNS)
    assert without["mean_amount"].isna().all()
    unknown, _ = rows(town=["A"] * 150 + [None] * 50)
    table = customers.categories(unknown, COLUMNS)
    assert table["value"].isna().tolist() == [False, True]
    assert not table["rest"].any()
    many, _ = rows(town=[f"T{n % 12:02d}" for n in range(200)])
    assert len(customers.categories(many, COLUMNS)) == 9


def test_when_customers_joined():
    found, plain = rows()
    table = customers.joined(found)
    counts = plain["joined"].dt.to_period("M").value_counts().sort_index()
    wanted = counts.where(counts >= 10, 0)
    assert (counts < 10).sum() != 1  # else one month more would be hidden
    assert table["customers"].tolist() == wanted.tolist()
    assert [f"{month:%Y-%m}" for month in table["month"]] == [str(month) for month in counts.index]
    assert customers.joined_metrics(table)["joined_most_customers"] == wanted.max()
    long, _ = rows(joined=pd.date_range("2010-01-01", periods=200, freq="MS"))
    yearly = customers.joined(long)
    assert yearly["customers"].tolist() == [0] + [12] * 15 + [0]
    assert customers.joined_metrics(yearly)["joined_most"] == date(2011, 1, 1)
    assert isinstance(customers.joined(found.drop("joined")), NotApplicable)


def test_without_rows_nothing_applies():
    missing = NotApplicable(reason="its rows are of orders")
    assert customers.headline(missing) is missing
    assert customers.parts(missing, COLUMNS, "amount") is missing
    assert customers.categories(missing, COLUMNS) is missing
    assert customers.numbers(missing, COLUMNS) is missing
    assert customers.joined(missing) is missing


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=14), st.integers(1, 25))
def test_no_value_and_no_rest_has_too_few_customers(sizes, minimum):
    towns = [f"T{place:02d}" for place, size in enumerate(sizes) for _ in range(size)]
    found = in_engine(pd.DataFrame({"town": towns, "amount": 1}))
    table = customers.categories(found, COLUMNS, minimum)
    if isinstance(table, NotApplicable):
        assert min(sizes) < minimum
        return
    assert table["customers"].sum() == sum(sizes)
    assert (table["customers"] >= minimum).all()
    assert table["share"].sum() == pytest.approx(1)
