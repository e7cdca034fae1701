"""Customers by two features."""

from __future__ import annotations

import pytest

from drawing import svg, texts
from exhibits import picture_of, texts_of
from segmentbook.features import RFM
from segmentbook.pages.segments import scatter
from segmentbook.report import theme

PAIR = (RFM[0], RFM[2])


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_customers_and_segments_are_counted(case):
    view, profiles, _ = case
    shown = scatter(view, profiles, PAIR, "GBP", 42)
    picture = picture_of(shown)
    svg(picture)
    assert f"Scatter of {len(view):,} customers by recency and monetary value" in picture.alt
    assert f"{len(profiles)} segments" in picture.alt
    assert texts_of(shown) == ["A sample of customers by recency and monetary value"]
    assert "Monetary value, GBP" in texts(picture)


def test_of_many_customers_the_same_sample_is_drawn(case, monkeypatch):
    monkeypatch.setitem(scatter.__wrapped__.__globals__, "MOST_POINTS", 50)
    view, profiles, _ = case
    one, again = (picture_of(scatter(view, profiles, PAIR, "GBP", 42)) for _ in range(2))
    assert "Scatter of 50 customers" in one.alt
    assert svg(one) == svg(again)
