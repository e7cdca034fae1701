"""The best sellers of each segment."""

from __future__ import annotations

import pandas as pd

from exhibits import blocks_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.products import offers

OPENINGS = pd.DataFrame(
    {
        "segment": [1, 1, 3],
        "rank": [1, 2, 1],
        "name": ["Tea {towel}", "Mug", "Jam {x}"],
        "buyers": [20, 12, 1500],
        "basis": ["segment", "segment", "all customers"],
        "never_share": [0.25, 0.5, 0.875],
        "widest": [False, True, True],
    }
)
METRICS = {
    "segments": [{"name": "Best"}, {"name": "Middle"}, {"name": "Gone <i>"}],
    "recommended_since": "2023-05-01",
}


def test_a_page_for_each_segment_with_best_sellers():
    exhibits = offers(OPENINGS, [1, 2, 3])
    blocks = blocks_of(exhibits, METRICS)
    assert [block["kind"] for block in blocks] == ["heading", "table", "sentence"] * 2
    assert blocks[1]["rows"] == [["1", "Tea {towel}", "20", "25%"], ["2", "Mug", "12", "50%"]]
    assert blocks[4]["rows"] == [["1", "Jam {x}", "1,500", "88%"]]
    assert blocks[2]["style"] == blocks[5]["style"] == "action"
    assert len({exhibit.name for exhibit in exhibits}) == 2


def test_the_title_names_whose_best_sellers_they_are():
    assert texts_of(offers(OPENINGS, [1, 2, 3]), METRICS) == [
        "Best: offer Mug first",
        "Best sellers among Best since 1 May 2023",
        "Offer Mug: 50% of the segment have never bought it.",
        "Gone <i>: offer Jam {x} first",
        "Best sellers among all customers since 1 May 2023, as Gone <i> bought too little",
        "Offer Jam {x}: 88% of the segment have never bought it.",
    ]


def test_without_best_sellers_the_reason_is_given():
    heading, missing = blocks_of(offers(OPENINGS.iloc[:0], [1, 2, 3]), METRICS)
    assert heading["kind"] == "heading"
    assert missing["what"] == "Best sellers by segment"
    assert "enough customers" in missing["reason"]


def test_without_products_the_reason_is_given():
    [block] = blocks_of(offers(NotApplicable(reason="the export has no orders"), [1]))
    assert block["what"] == "Best sellers by segment"
    assert block["reason"] == "the export has no orders"
