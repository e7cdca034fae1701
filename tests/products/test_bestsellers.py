"""Best sellers of segments, and what a customer has not bought yet, against plain pandas."""

from __future__ import annotations

from datetime import date

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from fixtures import REFERENCE, floats, in_engine, order_lines
from segmentbook.cleaning import catalogue
from segmentbook.products import bestsellers

SINCE = date(2023, 5, 1)


@pytest.fixture
def few(monkeypatch):
    """Let three items be enough, for small tables."""
    monkeypatch.setattr(bestsellers, "FEWEST_SELLERS", 3)


def members_of(plain, segments=3):
    customers = sorted(plain["customer"].unique())
    return pd.DataFrame(
        {"customer": customers, "segment": [1 + n % segments for n in range(len(customers))]}
    )


def brute_sellers(plain, members, since, exclude, minimum):
    recent = plain[
        (plain["timestamp"] >= pd.Timestamp(since))
        & plain["item"].notna()
        & ~plain["item"].isin([*exclude, ""])
    ]
    bought = recent[["customer", "item"]].drop_duplicates().merge(members, on="customer")
    rows = []
    for segment in sorted(members["segment"].unique()):
        own = bought[bought["segment"] == segment]["item"].value_counts()
        own, basis = own[own >= minimum], "segment"
        if len(own) < minimum:
            own, basis = bought["item"].value_counts(), "all customers"
            own = own[own >= minimum]
        ranked = sorted(own.items(), key=lambda pair: (-pair[1], pair[0]))
        rows += [
            {"segment": segment, "rank": rank, "item": item, "buyers": buyers, "basis": basis}
            for rank, (item, buyers) in enumerate(ranked[: bestsellers.CANDIDATES], start=1)
        ]
    return pd.DataFrame(rows, columns=["segment", "rank", "item", "buyers", "basis"])


def brute_fresh(plain, members, sellers, top):
    ever = plain.groupby("customer")["item"].agg(set)
    rows = []
    for member in members.itertuples():
        mine = sellers[sellers["segment"] == member.segment]
        new = [row for row in mine.itertuples() if row.item not in ever[member.customer]]
        rows += [
            {
                "customer": member.customer,
                "segment": member.segment,
                "rank": place,
                "item": row.item,
                "name": row.item,
                "buyers": row.buyers,
                "basis": row.basis,
            }
            for place, row in enumerate(new[:top], start=1)
        ]
    return pd.DataFrame(
        rows, columns=["customer", "segment", "rank", "item", "name", "buyers", "basis"]
    )


def both(lines, members, since=SINCE, exclude=(), top=3, minimum=3):
    table = in_engine(lines)
    own = ibis.memtable(members)
    sellers = bestsellers.best_sellers(table, own, since, list(exclude), minimum)
    items = catalogue.items(table)
    fresh = bestsellers.not_yet_bought(table, own, sellers, items, top)
    return sellers.to_pandas(), fresh.to_pandas()


def test_against_plain_pandas(few):
    lines, plain = order_lines(), floats(order_lines())
    members = members_of(plain)
    sellers, fresh = both(lines, members, exclude=["Mug, blue"])
    wanted = brute_sellers(plain, members, SINCE, ["Mug, blue"], 3)
    assert (wanted["basis"] == "segment").all()
    assert_frame_equal(sellers, wanted, check_dtype=False)
    assert_frame_equal(
        fresh, brute_fresh(plain, members, wanted, 3).sort_values(["customer", "rank"]),
        check_dtype=False,
    )  # fmt: skip


@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_against_plain_pandas_on_small_tables(data):
    pairs = data.draw(
        st.lists(
            st.tuples(st.sampled_from("abcdef"), st.sampled_from(["x", "y", "z", None, ""])),
            min_size=1,
            max_size=25,
        )
    )
    days = data.draw(st.lists(st.integers(0, 100), min_size=len(pairs), max_size=len(pairs)))
    lines = (
        order_lines(1)
        .iloc[[0] * len(pairs)]
        .assign(
            export_row=range(len(pairs)),
            customer=[customer for customer, _ in pairs],
            item=pd.array([item for _, item in pairs], dtype="string"),
            timestamp=pd.Timestamp("2023-04-01") + pd.to_timedelta(days, unit="D"),
        )
    )
    lines = lines.assign(product_name=lines["item"]).reset_index(drop=True)
    plain = floats(lines).astype({"item": "object"}).replace({"item": {pd.NA: None}})
    members = members_of(plain, segments=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bestsellers, "FEWEST_SELLERS", 2)
        sellers, fresh = both(lines, members, minimum=2)
    wanted = brute_sellers(plain, members, SINCE, [], 2)
    assert_frame_equal(sellers, wanted, check_dtype=False)
    again = brute_fresh(plain, members, wanted, 3).sort_values(["customer", "rank"])
    assert_frame_equal(fresh, again.reset_index(drop=True), check_dtype=False)


