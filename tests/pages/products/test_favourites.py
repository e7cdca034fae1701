"""What a segment's customers order more often than others do."""

from __future__ import annotations

import pandas as pd
import pytest

from exhibits import blocks_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.products import favourites
from segmentbook.pages.products.favourites import favourite_sentences
from segmentbook.report.exhibit import Exhibit, claims, points

NAMES = {1: "Best", 2: "Low <b>", 3: "Gone"}
TABLE = pd.DataFrame(
    {
        "segment": [1, 2, 2],
        "item": ["m", "k", "t"],
        "name": ["Mug", "Kite {x}", "Tea"],
        "share": [0.3, 0.13, 0.11],
        "expected": [0.2, 0.04, 0.1],
        "lift": [1.5, 3.25, 1.1],
        "low": [1.2, 2.0, 1.05],
        "high": [2.0, 5.0, 1.2],
    }
)
BEYOND = "More often on their orders than on others' in the same months: "


@pytest.mark.parametrize(
    ("segment", "wanted"),
    [
        (1, [f"{BEYOND}Mug (1.50×)."]),
        (2, [f"{BEYOND}Kite {{x}} (3.25×) and Tea (1.10×)."]),
        (3, []),
    ],
)
def test_cards_quote_what_the_table_shows(segment, wanted):
    exhibits = favourites(TABLE, NAMES)
    sentences = favourite_sentences(exhibits[0].metrics["favourites"], segment)
    card = Exhibit(parts=points(sentences), name="card")
    shown = texts_of([*exhibits, card])
    assert shown[len(texts_of(exhibits)) :] == wanted
    assert {*claims([card])} == ({"products.favoured"} if wanted else set())


def test_the_table_has_the_range_of_each_ratio():
    blocks = blocks_of(favourites(TABLE, NAMES))
    [table] = [block for block in blocks if block["kind"] == "table"]
    assert table["rows"][0] == ["Best", "Mug", "30%", "20%", "1.50", "1.20", "2.00"]


def test_nothing_is_claimed_where_nothing_stands_out():
    exhibits = favourites(TABLE.assign(low=0.9), NAMES)
    assert claims(exhibits) == []
    assert texts_of(exhibits) == [
        "No item stands out in the orders of a segment",
        "None of 3 shares of orders with an item is beyond chance, against all other customers in the "
        "same months.",
    ]
    assert favourite_sentences(exhibits[0].metrics["favourites"], 1) == []


def test_without_products_the_exhibit_is_not_applicable():
    [block] = blocks_of(favourites(NotApplicable(reason="the export has no orders"), NAMES))
    assert block["reason"] == "the export has no orders"
    assert favourite_sentences({}, 1) == []
