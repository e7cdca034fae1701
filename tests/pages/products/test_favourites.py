"""What a segment's customers order more often than others do."""

from __future__ import annotations

import pandas as pd
import pytest

from exhibits import texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.products import favourites
from segmentbook.pages.products.favourites import favourite_sentences
from segmentbook.report.exhibit import Exhibit, points

TABLE = pd.DataFrame(
    {"segment": [1, 2, 2], "name": ["Mug", "Kite {x}", "Tea"], "lift": [1.5, 3.25, 1.1]}
)


@pytest.mark.parametrize(
    ("segment", "wanted"),
    [
        (1, ["More often on their orders than on all orders: Mug (1.50×)."]),
        (2, ["More often on their orders than on all orders: Kite {x} (3.25×) and Tea (1.10×)."]),
        (3, []),
    ],
)
def test_sentences_quote_the_metric(segment, wanted):
    [exhibit] = favourites(TABLE)
    assert exhibit.parts == ()
    sentences = favourite_sentences(exhibit.metrics["favourites"], segment)
    card = Exhibit(parts=points(sentences), name="card")
    assert texts_of([exhibit, card]) == wanted


def test_without_products_nothing_is_recorded():
    assert favourites(NotApplicable(reason="the export has no orders")) == []
    assert favourite_sentences({}, 1) == []
