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
    assert spending.part_metrics(spent, NAMES)["amount_part_comparisons"] == 0  # none spends alike


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
    assert "negative" in of_lines(lines, halves(lines), minimum=1).reason


def parts_of(*rows):
    """Return parts with these comparisons: segment, part, share, expected, low, high."""
    table = pd.DataFrame(rows, columns=["segment", "part", "share", "expected", "low", "high"])
    shares = pd.DataFrame({"Food": [0.5, 0.4, 0.6]}, index=[spending.EVERYBODY, 1, 2])
    return spending.Parts("amount", shares, table.assign(index=table["share"] / table["expected"]))


def test_metrics_name_the_part_that_stands_out_most():
    found = parts_of(
        (1, "Food", 0.4, 0.5, 0.7, 0.9),
        (2, "Food", 0.6, 0.4, 0.9, 2.0),
        (1, "Tea", 0.2, 0.1, 1.5, 3.0),
    )
    recorded = spending.part_metrics(found, NAMES)
    assert recorded["amount_part_who"] == "Best"
    assert {recorded["amount_part_name"]} < {"Food", "Tea"}
    assert (recorded["amount_part_found"], recorded["amount_part_comparisons"]) == (2, 3)


def test_what_is_within_chance_or_tiny_does_not_stand_out():
    found = parts_of((1, "Food", 0.4, 0.5, 0.7, 1.1), (2, "Food", 0.505, 0.5, 1.001, 1.02))
    assert found.stand_out().empty
    assert spending.part_metrics(found, NAMES)["amount_part_who"] is None


def test_what_made_the_segments_is_described_only():
    rows = pd.DataFrame(
        {
            "customer": [str(n) for n in range(40)],
            "wine": [100] * 20 + [10] * 20,
            "meat": [50] * 40,
            "sweets": [5] * 40,
        }
    )
    members = pd.DataFrame({"customer": rows["customer"], "segment": [1] * 20 + [2] * 20})
    tested, described = (
        spending.parts(NO_LINES, in_engine(rows), members, COLUMNS, "amount", made_from=made_from)
        for made_from in ([], ["wine"])
    )
    assert tested.compared is not None
    assert described.compared is None
    assert described.stand_out().empty
    assert spending.part_metrics(described, NAMES)["amount_part_comparisons"] is None


def test_planted_spending_stands_out():
    lines = order_lines(300, 3)
    members = halves(lines)
    first = lines["customer"].isin(members.loc[members["segment"] == 1, "customer"])
    lines["category"] = "Food"
    lines.loc[lines.index % 4 == 0, "category"] = "Garden"
    lines.loc[first & (lines.index % 2 == 1), "category"] = "Garden"
    found = of_lines(lines, members).stand_out()
    assert set(zip(found["segment"], found["part"], found["index"] > 1, strict=True)) == {
        (1, "Food", False), (1, "Garden", True), (2, "Food", True), (2, "Garden", False),
    }  # fmt: skip