def test_a_segment_that_hardly_bought_gets_the_best_sellers_of_all(few):
    lines = order_lines()
    plain = floats(lines)
    members = members_of(plain)
    gone = set(members.loc[members["segment"] == 3, "customer"])
    early = lines["timestamp"].where(~lines["customer"].isin(gone), pd.Timestamp("2023-02-01"))
    lines = lines.assign(timestamp=early)
    sellers, _ = both(lines, members)
    basis = sellers.groupby("segment")["basis"].unique().map(list).to_dict()
    assert basis == {1: ["segment"], 2: ["segment"], 3: ["all customers"]}
    assert_frame_equal(
        sellers, brute_sellers(floats(lines), members, SINCE, [], 3), check_dtype=False
    )


def test_nothing_is_recommended_that_was_bought_before_the_window(few):
    lines, plain = order_lines(), floats(order_lines())
    members = members_of(plain)
    _, fresh = both(lines, members, top=8)
    assert len(fresh) > 20
    bought = set(zip(plain["customer"], plain["item"], strict=True))
    assert not bought & set(zip(fresh["customer"], fresh["item"], strict=True))
    ranks = fresh.groupby("customer")["rank"]
    assert (ranks.min() == 1).all()
    assert (ranks.max() == ranks.size()).all()


def test_fewer_than_ten_buyers_make_no_best_seller():
    lines = order_lines()
    sellers, fresh = both(lines, members_of(floats(lines)))
    assert (sellers["buyers"] >= 10).all()
    assert (fresh["buyers"] >= 10).all()


def test_nobody_bought_in_the_window(few):
    lines = order_lines()
    members = members_of(floats(lines))
    sellers, fresh = both(lines, members, since=date(2030, 1, 1))
    assert sellers.empty
    assert fresh.empty
    table, own = in_engine(lines), ibis.memtable(members)
    openings = bestsellers.openings(
        table, own, bestsellers.best_sellers(table, own, date(2030, 1, 1), []),
        catalogue.items(table), 3,
    )  # fmt: skip
    assert bestsellers.offer_metrics(openings) == {"offers": []}
    numbers = bestsellers.recommendation_metrics(fresh, date(2030, 1, 1), 2)
    assert numbers["recommended_customers"] == 0


def test_openings_say_who_never_bought_it(few):
    lines, plain = order_lines(), floats(order_lines())
    members = members_of(plain)
    table, own = in_engine(lines), ibis.memtable(members)
    sellers = bestsellers.best_sellers(table, own, SINCE, [])
    found = bestsellers.openings(table, own, sellers, catalogue.items(table), 2, minimum=1)
    assert found.groupby("segment")["rank"].agg(list).to_dict() == {n: [1, 2] for n in (1, 2, 3)}
    ever = plain.groupby("customer")["item"].agg(set)
    for row in found.itertuples():
        customers = members.loc[members["segment"] == row.segment, "customer"]
        never = np.mean([row.name not in ever[customer] for customer in customers])
        assert row.never_share == pytest.approx(never)
    widest = found[found["widest"]].set_index("segment")["never_share"]
    assert widest.to_dict() == found.groupby("segment")["never_share"].max().to_dict()


def test_a_share_that_stands_for_too_few_customers_is_a_bound(few):
    lines = order_lines()
    members = members_of(floats(lines))
    table, own = in_engine(lines), ibis.memtable(members)
    sellers = bestsellers.best_sellers(table, own, SINCE, [])
    items = catalogue.items(table)
    exact, masked = (
        bestsellers.openings(table, own, sellers, items, 7, minimum) for minimum in (1, 6)
    )
    assert not any(isinstance(share, dict) for share in exact["never_share"])
    assert any(isinstance(share, dict) for share in masked["never_share"])
    assert exact["widest"].tolist() == masked["widest"].tolist()


def test_metrics_take_the_widest_opening_of_each_segment():
    openings = pd.DataFrame(
        {
            "segment": [1, 1, 2, 2],
            "rank": [1, 2, 1, 2],
            "name": ["Tea", "Mug", "Tea", "Jam"],
            "never_share": [0.2, 0.6, {"above": 0.8}, 0.1],
            "widest": [False, True, True, False],
        }
    )
    recommended = pd.DataFrame({"customer": ["a", "a", "b"]})
    assert bestsellers.recommendation_metrics(recommended, SINCE, 2) == {
        "recommended_since": SINCE,
        "recommended_months": 2,
        "recommended_customers": 2,
    }
    assert bestsellers.offer_metrics(openings)["offers"] == [
        {"segment": 1, "item": "Mug", "never_share": 0.6},
        {"segment": 2, "item": "Tea", "never_share": {"above": 0.8}},
    ]


@pytest.mark.parametrize(
    ("reference", "months", "start"),
    [
        (REFERENCE, 2, date(2023, 5, 1)),
        (date(2011, 12, 10), 2, date(2011, 10, 10)),
        (date(2024, 4, 30), 2, date(2024, 2, 29)),
        (date(2024, 1, 15), 1, date(2023, 12, 15)),
    ],
)
def test_the_window_goes_back_calendar_months(reference, months, start):
    assert bestsellers.window_start(reference, months) == start
