"""The customers in three dimensions."""

from __future__ import annotations

import json

import numpy as np
import pytest

from drawing import svg
from exhibits import blocks_of, picture_of
from fixtures import REFERENCE, customer_view
from segmentbook.features import RFM
from segmentbook.pages.segments import sampled, space
from segmentbook.report import theme
from segmentbook.segments.profile import profile


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_the_still_and_the_figure_to_rotate_show_the_same(case):
    view, profiles, points = case
    picture = picture_of(space(points, view, profiles, RFM, RFM, 42))
    svg(picture)
    assert "by recency, frequency and monetary value" in picture.alt
    figure = picture.interactive
    assert json.loads(json.dumps(figure)) == figure
    assert [trace["type"] for trace in figure["data"]] == ["scatter3d"] * len(profiles)
    assert sum(len(trace["x"]) for trace in figure["data"]) == len(view)
    # plotly interprets names as HTML.
    assert not any("<" in trace["name"] for trace in figure["data"])
    assert picture_of(space(points, view, profiles, RFM, RFM, 42)).interactive == figure


def test_the_three_most_important_features_are_shown_in_their_own_order():
    view = customer_view()
    profiles = profile(view, RFM, REFERENCE).assign(name=list("abcd"))
    points = np.random.default_rng(1).normal(size=(len(view), 4))
    picture = picture_of(space(points, view, profiles, [RFM[2], RFM[1], RFM[0]], RFM, 42))
    scene = picture.interactive["layout"]["scene"]
    titles = [scene[f"{axis}axis"]["title"]["text"] for axis in "xyz"]
    assert titles == ["Recency", "Frequency", "Monetary value"]


def test_two_features_have_no_space(case):
    view, profiles, points = case
    [block] = blocks_of(space(points, view, profiles, RFM[:2], RFM, 42))
    assert block["reason"] == "it needs three features"


def test_of_many_customers_a_rounded_sample_is_drawn(case, monkeypatch):
    monkeypatch.setattr(sampled, "MOST_POINTS", 50)
    view, profiles, points = case
    picture = picture_of(space(points, view, profiles, RFM, RFM, 42))
    shown = np.concatenate([trace["z"] for trace in picture.interactive["data"]])
    assert len(shown) == 50
    assert shown * 20 == pytest.approx(np.round(shown * 20))
