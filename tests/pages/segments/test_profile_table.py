"""The profile of the segments as a table."""

from __future__ import annotations

from exhibits import blocks_of
from fixtures import REFERENCE, customer_view
from segmentbook.features import RFM
from segmentbook.pages.segments import profile_table
from segmentbook.segments.profile import profile


def test_each_segment_has_a_row_of_means_and_medians():
    view = customer_view()
    profiles = profile(view, RFM, REFERENCE).assign(name=["Best", "<b>", "New", "Gone"])
    [block] = blocks_of(profile_table(profiles, RFM))
    assert [column["name"] for column in block["columns"]] == [
        "Segment",
        "Number",
        "Customers",
        "Revenue",
        "Mean Recency, days",
        "Mean Frequency, orders",
        "Mean Monetary value",
        "Median Recency, days",
        "Median Frequency, orders",
        "Median Monetary value",
    ]
    assert [row[0] for row in block["rows"]] == ["Best", "<b>", "New", "Gone"]
    assert [row[1] for row in block["rows"]] == ["1", "2", "3", "4"]


def test_what_a_study_does_not_know_is_a_dash():
    view = customer_view()[["customer", "segment", "recency"]]
    profiles = profile(view, RFM[:1], REFERENCE).assign(name=list("abcd"))
    [block] = blocks_of(profile_table(profiles, RFM[:1]))
    assert {row[3] for row in block["rows"]} == {"–"}
