"""Stability of the segments."""

from __future__ import annotations

import pytest

from drawing import svg, texts
from exhibits import picture_of, texts_of
from segmentbook.clustering.stability import BADGES
from segmentbook.pages.clustering import stability
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_every_segment_but_isolated_outliers_has_a_bar():
    picture = picture_of(stability({1: 0.91, 2: 0.4, 3: None}))
    svg(picture)
    assert picture.alt == "Stability of each segment: segment 1 0.91; segment 2 0.40."
    assert {*BADGES, "0.91", "0.40"} <= set(texts(picture))


def test_the_least_stable_segment_is_named():
    assert texts_of(stability({1: 0.91, 2: 0.4, 3: None}))[1] == (
        "Segment 2 has the lowest similarity of all (0.40): it comes back in small part."
    )
