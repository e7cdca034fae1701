"""The single view, against a second computation in pandas."""

from __future__ import annotations

import pandas as pd
import pytest

from fixtures import REFERENCE, floats
from order_view import lines, view
from segmentbook import features

pytestmark = pytest.mark.whole


def test_single_view():
    found, one = view(lines(), features="single_view")
    plain = floats(lines())
    cuts = plain.groupby("product")[["amount", "quantity"]].sum().eval("amount / quantity")
    quarter = 1 + sum((cuts > cuts.quantile(n / 4)).astype(int) for n in (1, 2, 3))
    mean_period = found["visit_period"].mean()
    for customer, own in plain.groupby("customer"):
        row = found.loc[customer]
        days = own["timestamp"].dt.normalize()
        orders, money, pieces = own["order"].nunique(), own["amount"].sum(), own["quantity"].sum()
        period = (days.max() - days.min()).days
        age = (pd.Timestamp(REFERENCE) - days.min()).days
        assert row["visit_period"] == period
        assert row["days_between"] == pytest.approx(period / (orders - 1) if orders > 1 else age)
        assert row["basket_size"] == pytest.approx(money / pieces)
        assert row["order_size"] == pytest.approx(money / orders)
        assert row["visit_size"] == pytest.approx(pieces / orders)
        assert row["arpu"] == pytest.approx(30 * money / max(age, 30))
        assert row["lifetime_value"] == pytest.approx(row["arpu"] * mean_period / 30)
        assert row["discount_amount"] == pytest.approx(own["discount"].sum())
        assert row["places"] == own["place"].nunique()
        online = own.groupby("order")["channel"].first().eq("Online").mean()
        assert row["online_share"] == pytest.approx(online)
        by_quarter = own["quantity"].groupby(own["product"].map(quarter)).sum() / pieces
        shares = [row[f"price_q{n}_share"] for n in range(1, 5)]
        assert shares == pytest.approx([by_quarter.get(n, 0.0) for n in range(1, 5)])
        assert sum(shares) == pytest.approx(1)
    assert "lines" not in found.columns
    assert {feature.name for feature in features.described(one)} <= {*found.columns}


def test_the_discount_of_a_row_counts_once_however_many_items_it_had():
    plain = lines().assign(
        export_row=lambda table: table["order"].str[1:].astype(int), discount=2.0
    )
    found, _ = view(plain, features="single_view")
    assert found["discount_amount"].tolist() == (2.0 * found["frequency"]).tolist()
