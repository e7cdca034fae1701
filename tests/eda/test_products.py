"""Where and what customers buy."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import floats, in_engine, order_lines
from segmentbook.cleaning import catalogue
from segmentbook.core import privacy
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import products


@pytest.fixture(scope="module")
def plain():
    return floats(order_lines())


@pytest.fixture(scope="module")
def lines():
    return in_engine(order_lines())


def test_places_with_few_customers_are_merged(plain):
    sizes = plain.groupby("place")["customer"].nunique()
    assert sizes.to_dict() == {"East": 17, "North": 17, "South": 17, "West": 9}
    found = products.by_place(in_engine(order_lines()))
    # West alone would be a rest of nine customers, so the smallest of the others goes with it.
    assert found["place"].isna().tolist() == found["rest"].tolist() == [False, False, True]
    assert found["places"].tolist() == [1, 1, 2]
    assert found["customers"].min() >= privacy.MINIMUM
    wanted = plain.groupby("place")["amount"].sum().drop("West").sort_values(ascending=False)[:2]
    assert found["place"].tolist()[:-1] == wanted.index.tolist()
    assert found["revenue"].sum() == pytest.approx(plain["amount"].sum(), rel=1e-12)
    metrics = products.place_metrics(found)
    assert metrics["best_place"] == wanted.index[0]
    assert metrics["best_place_share"] == pytest.approx(wanted.iloc[0] / plain["amount"].sum())
    assert metrics["other_places"] == 2
    assert metrics["other_places_share"] == pytest.approx(1 - wanted.sum() / plain["amount"].sum())


def test_only_the_top_places_are_named_and_the_rest_adds_up(plain):
    found = products.by_place(in_engine(order_lines()), top=1)
    best = plain.groupby("place")["amount"].sum().idxmax()
    assert found["place"].dropna().tolist() == [best]
    assert found["places"].tolist() == [1, 3]
    rest = plain[plain["place"] != best]
    assert found["revenue"][1] == pytest.approx(rest["amount"].sum(), rel=1e-12)
    assert found["orders"][1] == rest["order"].nunique()
    assert found["customers"][1] == rest["customer"].nunique()


def test_where_every_place_is_small_none_is_named():
    found = products.by_place(in_engine(order_lines(24)))
    assert isinstance(found, NotApplicable)
    assert found.values == {"minimum": 10}


def test_lines_without_a_place_belong_to_the_rest(plain):
    table = order_lines()
    table["place"] = table["place"].where(table["place"] != "North")
    found = products.by_place(in_engine(table))
    assert "North" not in found["place"].tolist()
    assert found["places"].tolist()[-1] == 2  # those without a place, and West
    assert found["revenue"].sum() == pytest.approx(plain["amount"].sum(), rel=1e-12)


def test_an_export_without_places_says_so():
    found = products.by_place(in_engine(order_lines(5).drop(columns="place")))
    assert isinstance(found, NotApplicable)


def test_without_others_their_share_is_zero():
    two = floats(order_lines()).query("place in ['North', 'South']")
    found = products.by_place(in_engine(order_lines().loc[two.index]))
    assert not found["rest"].any()
    metrics = products.place_metrics(found)
    assert (metrics["other_places"], metrics["other_places_share"]) == (0, 0)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=9), st.integers(1, 20), st.integers(1, 6))
def test_no_place_and_no_rest_has_too_few_customers(sizes, minimum, top):
    places = [f"P{place}" for place, size in enumerate(sizes) for _ in range(size)]
    names = [f"{number}" for number in range(len(places))]
    table = pd.DataFrame({"place": places, "customer": names, "order": names, "amount": 1})
    found = products.by_place(in_engine(table), top, minimum)
    if isinstance(found, NotApplicable):
        return
    assert (found["customers"] >= minimum).all()
    assert found["customers"].sum() == found["revenue"].sum() == sum(sizes)
    assert found["places"].sum() == len(sizes)
    assert (~found["rest"]).sum() <= top


def test_best_items(lines, plain):
    table = products.best_items(lines, catalogue.items(lines), ["Mug, blue"], top=3)
    goods = plain[plain["item"].notna() & (plain["item"] != "Mug, blue")]
    wanted = goods.groupby("item")["amount"].sum().sort_values(ascending=False).head(3)
    assert table["item"].tolist() == wanted.index.tolist()
    assert table["revenue"].tolist() == pytest.approx(wanted.tolist(), rel=1e-12)
    assert table["share"].tolist() == pytest.approx((wanted / plain["amount"].sum()).tolist())
    buyers = goods.groupby("item")["customer"].nunique()
    assert table["customers"].tolist() == buyers[wanted.index].tolist()


def test_items_that_few_customers_bought_are_not_ranked():
    table = order_lines(30)
    one = table.iloc[[0]].assign(item="Yacht", product_name="Yacht", amount=Decimal(10**6))
    lines = in_engine(pd.concat([table, one], ignore_index=True))
    assert "Yacht" not in products.best_items(lines, catalogue.items(lines), [])["name"].tolist()
    shown = products.best_items(lines, catalogue.items(lines), [], minimum_customers=1)
    assert shown["name"][0] == "Yacht"
    none = products.best_items(lines, catalogue.items(lines), [], minimum_customers=1000)
    assert isinstance(none, NotApplicable)
    assert none.values == {"minimum": 1000}


def test_items_of_equal_revenue_come_in_the_order_of_their_codes():
    table = order_lines(40)
    same = table.assign(amount=Decimal(0) + 1, item="b")
    both = pd.concat([same, same.assign(item="a")], ignore_index=True)
    lines = in_engine(both.drop(columns="product_name"))
    assert products.best_items(lines, catalogue.items(lines), [])["item"].tolist() == ["a", "b"]


def test_order_sizes(lines, plain):
    found = products.order_sizes(lines)
    wanted = plain.groupby("order")["product"].nunique().value_counts().sort_index()
    assert found["products"].tolist() == wanted.index.tolist()
    assert found["orders"].tolist() == wanted.tolist()


def test_large_orders_are_counted_at_thirty():
    table = order_lines(1).iloc[[0] * 45].assign(product=[f"P{n}" for n in range(45)])
    found = products.order_sizes(in_engine(table))
    assert found.to_dict("records") == [{"products": 30, "orders": 1}]
