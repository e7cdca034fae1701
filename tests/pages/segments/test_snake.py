"""Means of the segments in the scale of the clustering."""

from __future__ import annotations

import pytest

from drawing import svg
from exhibits import picture_of, texts_of
from segmentbook.features import RFM
from segmentbook.pages.segments import snake
from segmentbook.report import theme
from segmentbook.segments.profile import mean_points


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_every_mean_is_in_the_text_alternative(case):
    view, profiles, points = case
    shown = snake(mean_points(points, view, profiles, RFM), profiles, RFM)
    picture = picture_of(shown)
    svg(picture)
    for row in profiles.itertuples():
        mean = points[(view["segment"] == row.segment).to_numpy(), 2].mean()
        assert f"monetary value {mean:.1f}" in picture.alt
    assert len(texts_of(shown)) == 1


def test_the_dashed_line_is_the_mean_of_all_customers(case):
    view, profiles, points = case
    picture = picture_of(snake(mean_points(points, view, profiles, RFM), profiles, RFM))
    [line] = [one for one in picture.figure.axes[0].lines if one.get_linestyle() == "--"]
    assert line.get_ydata()[0] == pytest.approx(points.mean(), abs=1e-12)
