"""Plots of what makes a segment, on ordinary and awkward tables."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from drawing import AWKWARD, svg, texts

from fixtures import REFERENCE, customer_view
from segmentbook.clustering.transform import Scaling
from segmentbook.display import NotApplicable
from segmentbook.explain import importance, plane, split, tree, words
from segmentbook.features import RFM
from segmentbook.figures import explained, outcome, theme
from segmentbook.formats import Formats, percent
from segmentbook.segment_params import Clustering
from segmentbook.segments.profile import profile

NOTHING = NotApplicable("Something", "too few")
NAMES = [feature.name for feature in RFM]


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


@pytest.fixture(scope="module", params=["ordinary", "awkward names"])
def case(request):
    """A customer view with names, its profiles, and the points of the clustering."""
    view = customer_view()
    names = ["Best", "Good", "New", "Gone"]
    if request.param == "awkward names":
        view["segment"] = [1 + n % len(AWKWARD) for n in range(len(view))]
        names = AWKWARD
    profiles = profile(view, RFM, REFERENCE).assign(name=names)
    view = view.merge(profiles[["segment", "name"]], on="segment")
    return view, profiles, Scaling.fit(view, NAMES, Clustering()).coordinates(view)


def test_rule_bars(case):
    view, profiles, _ = case
    rules = tree.table(tree.describe(split.split(view, RFM, 42), 3, 42), view)
    rules = words.texts(rules, RFM, Formats("GBP"))
    picture = explained.rule_bars(rules, profiles)
    svg(picture)
    for row in rules.dropna(subset="customers").itertuples():
        right = Formats("GBP").write(row.right, "percent")
        assert f"{row.rule}: {row.customers:,.0f} customers, {right}" in picture.alt
    assert explained.rule_bars(NOTHING, profiles) is NOTHING


def test_importance_bars(case):
    view, _, _ = case
    table = importance.importance(split.split(view, RFM, 42), 42)
    picture = explained.importance_bars(table)
    svg(picture)
    for row in table.itertuples():
        assert f"{row.title}: {percent(row.permutation)} lost" in picture.alt
    assert explained.importance_bars(NOTHING) is NOTHING


def test_segments_against_all_customers(case):
    view, profiles, _ = case
    picture = explained.against_all(profiles, view, RFM)
    svg(picture)
    for row in profiles.itertuples():
        index = 100 * row.monetary_mean / view["monetary"].mean()
        assert f"monetary value {index:,.0f}" in picture.alt
        assert f"{index:,.0f}" in texts(picture)


def test_an_index_needs_a_mean_above_zero(case):
    view, profiles, _ = case
    nothing = view.assign(monetary=0.0, recency=0, frequency=-1)
    assert isinstance(explained.against_all(profiles, nothing, RFM), NotApplicable)


def test_snake(case):
    view, profiles, points = case
    picture = explained.snake(points, view, profiles, RFM)
    svg(picture)
    for row in profiles.itertuples():
        mean = points[(view["segment"] == row.segment).to_numpy(), 2].mean()
        assert f"monetary value {mean:.1f}" in picture.alt


def test_plane_map(case):
    view, profiles, points = case
    picture = explained.plane_map(plane.plane(points, RFM), view, profiles, 42)
    svg(picture)
    assert f"Map of {len(view)} customers" in picture.alt
    assert explained.plane_map(NOTHING, view, profiles, 42) is NOTHING


def test_space(case):
    view, profiles, points = case
    picture = explained.space(points, view, profiles, RFM, RFM, 42)
    svg(picture)
    assert "by recency, frequency and monetary value" in picture.alt
    figure = picture.interactive
    assert json.loads(json.dumps(figure)) == figure
    assert [trace["type"] for trace in figure["data"]] == ["scatter3d"] * len(profiles)
    assert sum(len(trace["x"]) for trace in figure["data"]) == len(view)
    # plotly reads names as HTML.
    assert not any("<" in trace["name"] for trace in figure["data"])
    assert explained.space(points, view, profiles, RFM, RFM, 42).interactive == figure


def test_space_shows_the_three_most_important_features_in_their_own_order():
    view = customer_view()
    features = [*RFM, *RFM[:1]]
    profiles = profile(view, RFM, REFERENCE).assign(name=list("abcd"))
    points = np.random.default_rng(1).normal(size=(len(view), 4))
    picture = explained.space(points, view, profiles, [RFM[2], RFM[1], RFM[0]], features[:3], 42)
    titles = [
        picture.interactive["layout"]["scene"][f"{axis}axis"]["title"]["text"] for axis in "xyz"
    ]
    assert titles == ["Recency", "Frequency", "Monetary value"]
    assert isinstance(explained.space(points, view, profiles, RFM[:2], RFM, 42), NotApplicable)


def test_maps_show_a_rounded_sample_of_many(case, monkeypatch):
    monkeypatch.setattr(explained, "POINTS", 50)
    view, profiles, points = case
    picture = explained.space(points, view, profiles, RFM, RFM, 42)
    shown = np.concatenate([trace["z"] for trace in picture.interactive["data"]])
    assert len(shown) == 50
    assert shown * 20 == pytest.approx(np.round(shown * 20))
    assert "Map of 50 customers" in (
        explained.plane_map(plane.plane(points, RFM), view, profiles, 42).alt
    )


def test_what_came_later():
    table = pd.DataFrame(
        {
            "segment": [2, 1],
            "name": AWKWARD[:2],
            "customers": [20, 30],
            "again": [1.0, 0.0],
            "again_low": [0.9, 0.0],
            "again_high": [1.0, 0.1],
            "revenue": [12.5, 0.0],
            "revenue_low": [10.0, 0.0],
            "revenue_high": [15.0, 0.0],
        }
    )
    picture = outcome.later(table, "GBP")
    svg(picture)

    def money(value):
        return theme.money(value, "GBP")

    assert (
        f"100% (90% to 100%) ordered again, {money(12.5)} each ({money(10)} to {money(15)})"
        in picture.alt
    )
    assert outcome.later(NOTHING, "GBP") is NOTHING
