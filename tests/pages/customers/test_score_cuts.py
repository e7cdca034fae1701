"""The table of cut points."""

from __future__ import annotations

from exhibits import blocks_of
from fixtures import customer_view
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM, scores
from segmentbook.pages.customers import score_cuts


def test_cuts_and_their_origin_are_shown():
    table = scores.cut_table(customer_view(), RFM, {"recency": [30.0, 60.0, 90.0, 180.0]})
    [block] = blocks_of(score_cuts(table))
    assert block["rows"][0] == ["Recency", "30.0", "60.0", "90.0", "180", "the params"]
    assert block["rows"][1][-1] == "fifths of the customers"


def test_without_scores_there_are_no_cuts():
    [block] = blocks_of(score_cuts(scores.cut_table(customer_view(), (), {})))
    assert block["reason"] == "the export has neither recency, frequency nor money"
    [given] = blocks_of(score_cuts(NotApplicable(reason="not here")))
    assert given["what"] == "Scores"
