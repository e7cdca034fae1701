"""Segments against all customers."""

from __future__ import annotations

import pytest

from drawing import svg, texts
from exhibits import blocks_of, picture_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM
from segmentbook.pages.segments import against_all
from segmentbook.report import theme
from segmentbook.segments.profile import index_of_means


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_every_index_is_drawn(case):
    view, profiles, _ = case
    shown = against_all(index_of_means(profiles, view, RFM), RFM)
    picture = picture_of(shown)
    svg(picture)
    for row in profiles.itertuples():
        index = 100 * row.monetary_mean / view["monetary"].mean()
        assert f"monetary value {index:,.0f}" in picture.alt
        assert f"{index:,.0f}" in texts(picture)
    assert texts_of(shown) == ["Mean of each feature by segment; all customers are 100"]


def test_features_without_an_index_are_left_out(case):
    view, profiles, _ = case
    picture = picture_of(against_all(index_of_means(profiles, view.assign(recency=0), RFM), RFM))
    svg(picture)
    assert "recency" not in picture.alt


def test_without_an_index_the_exhibit_is_not_applicable():
    [block] = blocks_of(against_all(NotApplicable(reason="no feature has a mean above zero"), RFM))
    assert block["what"] == "Segments against all customers"
