"""What has changed since an earlier report: tables and sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from earlier_segments import earlier, profiles, segmented
from exhibits import blocks_of, texts_of
from fixtures import customer_view
from segmentbook.movement import changes as methods
from segmentbook.pages.movement import changes


@pytest.fixture(scope="module")
def found():
    view = customer_view()
    now = segmented(view)
    return methods.changes(profiles(view, now), view, now, earlier(view))


def test_how_far_the_two_segmentations_agree(found):
    heading, sizes, *numbers, drift = blocks_of(changes(found))
    assert [block["kind"] for block in (heading, sizes, drift)] == ["heading", "table", "table"]
    texts = texts_of(changes(found))
    assert texts[0] == (
        "The earlier segmentation puts 0% of today's customers into another segment than today's does"
    )
    assert len(numbers) == 3
    assert "adjusted Rand index of 1.00" in texts[2]
    assert "scatter 1.00 times as widely" in texts[3]
    assert "has shifted by" in texts[4]
    assert sizes["rows"][0][:5] == ["Name 1", "Name 1", "kept", "30", "30"]
    assert len(sizes["columns"]) == 9
    assert [row[0] for row in drift["rows"]] == ["recency", "frequency", "monetary"]


def test_without_revenue_its_shares_are_left_out(found):
    segments = found.segments.assign(revenue_share=float("nan"))
    sizes = blocks_of(changes(replace(found, segments=segments)))[1]
    assert len(sizes["columns"]) == 7


def test_without_an_earlier_segmentation_nothing_is_shown():
    assert changes(None) == []
