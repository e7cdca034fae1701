"""What the radar and the box plots show, in words."""

from __future__ import annotations

import pytest

from fixtures import REFERENCE, customer_view, said
from segmentbook.features import RFM
from segmentbook.segments import standing
from segmentbook.segments.profile import profile


@pytest.fixture
def numbers():
    view = customer_view()
    profiles = profile(view, RFM, REFERENCE).assign(name=["Best", "Good", "New", "Gone"])
    return view, standing.metrics(view, profiles, RFM)


def test_who_stands_best_is_counted(numbers):
    _, metrics = numbers
    [title] = said([(standing.RADAR, {})], metrics)
    assert title == "Best stand best in 3 of 3 features"


def test_the_middle_half_is_that_of_the_first_segment(numbers):
    view, metrics = numbers
    values = view.loc[view["segment"] == 1, "monetary"]
    assert metrics["spread_low"] == values.quantile(0.25)
    assert metrics["spread_high"] == values.quantile(0.75)
    [title] = said([(standing.spread(RFM), {})], metrics)
    assert title.startswith("Monetary value of half of the Best: £")


def test_of_equals_the_first_segment_is_named():
    view = customer_view().assign(recency=5, frequency=2, monetary=10.0)
    profiles = profile(view, RFM, REFERENCE).assign(name=["A", "B", "C", "D"])
    metrics = standing.metrics(view, profiles, RFM)
    assert (metrics["best_standing_name"], metrics["best_standing_features"]) == ("A", 3)


def test_the_better_end_is_said_where_it_is_the_lower():
    assert said(standing.radar_sentences(RFM), {})[1:] == ["Lower is better for Recency."]
    assert len(standing.radar_sentences(RFM[1:])) == 1
    assert standing.leading(RFM).name == "monetary"
    assert standing.leading(RFM[:2]).name == "frequency"
