"""Recency, frequency and monetary value."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from fixtures import REFERENCE, floats, in_engine, order_lines
from plain_rfm import plain_rfm
from segmentbook import features
from segmentbook.core import engine
from segmentbook.features.rfm import rfm_features
from segmentbook.params.customers import Monetary


def test_rfm():
    found = engine.frame(features.rfm(in_engine(order_lines()), REFERENCE))
    wanted = plain_rfm(floats(order_lines()), REFERENCE)
    for column in ("first_order", "last_order"):
        found[column] = pd.to_datetime(found[column])
    assert_frame_equal(found, wanted, check_dtype=False, rtol=1e-12)
    assert found["recency"].min() >= 1


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from(["o1", "o2", "o3", "o4"]),
            st.datetimes(pd.Timestamp("2023-01-01"), pd.Timestamp("2023-06-30 23:59:59")),
        ),
        min_size=1,
        max_size=15,
    )
)
def test_recency_counts_calendar_days_whatever_the_hour(rows):
    table = (
        order_lines(1)
        .iloc[[0] * len(rows)]
        .assign(
            customer=[row[0] for row in rows],
            order=[row[1] for row in rows],
            timestamp=pd.to_datetime([row[2] for row in rows]).astype("datetime64[us]"),
        )
    )
    found = engine.frame(features.rfm(in_engine(table), REFERENCE)).set_index("customer")
    for customer in found.index:
        mine = [row for row in rows if row[0] == customer]
        assert found.loc[customer, "recency"] == min((REFERENCE - w.date()).days for *_, w in mine)
        assert found.loc[customer, "frequency"] == len({row[1] for row in mine})
    assert found.index.tolist() == sorted({row[0] for row in rows})


def test_the_definition_of_money_is_that_of_the_params():
    definitions = {
        rfm_features(Monetary(revenue=revenue, per=per))[2].definition
        for revenue in ("gross", "net", "matched")
        for per in ("total", "order")
    }
    assert len(definitions) == 4  # cleaning has dropped what is matched
    assert rfm_features(Monetary()) == features.RFM
