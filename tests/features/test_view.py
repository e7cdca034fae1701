"""The feature sets at order grain, against a second computation in pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import REFERENCE, floats, in_engine, order_lines, study
from segmentbook import features
from segmentbook.core import engine
from segmentbook.core.errors import UserError
from segmentbook.core.not_applicable import NotApplicable

pytestmark = pytest.mark.whole

NONE = NotApplicable("nothing", "not here")


def lines():
    """Return order lines with discounts on some, and orders online or in a shop."""
    plain = order_lines()
    number = np.arange(len(plain))
    online = plain["order"].str[-1].isin(list("13579"))
    return plain.assign(
        discount=np.where(number % 5 == 0, 1.5, 0.0),
        channel=np.where(online, "Online", "shop"),
    )


def view(plain, **customers):
    one = study(customers=customers, columns={"discounts": ["discount"], "channel": "channel"})
    found = engine.frame(features.customer_view(one, in_engine(plain), NONE, NONE, REFERENCE))
    features.require_complete(found, features.described(one))
    return found.set_index("customer"), one


def test_lrfmc():
    found, one = view(lines(), features="lrfmc")
    names = [feature.name for feature in features.chosen(one)]
    assert names == ["length", "recency", "frequency", "monetary", "discount_share"]
    plain = floats(lines())
    first = plain.groupby("customer")["timestamp"].min().dt.normalize()
    wanted = (pd.Timestamp(REFERENCE) - first).dt.days
    assert found["length"].tolist() == wanted.loc[found.index].tolist()
    for customer, own in plain.groupby("customer"):
        share = own.groupby("order")["discount"].max().gt(0).mean()
        assert found.loc[customer, "discount_share"] == pytest.approx(share, rel=1e-12)


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


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from(["o1", "o2", "o3"]),
            st.integers(0, 3),
            st.integers(0, 300),
            st.integers(0, 180),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_feature_is_finite(rows):
    table = (
        lines()
        .iloc[[0] * len(rows)]
        .assign(
            customer=[row[0] for row in rows],
            order=[row[1] for row in rows],
            quantity=[row[2] for row in rows],
            amount=[row[3] for row in rows],
            timestamp=[pd.Timestamp("2023-01-01") + pd.Timedelta(days=row[4]) for row in rows],
        )
    )
    for name in ("lrfmc", "single_view"):
        found, one = view(table, features=name)
        values = found[[feature.name for feature in features.described(one)]].astype(float)
        assert np.isfinite(values.to_numpy()).all()


def test_monetary_value_per_order_keeps_the_total():
    found, _ = view(lines(), monetary={"per": "order"})
    whole, _ = view(lines())
    assert found["revenue"].tolist() == whole["monetary"].tolist()
    assert found["monetary"].tolist() == pytest.approx(
        (whole["monetary"] / whole["frequency"]).tolist()
    )
    assert features.worth(found) == "revenue"
    assert features.worth(whole) == "monetary"
    assert features.worth(whole[["recency"]]) is None


def test_features_that_lack_their_columns_are_not_described():
    bare = study(
        customers={"features": "single_view"},
        columns={"product": None, "product_name": None, "price": None, "amount": "UnitPrice",
                 "quantity": None, "place": None},
    )  # fmt: skip
    names = {feature.name for feature in features.described(bare)}
    assert {"recency", "frequency", "monetary", "order_size", "days_between"} <= names
    assert not names & {"total_quantity", "visit_size", "places", "discount_amount", "online_share"}
    assert not any(name.startswith("price_q") for name in names)
    assert "visit_size" not in {feature.name for feature in features.chosen(bare)}


@pytest.mark.parametrize(
    ("customers", "said"),
    [
        ({"features": "lrfmc"}, "discount_share needs what the export does not tell: discount"),
        ({"features": "rfm", "use": ["recency", "frequencies"]}, "did you mean 'frequency'?"),
        ({"features": "single_view", "use": ["recency", "online_share"]}, "columns.channel"),
        ({"features": "demographic", "declared": []}, "needs one row for each customer"),
        ({"features": "rfm", "cuts": {"length": [1, 2, 3, 4]}}, "there is no score of 'length'"),
    ],
)
def test_features_that_cannot_be_are_refused(customers, said):
    with pytest.raises(UserError) as error:
        features.chosen(study(customers=customers))
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("customers", "said"),
    [
        ({"use": ["recency"]}, "at least 2 items"),
        ({"use": ["recency", "recency"]}, "each feature of 'use' once"),
        ({"cuts": {"recency": [1, 2, 2, 4]}}, "four rising values for 'recency'"),
        ({"cuts": {"recency": [1, 2, 3]}}, "four rising values for 'recency'"),
        (
            {"declared": [{"column": "a", "definition": "b"}]},
            "'declared' with 'features: demographic'",
        ),
        ({"monetary": {"revenue": "nett"}}, "'gross', 'net' or 'matched'"),
    ],
)
def test_params_of_customers_are_strict(customers, said):
    with pytest.raises(UserError) as error:
        study(customers=customers)
    assert said in str(error.value)


def test_the_discount_of_a_row_counts_once_however_many_items_it_had():
    plain = lines().assign(
        export_row=lambda table: table["order"].str[1:].astype(int), discount=2.0
    )
    found, _ = view(plain, features="single_view")
    assert found["discount_amount"].tolist() == (2.0 * found["frequency"]).tolist()
