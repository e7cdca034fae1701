"""The table of named RFM groups."""

from __future__ import annotations

import pandas as pd

from exhibits import blocks_of, texts_of
from fixtures import customer_view
from segmentbook.features import rfm_groups as methods
from segmentbook.features import scores
from segmentbook.pages.customers import rfm_groups


def grouped(*cells):
    scored = pd.DataFrame(cells, columns=["recency_score", "frequency_score"])
    return methods.with_groups(scored.assign(monetary_score=3, monetary=1.0))


def test_the_largest_group_is_named():
    table = methods.group_table(grouped(*[(5, 5)] * 20, *[(1, 1)] * 10), "monetary")
    assert texts_of(rfm_groups(table)) == [
        "The named groups, the scores that they cover and who is in them",
        "The largest group, Champions, holds 67% of customers and 67% of revenue.",
    ]
    [block, _] = blocks_of(rfm_groups(table))
    assert block["rows"][0] == ["Champions", "5", "4 to 5", "1 to 5", "20", "67%", "67%"]


def test_merged_groups_have_no_scores_and_are_not_the_largest():
    table = methods.group_table(grouped(*[(5, 5)] * 9, *[(1, 1)] * 9), "monetary")
    [block] = blocks_of(rfm_groups(table))
    assert block["rows"][-1][:5] == ["Small groups, merged", "–", "–", "–", "18"]


def test_without_scores_there_are_no_groups():
    view = scores.add_scores(customer_view(), ())
    [block] = blocks_of(rfm_groups(methods.group_table(view, "monetary")))
    assert (block["kind"], block["what"]) == ("not_applicable", "RFM groups")
