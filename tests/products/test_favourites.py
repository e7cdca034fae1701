"""Favourites of a segment: items beyond chance on its orders, against comparable orders of others."""

from __future__ import annotations

import pandas as pd

from fixtures import in_engine, order_lines
from segmentbook.cleaning import catalogue
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.products.favourites import TOP, by_segment, compared, favourites

ROWS = pd.DataFrame(
    {
        "segment": [1, 1, 2, 2, 2, 2],
        "item": ["a", "b", "a", "b", "c", "d"],
        "name": ["Mug", "Tea", "Mug", "Kite {x}", "Kite {x}", "Jam"],
        "lift": [1.5, 1.5, 1.05, 3.0, 2.0, 1.4],
        "low": [1.2, 0.9, 1.02, 1.1, 1.4, 1.3],
        "high": [2.0, 2.5, 1.08, 6.0, 3.0, 1.5],
    }
)


def of(lines, members, **options):
    table = in_engine(lines)
    return compared(table, members, catalogue.items(table), **options)


def segmented(lines, segments):
    customers = sorted(lines["customer"].unique())
    return pd.DataFrame(
        {"customer": customers, "segment": [1 + n % segments for n in range(len(customers))]}
    )


def test_only_what_leaves_one_by_some_size_is_a_favourite_the_surest_first():
    found = favourites(ROWS)
    assert found[["segment", "name"]].to_numpy().tolist() == [
        [1, "Mug"],
        [2, "Kite {x}"],
        [2, "Jam"],
    ]
    assert found.groupby("segment").size().max() <= TOP
    rows = by_segment(found)
    assert set(rows) == {"1", "2"}
    assert rows["2"][0] == {"name": "Kite {x}", "lift": 2.0, "low": 1.4, "high": 3.0}


def test_the_share_is_that_of_the_segments_orders():
    lines = order_lines(80)
    members = segmented(lines, 2)
    found = of(lines, members, exclude=["Candle"], minimum=2).set_index(["segment", "item"])
    assert "Candle" not in found.index.get_level_values("item")
    orders = lines.merge(members, on="customer").groupby("segment")["order"].nunique()
    held = lines.dropna(subset="item").merge(members, on="customer")
    held = held.groupby(["segment", "item"])["order"].nunique()
    for key, row in found.iterrows():
        assert abs(row["share"] - held[key] / orders[key[0]]) < 1e-9


def test_a_planted_favourite_is_found():
    lines = order_lines(300, 3)
    members = segmented(lines, 2)
    second = set(members.loc[members["segment"] == 2, "customer"])
    mine = lines["customer"].isin(second)
    lines.loc[lines["product"] == "P1", "item"] = "Kite {x}"
    lines = lines[(lines["item"] != "Kite {x}") | mine | (lines.index % 4 == 0)]
    lines = lines.assign(product_name=lines["item"])
    found = favourites(of(lines, members))
    assert found["name"].tolist() == ["Kite {x}"]
    assert found["segment"].tolist() == [2]


def test_what_too_few_bought_is_not_compared():
    lines = order_lines()
    members = segmented(lines, 2)
    few = members.loc[members["segment"] == 1, "customer"].iloc[:9]
    lines.loc[lines["customer"].isin(set(few)), "item"] = "Yacht"
    lines["product_name"] = lines["item"]
    assert "Yacht" not in of(lines, members)["name"].tolist()


def test_without_products_there_are_no_favourites():
    absent = NotApplicable(reason="none")
    assert compared(absent, pd.DataFrame(), absent) is absent
    lines = order_lines(5).assign(item=pd.array([None] * len(order_lines(5)), dtype="string"))
    assert isinstance(of(lines, segmented(lines, 2)), NotApplicable)
