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


def with_fit(found, **values):
    return replace(found, fit=replace(found.fit, **values))


def test_an_earlier_segmentation_that_still_fits(found):
    heading, sizes, drift = blocks_of(changes(found))
    assert [block["kind"] for block in (heading, sizes, drift)] == ["heading", "table", "table"]
    assert texts_of(changes(found))[0] == (
        "The earlier segmentation still fits: it would put 0% of today's customers into another segment"
    )
    assert sizes["rows"][0][:5] == ["Name 1", "Name 1", "kept", "30", "30"]
    assert len(sizes["columns"]) == 9
    assert [row[0] for row in drift["rows"]] == ["recency", "frequency", "monetary"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"agreement": 0.31}, "agree with an adjusted Rand index of 0.31"),
        ({"drift": 0.75, "drift_feature": "monetary"}, "The mean of monetary has shifted most"),
        ({"spread": 1.5}, "Customers scatter 1.50 times as widely"),
    ],
)  # fmt: skip
def test_the_reason_why_it_no_longer_fits(found, values, reason):
    texts = texts_of(changes(with_fit(found, **values)))
    assert texts[0].startswith("The earlier segmentation no longer fits")
    [point] = texts[2:-1]
    assert reason in point


def test_without_revenue_its_shares_are_left_out(found):
    segments = found.segments.assign(revenue_share=float("nan"))
    sizes = blocks_of(changes(replace(found, segments=segments)))[1]
    assert len(sizes["columns"]) == 7


def test_without_an_earlier_segmentation_nothing_is_shown():
    assert changes(None) == []
