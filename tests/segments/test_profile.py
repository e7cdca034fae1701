"""What a segment is like."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import REFERENCE, customer_view
from segmentbook.core.errors import UserError
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda.window import Window
from segmentbook.features import RFM
from segmentbook.segments.profile import (
    columns,
    index_of_means,
    mean_points,
    profile,
    require_enough,
    standings,
)


def test_profile():
    view = customer_view()
    found = profile(view, RFM, REFERENCE)
    assert found["segment"].tolist() == [1, 2, 3, 4]
    assert found["customers"].sum() == len(view)
    assert found["customer_share"].sum() == pytest.approx(1)
    assert found["revenue_share"].sum() == pytest.approx(1)
    assert found["revenue"].sum() == pytest.approx(view["monetary"].sum())
    first = view[view["segment"] == 1]
    row = found.iloc[0]
    assert row["revenue_per_customer"] == pytest.approx(first["monetary"].mean())
    assert row["recency_mean"] == pytest.approx(first["recency"].mean())
    assert row["frequency_median"] == first["frequency"].median()
    assert found.iloc[3]["one_order_share"] == 1
    assert row["one_order_share"] == 0


def test_newcomers_first_bought_within_ninety_days():
    days = [1, 90, 91, 300]
    view = pd.DataFrame(
        {
            "customer": list("abcd"),
            "segment": 1,
            "recency": 1,
            "frequency": 1,
            "monetary": 10.0,
            "first_order": [REFERENCE - pd.Timedelta(days=n) for n in days],
        }
    )
    assert profile(view, RFM, REFERENCE)["newcomer_share"].tolist() == [0.5]
    # Order lines of 100 days, in which customers may take 9 or 11 days to order again, or any time.
    first, last = REFERENCE - timedelta(days=100), REFERENCE - timedelta(days=1)
    for burn_in, share in ((9, 0.5), (11, None), (None, None)):
        days = Window(first, last, burn_in)
        assert profile(view, RFM, REFERENCE, days)["newcomer_share"].tolist() == [share]
    own = NotApplicable(reason="no order lines")
    assert profile(view, RFM, REFERENCE, own)["newcomer_share"].tolist() == [0.5]


def test_standings_are_one_for_the_best():
    view = customer_view()
    rank = standings(view, RFM)
    assert rank["recency"].idxmax() == view["recency"].idxmin()
    assert rank["monetary"].idxmax() == view["monetary"].idxmax()
    assert rank.loc[view["monetary"].idxmax(), "monetary"] == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(1, 4), st.integers(0, 9)), min_size=1, max_size=40
    )
)
def test_standings_depend_on_values_alone(rows):
    view = pd.DataFrame(rows, columns=["recency", "frequency", "monetary"])
    rank = standings(view, RFM)
    assert ((rank > 0) & (rank <= 1)).all(axis=None)
    for feature in RFM:
        pairs = pd.DataFrame({"value": view[feature.name], "rank": rank[feature.name]})
        assert (pairs.groupby("value")["rank"].nunique() == 1).all()
        best_first = pairs.sort_values("value", ascending=feature.better == "low")
        assert best_first["rank"].is_monotonic_decreasing
        # The mean standing of all is the same for every feature: the middle.
        assert rank[feature.name].mean() == pytest.approx((len(view) + 1) / (2 * len(view)))


def test_a_segment_of_too_few_is_refused():
    found = profile(customer_view(40), RFM, REFERENCE)
    require_enough(found, 10)
    with pytest.raises(UserError, match=r"segment 1 has 10 of 40 customers") as refused:
        require_enough(found, 11)
    assert "sharing.minimum" in str(refused.value)


def test_without_revenue_its_numbers_are_missing():
    view = customer_view()[["customer", "segment", "recency"]]
    found = profile(view, RFM[:1], REFERENCE)
    assert found.columns.tolist() == columns(RFM[:1])
    assert found[["revenue", "newcomer_share", "one_order_share"]].isna().all(axis=None)


def named():
    view = customer_view()
    return view, profile(view, RFM, REFERENCE).assign(name=list("abcd"))


def test_an_index_is_the_mean_over_that_of_all_customers():
    view, profiles = named()
    index = index_of_means(profiles, view, RFM)
    assert index.index.tolist() == list("abcd")
    for row in profiles.itertuples():
        wanted = 100 * row.monetary_mean / view["monetary"].mean()
        assert index.loc[row.name, "monetary"] == pytest.approx(wanted)
    mean = np.average(index, axis=0, weights=profiles["customers"])
    assert mean == pytest.approx([100, 100, 100])


def test_an_index_needs_a_mean_above_zero():
    view, profiles = named()
    assert index_of_means(profiles, view.assign(recency=0), RFM).columns.tolist() == [
        "frequency",
        "monetary",
    ]
    nothing = view.assign(monetary=0.0, recency=0, frequency=-1)
    assert isinstance(index_of_means(profiles, nothing, RFM), NotApplicable)


def test_means_of_points_are_those_of_each_segment():
    view, profiles = named()
    points = np.random.default_rng(1).normal(size=(len(view), 3))
    means = mean_points(points, view, profiles, RFM)
    assert means.columns.tolist() == ["recency", "frequency", "monetary"]
    for segment in profiles["segment"]:
        own = points[(view["segment"] == segment).to_numpy()]
        assert means.loc[segment].tolist() == pytest.approx(own.mean(axis=0).tolist())
