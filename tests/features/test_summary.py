"""The averages of the customer view."""

from __future__ import annotations

import pandas as pd
import pytest

from fixtures import REFERENCE, customer_view, floats, order_lines
from plain_rfm import plain_rfm
from segmentbook.features import RFM, summary


def test_describe_and_metrics():
    view = plain_rfm(floats(order_lines()), REFERENCE)
    table = summary.describe(view).set_index("feature")
    assert table.index.tolist() == ["Recency", "Frequency", "Monetary value"]
    row = table.loc["Monetary value"]
    money = view["monetary"]
    assert row["q1"] == pytest.approx(money.quantile(0.25))
    assert row["median"] == pytest.approx(money.median())
    assert row["maximum"] == pytest.approx(money.max())
    assert row["std"] == pytest.approx(money.std(ddof=1))
    metrics = summary.metrics(view, REFERENCE)
    once = int((view["frequency"] == 1).sum())
    assert 0 < once < len(view)
    assert metrics["one_order_customers"] == once
    assert metrics["one_order_share"] == pytest.approx(once / len(view))
    assert metrics["recency_median"] == view["recency"].median()
    assert metrics["reference_date"] == REFERENCE
    assert metrics["monetary_mean_to_median"] == pytest.approx(money.mean() / money.median())


def test_what_an_export_lacks_is_none():
    view = customer_view()[["customer", "monetary"]]
    metrics = summary.metrics(view, REFERENCE)
    assert metrics["recency_median"] is None
    assert metrics["one_order_share"] is None
    assert metrics["monetary_median"] == pd.Series(view["monetary"]).median()
    assert summary.describe(view, RFM[2:])["feature"].tolist() == ["Monetary value"]


def test_the_ratio_to_a_median_of_nothing_is_none():
    view = customer_view(3).assign(monetary=0.0)
    assert summary.metrics(view, REFERENCE)["monetary_mean_to_median"] is None
