"""Favourites of a segment, computed a second time in pandas."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import in_engine, order_lines
from segmentbook.cleaning import catalogue
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.products.favourites import TOP, by_segment, favourites

COLUMNS = ["segment", "name", "lift"]


def of(lines, members, **options):
    table = in_engine(lines)
    return favourites(table, members, catalogue.items(table), **options)


def segmented(lines, segments):
    customers = sorted(lines["customer"].unique())
    return pd.DataFrame(
        {"customer": customers, "segment": [1 + n % segments for n in range(len(customers))]}
    )


def brute(lines, members, exclude, minimum):
    bought = lines.dropna(subset="item").merge(members, on="customer")
    bought = bought[~bought["item"].isin(exclude)]
    every = lines.groupby("customer")["order"].nunique()
    rows = []
    for segment, own in bought.groupby("segment"):
        mine = every[members.loc[members["segment"] == segment, "customer"]].sum()
        for item, part in own.groupby("item"):
            usual = bought.loc[bought["item"] == item, "order"].nunique() / every.sum()
            lift = part["order"].nunique() / mine / usual
            if part["customer"].nunique() >= minimum and lift > 1:
                rows.append((segment, item, lift))
    table = pd.DataFrame(rows, columns=COLUMNS)
    table = table.sort_values(["segment", "lift", "name"], ascending=[True, False, True])
    return table.groupby("segment").head(TOP).reset_index(drop=True)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 50), st.integers(2, 4), st.sampled_from([1, 3, 10]))
def test_against_plain_pandas(seed, segments, minimum):
    lines = order_lines(40, seed)
    members = segmented(lines, segments)
    found = of(lines, members, exclude=["Candle"], minimum=minimum)
    wanted = brute(lines, members, ["Candle"], minimum)
    assert found["segment"].tolist() == wanted["segment"].tolist()
    assert found["lift"].tolist() == pytest.approx(wanted["lift"].tolist())
    assert found["name"].tolist() == wanted["name"].tolist()


def test_a_planted_favourite_is_found():
    lines = order_lines()
    members = segmented(lines, 2)
    second = set(members.loc[members["segment"] == 2, "customer"])
    lines.loc[lines["customer"].isin(second) & (lines["product"] == "P1"), "item"] = "Kite {x}"
    lines["product_name"] = lines["item"]
    found = of(lines, members)
    names = found.groupby("segment")["name"].agg(list)
    assert "Kite {x}" in names[2]
    assert "Kite {x}" not in names[1]
    rows = by_segment(found)
    assert set(rows) == {"1", "2"}
    assert [row["name"] for row in rows["2"]] == names[2]


def test_what_too_few_bought_is_not_named():
    lines = order_lines()
    members = segmented(lines, 2)
    few = members.loc[members["segment"] == 1, "customer"].iloc[:9]
    lines.loc[lines["customer"].isin(set(few)), "item"] = "Yacht"
    lines["product_name"] = lines["item"]
    assert "Yacht" not in of(lines, members)["name"].tolist()
    assert "Yacht" in of(lines, members, minimum=9)["name"].tolist()


def test_without_products_there_are_no_favourites():
    absent = NotApplicable(reason="none")
    assert favourites(absent, pd.DataFrame(), absent) is absent
    lines = order_lines(5).assign(item=pd.array([None] * len(order_lines(5)), dtype="string"))
    assert isinstance(of(lines, segmented(lines, 2)), NotApplicable)
