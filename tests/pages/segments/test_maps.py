"""Maps of customers, on ordinary and awkward names."""

from __future__ import annotations

import json

import numpy as np
import pytest

from drawing import svg
from fixtures import REFERENCE, customer_view
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM
from segmentbook.pages.segments import maps
from segmentbook.report import theme
from segmentbook.segments import projection
from segmentbook.segments.profile import profile

NOTHING = NotApplicable(reason="too few")


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_plane_map(case):
    view, profiles, points = case
    picture = maps.plane_map(projection.plane(points, RFM), view, profiles, 42)
    svg(picture)
    assert f"Map of {len(view)} customers" in picture.alt
    assert maps.plane_map(NOTHING, view, profiles, 42) is NOTHING


def test_space(case):
    view, profiles, points = case
    picture = maps.space(points, view, profiles, RFM, RFM, 42)
    svg(picture)
    assert "by recency, frequency and monetary value" in picture.alt
    figure = picture.interactive
    assert json.loads(json.dumps(figure)) == figure
    assert [trace["type"] for trace in figure["data"]] == ["scatter3d"] * len(profiles)
    assert sum(len(trace["x"]) for trace in figure["data"]) == len(view)
    # plotly reads names as HTML.
    assert not any("<" in trace["name"] for trace in figure["data"])
    assert maps.space(points, view, profiles, RFM, RFM, 42).interactive == figure


def test_space_shows_the_three_most_important_features_in_their_own_order():
    view = customer_view()
    features = [*RFM, *RFM[:1]]
    profiles = profile(view, RFM, REFERENCE).assign(name=list("abcd"))
    points = np.random.default_rng(1).normal(size=(len(view), 4))
    picture = maps.space(points, view, profiles, [RFM[2], RFM[1], RFM[0]], features[:3], 42)
    titles = [
        picture.interactive["layout"]["scene"][f"{axis}axis"]["title"]["text"] for axis in "xyz"
    ]
    assert titles == ["Recency", "Frequency", "Monetary value"]
    assert isinstance(maps.space(points, view, profiles, RFM[:2], RFM, 42), NotApplicable)


def test_maps_show_a_rounded_sample_of_many(case, monkeypatch):
    monkeypatch.setattr(maps, "POINTS", 50)
    view, profiles, points = case
    picture = maps.space(points, view, profiles, RFM, RFM, 42)
    shown = np.concatenate([trace["z"] for trace in picture.interactive["data"]])
    assert len(shown) == 50
    assert shown * 20 == pytest.approx(np.round(shown * 20))
    assert "Map of 50 customers" in (
        maps.plane_map(projection.plane(points, RFM), view, profiles, 42).alt
    )
