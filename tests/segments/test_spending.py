"""What segments spend on, computed a second time in pandas, and which parts stay together."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import floats, in_engine, order_lines
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.params.customers import CustomerColumns
from segmentbook.segments import spending

NAMES = {1: "Best", 2: "Low <b>"}
NO_ROWS = NotApplicable(reason="its rows are of orders")
NO_LINES = NotApplicable(reason="the export has one row for each customer")
COLUMNS = CustomerColumns(
    grain="customer",
    customer="id",
    amount=["wine", "meat", "sweets"],
    orders=["web", "store"],
    titles={"wine": "Wine"},
)


def halves(lines):
    customers = sorted(lines["customer"].unique())
    return pd.DataFrame(
        {"customer": customers, "segment": [1 + n % 2 for n in range(len(customers))]}
    )


def of_lines(lines, members, of="amount", minimum=10):
    return spending.parts(in_engine(lines), NO_ROWS, members, COLUMNS, of, minimum)


def with_categories(seed, kinds):
    lines = order_lines(60, seed)
    return lines.assign(category=[f"K{number % kinds:02d}" for number in range(len(lines))])


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 50), st.integers(2, 14))
def test_shares_against_plain_pandas(seed, kinds):
    lines = with_categories(seed, kinds)
    members = halves(lines)
    found = of_lines(lines, members, minimum=1).shares
    plain = floats(lines).merge(members, on="customer")
    every = pd.concat([plain, plain.assign(segment=spending.EVERYBODY)])
    wanted = every.pivot_table(index="segment", columns="category", values="amount", aggfunc="sum")
    wanted = wanted.fillna(0).div(wanted.sum(axis=1), axis=0)
    assert found.sum(axis=1).tolist() == pytest.approx([1, 1, 1])
    named = [part for part in found.columns if part != spending.OTHERS]
    assert len(named) == min(kinds, spending.MOST)
    for part in named:
        assert found[part].tolist() == pytest.approx(wanted[part].tolist())
    assert (spending.OTHERS in found.columns) == (kinds > spending.MOST)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 50), st.integers(2, 30), st.integers(2, 25))
def test_no_part_is_of_too_few_customers(seed, kinds, minimum):
    lines = with_categories(seed, kinds)
    members = halves(lines)
    found = of_lines(lines, members, minimum=minimum)
    if isinstance(found, NotApplicable):
        return
    named = set(found.shares.columns)
    told = lines.merge(members, on="customer")
    told["part"] = told["category"].where(told["category"].isin(named), spending.OTHERS)
    buyers = told.groupby(["segment", "part"])["customer"].nunique()
    assert buyers.min() >= minimum
    assert set(told["part"]) == named


def test_rows_of_customers_are_split_by_their_columns():
    rows = pd.DataFrame(
        {
            "customer": [str(n) for n in range(40)],
            "wine": [100] * 20 + [10] * 20,
            "meat": [50] * 40,
            "sweets": [5, None] * 20,
            "web": [1] * 40,
            "store": [3] * 20 + [1] * 20,
        }
    )
    members = pd.DataFrame({"customer": rows["customer"], "segment": [1] * 20 + [2] * 20})
    spent = spending.parts(NO_LINES, in_engine(rows), members, COLUMNS, "amount")
    assert spent.shares.loc[1].to_dict() == pytest.approx(
        {"Wine": 2000 / 3050, "meat": 1000 / 3050, "sweets": 50 / 3050}
    )
    ordered = spending.parts(NO_LINES, in_engine(rows), members, COLUMNS, "orders")
    assert ordered.shares.loc[2].to_dict() == {"store": 0.5, "web": 0.5}
    recorded = spending.part_metrics(spent, NAMES)
    assert (recorded["amount_part_who"], recorded["amount_part_name"]) == ("Low <b>", "Wine")


@pytest.mark.parametrize(
    ("lines", "of", "reason"),
    [
        (order_lines(20).drop(columns="category"), "amount", "category"),
        (order_lines(20), "orders", "channel"),
        (order_lines(20).assign(category="all"), "amount", "no two parts"),
        (order_lines(12), "amount", "no two parts"),
    ],
)
def test_what_cannot_be_divided_says_why(lines, of, reason):
    found = of_lines(lines, halves(lines), of)
    assert isinstance(found, NotApplicable)
    assert reason in found.reason


def test_lines_without_a_category_are_a_part_of_their_own():
    lines = order_lines(80).assign(category="Food")
    lines.loc[::3, "category"] = None
    lines.loc[1::3, "category"] = "  "
    shares = of_lines(lines, halves(lines)).shares
    assert set(shares.columns) == {"Food", spending.UNKNOWN}


def test_returns_beyond_what_was_bought_cannot_be_divided():
    lines = order_lines(80)
    lines.loc[lines["category"] == lines["category"].iloc[0], "amount"] *= -1
    assert "returned more" in of_lines(lines, halves(lines), minimum=1).reason


def test_metrics_name_the_part_that_differs_most():
    shares = pd.DataFrame(
        {"Food": [0.5, 0.4, 0.6], "Garden": [0.3, 0.3, 0.3], spending.OTHERS: [0.2, 0.3, 0.1]},
        index=[spending.EVERYBODY, 1, 2],
    )
    assert spending.part_metrics(spending.Parts("amount", shares), NAMES) == {
        "amount_part_who": "Best",
        "amount_part_name": "Food",
        "amount_part_share": 0.4,
        "amount_part_of_all": 0.5,
    }


def test_segments_that_spend_alike_have_no_such_part():
    shares = pd.DataFrame(
        {"Food": [0.5, 0.495, 0.505], "Garden": [0.5, 0.505, 0.495]},
        index=[spending.EVERYBODY, 1, 2],
    )
    found = spending.part_metrics(spending.Parts("orders", shares), NAMES)
    assert set(found.values()) == {None}
