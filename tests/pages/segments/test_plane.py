"""The flat map of the customers."""

from __future__ import annotations

import pytest

from drawing import svg
from exhibits import blocks_of, picture_of, texts_of
from planted_rules import NOTHING
from segmentbook.features import RFM
from segmentbook.pages.segments import plane, sampled
from segmentbook.report import theme
from segmentbook.segments import projection


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_customers_are_counted_and_axes_explained(case):
    view, profiles, points = case
    found = projection.plane(points, RFM)
    shown = plane(found, view, profiles, 42)
    picture = picture_of(shown)
    svg(picture)
    assert f"Map of {len(view)} customers" in picture.alt
    title, _, first, second, _ = texts_of(shown)
    assert title == f"A flat map shows {sum(found.explained):.0%} of the variance between customers"
    assert first.startswith("The horizontal axis, on which ")
    assert first.endswith(f"{found.explained[0]:.0%} of the variance.")
    assert second.startswith("The vertical axis, on which ")


def test_of_many_customers_a_sample_is_drawn(case, monkeypatch):
    monkeypatch.setattr(sampled, "MOST_POINTS", 50)
    view, profiles, points = case
    shown = plane(projection.plane(points, RFM), view, profiles, 42)
    assert "Map of 50 customers" in picture_of(shown).alt


def test_without_a_plane_the_exhibit_is_not_applicable(case):
    view, profiles, _ = case
    [block] = blocks_of(plane(NOTHING, view, profiles, 42))
    assert block["what"] == "Map of the customers"
