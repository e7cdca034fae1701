"""Numbers of segments from order lines, against a second computation in pandas."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import REFERENCE, floats, in_engine, order_lines
from segmentbook.actions.measures import FROM_ORDERS
from segmentbook.actions.order_measures import BEST_SELLERS, EVERYBODY, order_measures
from segmentbook.core.not_applicable import NotApplicable


def members_of(lines: pd.DataFrame, segments: int = 3) -> pd.DataFrame:
    customers = pd.DataFrame({"customer": sorted(lines["customer"].unique())})
    return customers.assign(
        segment=1 + customers.index % segments, overdue=customers.index % 7 == 0
    )


def in_pandas(lines: pd.DataFrame, members: pd.DataFrame, exclude=()) -> dict[str, float]:
    """Return the measures of all members, computed another way."""
    mine = floats(lines[lines["customer"].isin(members["customer"])])
    orders = mine.groupby(["customer", "order"]).agg(
        money=("amount", "sum"), items=("item", "nunique"), discount=("discount", "max")
    )
    named = orders[orders["items"] > 0]
    quiet = 0
    for _, days in mine.groupby("customer")["timestamp"]:
        dates = sorted(days.dt.normalize().unique())
        silence = (pd.Timestamp(REFERENCE) - dates[-1]).days
        quiet += silence > 90
    goods = floats(lines).dropna(subset="item")
    goods = goods[~goods["item"].isin(exclude)]
    buyers = goods.groupby("item")["customer"].nunique()
    best = buyers.sort_values(ascending=False).index[:BEST_SELLERS]
    pairs = mine[mine["item"].isin(best)].groupby("customer")["item"].nunique().sum()
    return {
        "order_value": orders["money"].mean(),
        "orders_per_customer": len(orders) / len(members),
        "items_per_order": named["items"].mean(),
        "one_item_share": (named["items"] == 1).mean(),
        "discount_share": (orders["discount"] > 0).mean(),
        "quiet_share": quiet / len(members),
        "overdue_share": members["overdue"].mean(),
        "unbought_share": 1 - pairs / (len(members) * len(best)),
    }


def discounted(lines: pd.DataFrame) -> pd.DataFrame:
    return lines.assign(discount=[float(row % 3 == 0) for row in lines["export_row"]])


@pytest.mark.parametrize("exclude", [(), ("Candle", "Lantern")])
def test_every_measure_of_every_segment(exclude):
    lines = discounted(order_lines())
    members = members_of(lines)
    found = order_measures(in_engine(lines), members, REFERENCE, exclude)
    assert found.index.tolist() == [EVERYBODY, 1, 2, 3]
    assert found.columns.tolist() == list(FROM_ORDERS)
    for segment in found.index:
        part = members if segment == EVERYBODY else members[members["segment"] == segment]
        assert found.loc[segment].to_dict() == pytest.approx(in_pandas(lines, part, exclude))


def test_lines_without_discounts_and_items_tell_less():
    lines = order_lines().drop(columns="item")
    found = order_measures(in_engine(lines), members_of(lines), REFERENCE)
    unknown = {"discount_share", "items_per_order", "one_item_share", "unbought_share"}
    assert set(found.columns[found.isna().all()]) == unknown
    assert not found.drop(columns=[*unknown]).isna().any().any()


def test_a_study_of_customers_has_none():
    found = order_measures(
        NotApplicable(reason="one row for each customer"),
        pd.DataFrame({"customer": ["a"], "segment": [1]}),
        REFERENCE,
    )
    assert found.empty


def visits(customer: str, *days: int) -> list[dict[str, object]]:
    return [
        {
            "customer": customer,
            "order": f"{customer}{day}",
            "timestamp": pd.Timestamp(REFERENCE) - pd.Timedelta(days=day, hours=-9),
            "amount": 1,
        }
        for day in days
    ]


@pytest.mark.parametrize(("days", "quiet"), [((1,), 0), ((91,), 1), ((90,), 0), ((300, 100), 1)])
def test_quiet(days, quiet):
    lines = in_engine(pd.DataFrame(visits("a", *days)))
    found = order_measures(lines, pd.DataFrame({"customer": ["a"], "segment": [1]}), REFERENCE)
    assert found["quiet_share"].tolist() == [quiet, quiet]


def test_without_flags_the_overdue_are_not_known():
    members = members_of(order_lines(30)).drop(columns="overdue")
    found = order_measures(in_engine(order_lines(30)), members, REFERENCE)
    assert found["overdue_share"].isna().all()


@settings(max_examples=8, deadline=None)
@given(st.permutations([1, 2, 3]))
def test_numbers_of_segments_do_not_matter(order):
    lines = order_lines(30)
    members = members_of(lines)
    renamed = members.assign(
        segment=members["segment"].map(dict(zip([1, 2, 3], order, strict=True)))
    )
    straight = order_measures(in_engine(lines), members, date(2023, 8, 1))
    mixed = order_measures(in_engine(lines), renamed, date(2023, 8, 1))
    pd.testing.assert_frame_equal(
        straight.loc[[1, 2, 3]].reset_index(drop=True), mixed.loc[order].reset_index(drop=True)
    )
