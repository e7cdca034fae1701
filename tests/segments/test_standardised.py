"""Shares against others in the same months, computed a second time in pandas."""

from __future__ import annotations

import ibis
import numpy as np
import pandas as pd
import pytest

from fixtures import in_engine, order_lines
from segmentbook.segments import standardised


def halves(lines, segments=2):
    customers = sorted(lines["customer"].unique())
    return pd.DataFrame(
        {"customer": customers, "segment": [1 + n % segments for n in range(len(customers))]}
    )


def compared(lines, members, minimum=2):
    table = in_engine(lines)
    orders = standardised.orders(table)
    held = table.filter(table["item"].notnull()).select("customer", "order", part=table["item"])
    held = held.distinct().join(orders.drop("value"), ["customer", "order"])
    return standardised.compare(
        held.mutate(value=ibis.literal(1)),
        orders.drop("value").mutate(value=ibis.literal(1)),
        members,
        minimum,
    )


def test_the_index_is_standardised_by_month():
    lines, members = order_lines(80), halves(order_lines(80))
    found = compared(lines, members).set_index(["segment", "part"])
    plain = lines.merge(members, on="customer").assign(month=lines["timestamp"].dt.to_period("M"))
    first = plain.groupby("order").agg(month=("month", "min"), segment=("segment", "first"))
    for (segment, part), row in found.iterrows():
        holds = first.index.isin(plain.loc[plain["item"] == part, "order"])
        own = first["segment"] == segment
        rates = pd.Series(holds[~own], index=first.index[~own]).groupby(first["month"][~own]).mean()
        expected = first["month"][own].map(rates)
        assert expected.notna().all()
        assert row["share"] == pytest.approx(holds[own].mean())
        assert row["expected"] == pytest.approx(expected.mean())
        assert row["index"] == pytest.approx(row["share"] / row["expected"])
        assert row["low"] < row["index"] < row["high"]


def test_a_season_alone_makes_no_segment_stand_out():
    """One segment orders in December, when every second order has crackers."""
    members = pd.DataFrame({"customer": [f"c{n:03d}" for n in range(400)], "segment": [1, 2] * 200})
    december = [n % 20 < 15 if n % 2 == 0 else n % 20 < 5 for n in range(400)]
    totals = members[["customer"]].assign(stratum=np.where(december, 240, 120), value=1.0)
    bought = [n % 8 < 4 if winter else n % 40 < 4 for n, winter in enumerate(december)]
    values = totals[bought].assign(part="cracker")
    found = standardised.compare_frames(values, totals, members).set_index("segment")
    crude = totals.assign(x=bought)["x"].groupby(members["segment"]).mean()
    assert crude[1] / crude[2] > 2
    assert found["low"].max() < 1 < found["high"].min()


def test_orders_of_one_customer_are_no_evidence_for_many():
    """Ten customers with one habit each are ten observations, however often they order."""
    random = np.random.default_rng(3)
    members = pd.DataFrame({"customer": [f"c{n}" for n in range(40)], "segment": [1, 2] * 20})
    totals = members[["customer"]].assign(stratum=0, value=100.0)
    habit = random.uniform(size=40) < np.where(members["segment"] == 1, 0.6, 0.4)
    values = members[["customer"]].assign(stratum=0, part="tea", value=90.0 * habit + 5)
    found = standardised.compare_frames(values, totals, members)
    assert (found["low"] < 1).all()
    assert (found["high"] > 1).all()


def test_neither_rows_nor_ids_nor_numbers_of_segments_decide():
    lines, members = order_lines(80), halves(order_lines(80))
    found = compared(lines, members)
    spelt = {one: f"x{place * 7919 % 1000}" for place, one in enumerate(members["customer"])}
    turned = lines.sample(frac=1, random_state=1).assign(
        customer=lambda table: table["customer"].map(spelt)
    )
    other = members.assign(customer=members["customer"].map(spelt), segment=3 - members["segment"])
    again = compared(turned, other.iloc[::-1])
    again = again.assign(segment=3 - again["segment"]).sort_values(["segment", "part"])
    pd.testing.assert_frame_equal(found, again.reset_index(drop=True))


def test_what_few_have_and_single_segments_are_not_compared():
    lines = order_lines(30)
    assert compared(lines, halves(lines), minimum=1000).empty
    assert compared(lines, halves(lines, 1)).empty


def test_equal_values_are_in_one_class():
    totals = in_engine(pd.DataFrame({"customer": list("abcd"), "amount": [1, 1, 1, 9]}))
    found = standardised.customers(totals.rename(value="amount")).to_pandas()
    assert found["stratum"].nunique() == 1
    assert standardised.value_classes(10_000, 12) == standardised.VALUE_CLASSES
