"""Similarity of the segments in resamples."""

from __future__ import annotations

import pytest

from drawing import svg
from exhibits import picture_of, texts_of
from segmentbook.clustering.sensitivity import BADGES
from segmentbook.pages.clustering import stability
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_every_segment_but_isolated_outliers_has_a_bar():
    picture = picture_of(stability({1: 0.91, 2: 0.4, 3: None}))
    svg(picture)
    assert picture.alt == (
        "Similarity of each segment in resamples: segment 1 0.91; segment 2 0.40."
    )


def test_resamples_alone_call_no_segment_stable():
    texts = texts_of(stability({1: 0.99, 2: 0.98, 3: None}))
    assert texts[1] == "The similarity is lowest for segment 2: 0.98."
    assert not [text for text in texts for word in BADGES if word in text]
