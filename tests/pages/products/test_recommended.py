"""Whom the list of recommendations is for."""

from __future__ import annotations

from datetime import date

import pandas as pd

from exhibits import blocks_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.products import recommended

SINCE = date(2023, 5, 1)


def test_customers_with_recommendations_are_counted():
    table = pd.DataFrame({"customer": ["a", "a", "b"], "rank": [1, 2, 1]})
    texts = texts_of(recommended(table, SINCE, 2))
    assert texts[0].startswith("Recommendations for 2 customers are in product_recommendations.csv")
    assert "since 1 May 2023" in texts[0]
    assert [block["style"] for block in blocks_of(recommended(table, SINCE, 2))] == ["note"] * 2


def test_without_recommendations_the_window_is_recorded_all_the_same():
    [exhibit] = recommended(pd.DataFrame({"customer": []}), SINCE, 2)
    assert exhibit.parts == []
    assert exhibit.metrics["recommended_customers"] == 0
    assert exhibit.metrics["recommended_since"] == SINCE


def test_without_products_nothing_is_shown():
    assert recommended(NotApplicable(reason="the export has no orders"), SINCE, 2) == []
