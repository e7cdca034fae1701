"""Customers by category."""

from __future__ import annotations

import numpy as np
import pandas as pd

from drawing import svg, texts
from exhibits import blocks_of, picture_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.eda import categories
from segmentbook.report import theme

TABLE = pd.DataFrame(
    {
        "category": ["town"] * 3 + ["$edu$"] * 2,
        "value": ["Bandung", "$5_a^b", None, "PhD", None],
        "rest": [False, False, True, False, False],
        "customers": [60, 30, 10, 80, 20],
        "share": [0.6, 0.3, 0.1, 0.8, 0.2],
        "mean_amount": np.nan,
    }
)


def test_every_share_is_shown():
    theme.apply()
    shown = categories(TABLE)
    picture = picture_of(shown)
    svg(picture)
    assert {"60%", "30%", "10%", "80%", "20%"} <= {*texts(picture)}
    assert "town: Bandung 60%, $5_a^b 30%, others 10%; $edu$: PhD 80%, unknown 20%" in picture.alt
    assert texts_of(shown)[0] == "town: Bandung is the most frequent, 60% of customers"


def test_a_most_frequent_value_that_is_missing_has_a_name():
    table = TABLE.assign(value=[None, *TABLE["value"][1:]])
    assert texts_of(categories(table))[0].startswith("town: unknown is the most frequent")


def test_without_categories_the_exhibit_is_not_applicable():
    [block] = blocks_of(categories(NotApplicable(reason="the params name no categories")))
    assert block["kind"] == "not_applicable"
