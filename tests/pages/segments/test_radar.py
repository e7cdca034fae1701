"""The radar of the segments."""

from __future__ import annotations

import pytest

from drawing import svg, texts
from exhibits import blocks_of, picture_of, texts_of
from fixtures import REFERENCE, customer_view
from segmentbook.features import RFM, Feature
from segmentbook.pages.segments import radar
from segmentbook.report import theme
from segmentbook.segments.profile import profile


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def named(view, features=RFM):
    return profile(view, features, REFERENCE).assign(name=["Best", "Good", "New", "Gone"])


def test_every_standing_is_in_the_text_alternative(case):
    _, profiles, _ = case
    picture = picture_of(radar(profiles, RFM))
    svg(picture)
    for row in profiles.itertuples():
        assert (
            f"{row.name}: recency {100 * row.recency_standing:.0f}, "
            f"frequency {100 * row.frequency_standing:.0f}, "
            f"monetary value {100 * row.monetary_standing:.0f}"
        ) in picture.alt


def test_the_title_says_who_stands_best():
    assert texts_of(radar(named(customer_view()), RFM)) == [
        "Best stand best in 3 of 3 features",
        "Mean standing among all customers: 100 is the upper end of the axis",
        "The further out a segment's line, the better its customers stand among all.",
        "For Recency, low values lie further out.",
    ]


def test_braces_in_a_title_are_no_metric():
    view = customer_view().assign(odd=1.0)
    odd = Feature("odd", "{low} of {0}", "", "", "low", "number")
    features = (*RFM[1:], odd)
    assert texts_of(radar(named(view, features), features))[-1] == (
        "For {low} of {0}, low values lie further out."
    )
    assert len(texts_of(radar(named(view), (*RFM[1:], RFM[1])))) == 3


def test_a_radar_needs_three_features():
    [block] = blocks_of(radar(named(customer_view()), RFM[:2]))
    assert block["reason"] == "it needs three features"


def test_long_titles_have_room():
    view = customer_view()
    titles = ["Time between purchases", "Share bought online", *"ABC"] * 2
    many = tuple(
        Feature(f"f{n}", title, "", "pieces", "high", "number") for n, title in enumerate(titles)
    )
    view = view.assign(**{feature.name: 34.6 + view["monetary"] for feature in many})
    picture = picture_of(radar(named(view, many), many))
    svg(picture)
    assert "Best" in texts(picture)
