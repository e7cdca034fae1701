"""The table of means and quartiles."""

from __future__ import annotations

from exhibits import blocks_of, texts_of
from fixtures import customer_view
from segmentbook.features import RFM
from segmentbook.features.summary import describe
from segmentbook.pages.customers import description


def test_every_feature_has_its_quartiles():
    table = describe(customer_view(), RFM)
    [block] = blocks_of(description(table), {"customers": 120})
    assert [row[0] for row in block["rows"]] == [feature.title for feature in RFM]
    assert len(block["columns"]) == len(block["rows"][0]) == 8
    assert texts_of(description(table), {"customers": 120}) == [
        "Distribution of the features over 120 customers"
    ]
