"""What segments spend on, computed a second time in pandas, and who is not told apart."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import Shown, floats, in_engine, order_lines
from segmentbook.core import metrics as numbers
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.params.customers import CustomerColumns
from segmentbook.report.blocks import plain
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
    recorded = spending.metrics(spent, NAMES)
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
def test_what_cannot_be_told_says_why(lines, of, reason, monkeypatch):
    found = of_lines(lines, halves(lines), of)
    assert isinstance(found, NotApplicable)
    assert reason in found.reason
    assert spending.metrics(found, NAMES) is found
    shown = Shown(monkeypatch, {})
    spending.show_parts(shown.show, found, NAMES, found)
    assert shown.block["kind"] == "not_applicable"


def shown(found, monkeypatch):
    recorded = spending.metrics(found, NAMES)
    display = Shown(monkeypatch, numbers.plain(recorded))
    spending.show_parts(display.show, found, NAMES, recorded)
    heading, figure = display.blocks
    return plain(heading["spans"]), figure["alt"]


def test_the_title_names_what_differs_most(monkeypatch):
    lines = order_lines(80)
    members = halves(lines)
    second = lines["customer"].isin(set(members.loc[members["segment"] == 2, "customer"]))
    lines["category"] = "Food"
    lines.loc[second & (lines["product"] == "P1"), "category"] = "Garden"
    lines.loc[~second & (lines["product"] == "P2"), "category"] = "Garden"
    found = of_lines(lines, members)
    title, alt = shown(found, monkeypatch)
    share = found.shares
    more = (share.drop(index=0) - share.loc[0]).abs().stack()
    segment, part = more.idxmax()
    assert title == (
        f"{NAMES[segment]} spend {share.loc[segment, part]:.0%} on {part}, "
        f"all customers {share.loc[0, part]:.0%}"
    )
    assert "All customers: Food" in alt


def test_segments_that_spend_alike_are_called_so(monkeypatch):
    lines = order_lines(40)
    members = halves(lines)
    twin = lines.assign(customer=lines["customer"] + "b", order=lines["order"] + "b")
    both = pd.concat([lines, twin])
    same = pd.concat(
        [
            members.assign(segment=1),
            members.assign(segment=2, customer=members["customer"] + "b"),
        ]
    )
    title, _ = shown(of_lines(both, same), monkeypatch)
    assert title == "All segments spend on much the same"
