"""The page of a segment's products."""

from __future__ import annotations

import pandas as pd

from fixtures import Shown
from segmentbook.pages.products.offers import show_offers

OPENINGS = pd.DataFrame(
    {
        "segment": [1, 1, 3],
        "rank": [1, 2, 1],
        "name": ["Tea {towel}", "Mug", "Jam"],
        "buyers": [20, 12, 1500],
        "basis": ["segment", "segment", "all customers"],
        "never_told": [0.25, 0.5, 0.875],
    }
)

METRICS = {
    "segments": [{"name": "Best"}, {"name": "Middle"}, {"name": "Gone <i>"}],
    "recommended_since": "2023-05-01",
    "offers": [
        {"segment": 1, "item": "Mug", "never_share": 0.5},
        {"segment": 3, "item": "Jam {x}", "never_share": 0.875},
    ],
}


def text(spans):
    return "".join(span["text"] for span in spans)


def test_a_page_for_each_segment_with_openings(monkeypatch):
    shown = Shown(monkeypatch, METRICS)
    show_offers(shown.show, OPENINGS, [1, 2, 3])
    assert [block["kind"] for block in shown.blocks] == ["heading", "table", "sentence"] * 2
    first, second = shown.blocks[:3], shown.blocks[3:]
    assert text(first[0]["spans"]) == "Best: offer Mug first"
    assert text(second[0]["spans"]) == "Gone <i>: offer Jam {x} first"
    assert first[1]["rows"] == [["1", "Tea {towel}", "20", "25%"], ["2", "Mug", "12", "50%"]]
    assert second[1]["rows"] == [["1", "Jam", "1,500", "88%"]]
    assert text(first[2]["spans"]) == "Offer Mug: 50% of the segment have never bought it."
    assert text(second[2]["spans"]) == "Offer Jam {x}: 88% of the segment have never bought it."


def test_the_title_says_whose_best_sellers_they_are(monkeypatch):
    shown = Shown(monkeypatch, METRICS)
    show_offers(shown.show, OPENINGS, [1, 2, 3])
    own, common = (text(block["title"]) for block in shown.blocks if block["kind"] == "table")
    assert own == "Most bought by Best since 1 May 2023"
    assert common.startswith("Most bought by all customers since 1 May 2023")
    assert "Gone <i>" in common


def test_without_openings_the_reason_is_said(monkeypatch):
    shown = Shown(monkeypatch, METRICS)
    show_offers(shown.show, OPENINGS.iloc[:0], [1, 2, 3])
    assert [block["kind"] for block in shown.blocks] == ["heading", "not_applicable"]
    assert "enough customers" in shown.blocks[1]["reason"]
