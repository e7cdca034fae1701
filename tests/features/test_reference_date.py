"""Recency, frequency and monetary value."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from fixtures import REFERENCE, floats, in_engine, order_lines
from segmentbook import features
from segmentbook.core import engine
from segmentbook.core.errors import UserError
from segmentbook.features import reference_date


def brute_rfm(plain, reference):
    day = plain["timestamp"].dt.normalize()
    view = (
        plain.assign(day=day)
        .groupby("customer")
        .agg(
            frequency=("order", "nunique"),
            monetary=("amount", "sum"),
            first_order=("day", "min"),
            last_order=("day", "max"),
        )
        .reset_index()
    )
    view["recency"] = (pd.Timestamp(reference) - view["last_order"]).dt.days
    return view


def test_rfm():
    found = engine.frame(features.rfm(in_engine(order_lines()), REFERENCE))
    wanted = brute_rfm(floats(order_lines()), REFERENCE)
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


def test_the_reference_is_the_day_after_the_last_order_unless_given():
    lines = in_engine(order_lines())
    last = order_lines()["timestamp"].max().date()
    assert reference_date.reference_date(lines, None) == last + pd.Timedelta(days=1)
    assert reference_date.reference_date(lines, date(2024, 1, 1)) == date(2024, 1, 1)
    for wrong in (last, date(2020, 1, 1)):
        with pytest.raises(UserError) as error:
            reference_date.reference_date(lines, wrong)
        assert f"reference_date = {wrong}" in str(error.value)
        assert f"a date after {last}" in str(error.value)


def test_describe_and_metrics():
    view = brute_rfm(floats(order_lines()), REFERENCE)
    table = reference_date.describe(view).set_index("feature")
    assert table.index.tolist() == ["Recency", "Frequency", "Monetary value"]
    row = table.loc["Monetary value"]
    money = view["monetary"]
    assert row["q1"] == pytest.approx(money.quantile(0.25))
    assert row["median"] == pytest.approx(money.median())
    assert row["maximum"] == pytest.approx(money.max())
    assert row["std"] == pytest.approx(money.std(ddof=1))
    metrics = reference_date.metrics(view, REFERENCE)
    once = int((view["frequency"] == 1).sum())
    assert 0 < once < len(view)
    assert metrics["one_order_customers"] == once
    assert metrics["one_order_share"] == pytest.approx(once / len(view))
    assert metrics["recency_median"] == view["recency"].median()
    assert metrics["reference_date"] == REFERENCE
    assert metrics["monetary_mean_to_median"] == pytest.approx(money.mean() / money.median())


@pytest.mark.parametrize(
    ("ratio", "transform", "sentences"),
    [(3.0, "log1p", 3), (3.0, "none", 2), (1.0, "log1p", 2), (1.0, "none", 1)],
)
def test_the_skew_is_only_told_where_it_is(ratio, transform, sentences):
    said = reference_date.shape_sentences({"monetary_mean_to_median": ratio}, transform)
    assert len(said) == sentences
    assert ("A few customers" in " ".join(t for t, _ in said)) == (ratio > 1.2)
    assert ("logarithm" in " ".join(t for t, _ in said)) == (transform == "log1p")
