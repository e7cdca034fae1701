"""Plots of customers and segments, on ordinary and awkward tables."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.cbook import is_math_text

from drawing import AWKWARD, svg, texts
from fixtures import REFERENCE, customer_view
from segmentbook.core.errors import UserError
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM, Feature
from segmentbook.pages.segments import groups
from segmentbook.report import theme
from segmentbook.report.formats import percent
from segmentbook.segments.archetypes import load
from segmentbook.segments.naming import name_segments
from segmentbook.segments.profile import profile

NAMES = [feature.name for feature in RFM]
PAIR = (RFM[0], RFM[2])


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def profiles_of(view, names=None):
    profiles = profile(view, RFM, REFERENCE)
    found = [name.name for name in name_segments(profiles, load("rfm", RFM), RFM)]
    return profiles.assign(name=(names or found)[: len(profiles)])


@pytest.fixture(params=["ordinary", "awkward names", "one customer"])
def case(request):
    """A customer view and its profiles."""
    view = customer_view()
    if request.param == "awkward names":
        # Seven segments, so that every awkward name is drawn.
        view = view.assign(segment=[1 + n % len(AWKWARD) for n in range(len(view))])
        return view, profiles_of(view, AWKWARD)
    if request.param == "one customer":
        view = view.iloc[3:4]
    return view, profiles_of(view)


def test_sizes(case):
    _, profiles = case
    picture = groups.sizes(profiles)
    svg(picture)
    for row in profiles.itertuples():
        assert (
            f"{row.name}: {percent(row.customer_share)} of customers, "
            f"{percent(row.revenue_share)} of revenue" in picture.alt
        )
    assert_names_are_shown(picture, profiles)


def test_radar(case):
    _, profiles = case
    picture = groups.radar(profiles, RFM)
    svg(picture)
    for row in profiles.itertuples():
        assert (
            f"{row.name}: recency {100 * row.recency_standing:.0f}, "
            f"frequency {100 * row.frequency_standing:.0f}, "
            f"monetary value {100 * row.monetary_standing:.0f}"
        ) in picture.alt
    assert_names_are_shown(picture, profiles)


def test_boxes(case):
    view, profiles = case
    picture = groups.boxes(view, profiles, RFM, "GBP")
    svg(picture)
    for row in profiles.itertuples():
        assert (
            f"{row.name}: recency {theme.short(row.recency_median)}, "
            f"frequency {theme.short(row.frequency_median)}, "
            f"monetary value {theme.short(row.monetary_median)}"
        ) in picture.alt
    assert_names_are_shown(picture, profiles)


def test_boxes_are_those_of_the_segments_in_one_order():
    view = customer_view()
    picture = groups.boxes(view, profiles_of(view), RFM, "GBP")
    picture.figure.draw_without_rendering()
    order = view.groupby("segment")["monetary"].median().sort_values().index
    for axes, feature in zip(picture.figure.axes, RFM, strict=True):
        medians = view.groupby("segment")[feature.name].median().loc[order]
        drawn = [
            float(np.mean(line.get_xdata()))
            for line in axes.lines
            if line.get_linewidth() == 2.5 and len(line.get_xdata())
        ]
        assert drawn == pytest.approx(medians.tolist())
    names = profiles_of(view).set_index("segment")["name"].loc[order]
    labels = [text.get_text() for text in picture.figure.axes[0].get_yticklabels()]
    assert [label.replace("\n", " ") for label in labels] == names.tolist()


def test_boxes_of_many_features_are_in_rows():
    view = customer_view()
    features = [Feature(f"f{n}", f"Feature {n}", "", "items", "high", "number") for n in range(10)]
    view = view.assign(**{feature.name: view["monetary"] - 300 for feature in features})
    profiles = profile(view, features, REFERENCE).assign(name=list("abcd"))
    picture = groups.boxes(view, profiles, features, "GBP")
    svg(picture)
    titles = [axes.get_title(loc="left") for axes in picture.figure.axes]
    assert titles == [f"Feature {n}, items" for n in range(groups.MOST_BOXES)]


def test_a_radar_needs_three_features():
    view = customer_view()
    assert isinstance(groups.radar(profiles_of(view), RFM[:2]), NotApplicable)


def test_the_scatter_shows_the_features_that_are_named():
    assert groups.pair_of(RFM, []) == (RFM[0], RFM[2])
    assert groups.pair_of(RFM, ["monetary", "frequency"]) == (RFM[2], RFM[1])
    assert groups.pair_metrics(PAIR) == {"scatter_x": "recency", "scatter_y": "monetary value"}
    with pytest.raises(UserError, match="did you mean 'monetary'"):
        groups.pair_of(RFM, ["monetry", "frequency"])


def test_scatter_map(case):
    view, profiles = case
    picture = groups.scatter_map(view, profiles, PAIR, "GBP", 42)
    svg(picture)
    assert f"Scatter of {len(view):,} customers" in picture.alt
    assert f"{len(profiles)} segments" in picture.alt
    assert_names_are_shown(picture, profiles)


def test_scatter_map_draws_a_sample_of_many(monkeypatch):
    monkeypatch.setattr(groups, "MAP_POINTS", 50)
    view = customer_view()
    first, again = (groups.scatter_map(view, profiles_of(view), PAIR, "GBP", 42) for _ in range(2))
    assert "Scatter of 50 customers" in first.alt
    assert svg(first) == svg(again)


def test_standing_bars(case):
    _, profiles = case
    row = profiles.iloc[-1]
    picture = groups.standing_bars(row, RFM, "GBP")
    svg(picture)
    assert f"Standing of {row['name']} from 0 to 100" in picture.alt
    assert f"recency {100 * row['recency_standing']:.0f}" in picture.alt


def test_long_titles_and_values_have_room():
    view = customer_view()
    many = tuple(
        Feature(f"f{n}", title, "", "pieces", "high", "number", ())
        for n, title in enumerate(["Time between purchases", "Share bought online", *"ABC"] * 2)
    )
    for feature in many:
        view[feature.name] = 34.6 + view["monetary"]
    profiles = profile(view, many, REFERENCE).assign(name="Middle-Spending Active Customers")
    svg(groups.radar(profiles, many))
    picture = groups.standing_bars(profiles.iloc[0], many, "GBP")
    svg(picture)
    [axes] = picture.figure.axes
    bars = [bar.get_window_extent() for bar in axes.patches]
    medians = [text.get_window_extent() for text in axes.texts if "pieces" in text.get_text()]
    assert len(bars) == len(medians) == len(many)
    assert not any(bar.overlaps(text) for bar, text in zip(bars, medians, strict=True))


def assert_names_are_shown(picture, profiles):
    assert not any(is_math_text(text) for text in texts(picture) if "Card" in text)
    shown = {text.replace(r"\$", "$").replace("\n", "").replace(" ", "") for text in texts(picture)}
    for name in profiles["name"]:
        whole = name.replace(" ", "")
        assert any(whole == text or text.rstrip("…") == whole[: len(text) - 1] for text in shown), (
            name,
            shown,
        )
