"""The customer view at order grain, whatever the feature set."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import REFERENCE, customer_view, in_engine, study
from order_view import NONE, lines, view
from segmentbook import features
from segmentbook.core.errors import UserError
from segmentbook.features import RFM

pytestmark = pytest.mark.whole


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


def test_net_revenue_needs_cancellations():
    one = study(customers={"monetary": {"revenue": "net"}})
    with pytest.raises(UserError, match="there is no 'net' revenue: not here"):
        features.customer_view(one, in_engine(lines()), NONE, NONE, REFERENCE)


def test_a_view_has_each_customer_once_and_every_value():
    whole = customer_view(5)
    features.require_complete(whole, RFM)
    with pytest.raises(UserError, match="2 rows repeat a customer"):
        features.require_complete(pd.concat([whole, whole.head(2)]), RFM)
    gap = whole.assign(recency=whole["recency"].where(whole.index > 0))
    with pytest.raises(UserError, match="1 customers have no recency"):
        features.require_complete(gap, RFM)
