"""Customers and revenue by segment."""

from __future__ import annotations

import pytest

from drawing import svg, texts
from exhibits import blocks_of, picture_of, texts_of
from fixtures import REFERENCE, customer_view
from segmentbook.features import RFM
from segmentbook.pages.segments import describe, sizes
from segmentbook.report import theme
from segmentbook.report.formats import percent
from segmentbook.segments.archetypes import load
from segmentbook.segments.naming import Name, name_segments
from segmentbook.segments.profile import profile


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def shown(view, names=None, minimum=10, features=RFM):
    profiles = profile(view, features, REFERENCE)
    everybody = profile(view.assign(segment=0), features, REFERENCE)
    found = name_segments(profiles, load("rfm", RFM) if features is RFM else (), features, describe)
    named = [Name(name, None) for name in names] if names else found
    profiles = profiles.assign(name=[name.name for name in named])
    return profiles, sizes(profiles, everybody, named, minimum)


def test_every_share_is_in_the_text_alternative(case):
    view, profiles, _ = case
    _, exhibits = shown(view, profiles["name"].tolist())
    picture = picture_of(exhibits)
    svg(picture)
    for row in profiles.itertuples():
        assert (
            f"{row.name}: {percent(row.customer_share)} of customers, "
            f"{percent(row.revenue_share)} of revenue" in picture.alt
        )
    assert sum("of revenue" in text for text in texts(picture)) == len(profiles)


def test_one_customer_is_drawn():
    _, exhibits = shown(customer_view().iloc[3:4])
    svg(picture_of(exhibits))


def test_the_title_names_the_segment_with_the_most_revenue():
    profiles, exhibits = shown(customer_view())
    title, caption, *each = texts_of(exhibits)
    richest = profiles.loc[profiles["revenue"].idxmax()]
    assert title == f"{richest['name']} generate {richest['revenue_share']:.0%} of revenue"
    assert caption == "Share of customers and of revenue by segment"
    assert len(each) == len(profiles)
    assert each[0].startswith(f"{profiles['name'][0]}: {profiles['customers'][0]} customers, £")


def test_without_revenue_customers_are_shown_alone():
    view = customer_view()[["customer", "segment", "recency"]].iloc[5:]
    profiles, exhibits = shown(view, features=RFM[:1])
    title, caption, *each = texts_of(exhibits)
    assert title.endswith("are the largest segment, 25% of customers")
    assert caption == "Share of customers by segment"
    assert all(text.endswith(" customers") for text in each)
    picture = picture_of(exhibits)
    svg(picture)
    assert "revenue" not in picture.alt
    assert len(each) == len(profiles)


def test_metrics_say_who_the_segments_are():
    _, [exhibit] = shown(customer_view(), ["Odd", "Even", "More", "Less"])
    assert {one["who"] for one in exhibit.metrics["segments"]} == {
        "What these customers did is in their name and figures; no archetype describes them."
    }


def test_shares_of_few_customers_are_recorded_as_bounds():
    view = customer_view()
    view.loc[view.index[:1], "frequency"] = 1
    _, exhibits = shown(view, minimum=20)
    recorded = exhibits[0].metrics["segments"][int(view["segment"].iloc[0]) - 1]
    assert isinstance(recorded["one_order_share"], dict)
    assert blocks_of(exhibits)
