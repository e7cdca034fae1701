"""Customers by category, as a table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from exhibits import blocks_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.eda import category_table

TABLE = pd.DataFrame(
    {
        "category": ["town"] * 2,
        "value": ["<b>{x}", None],
        "rest": [False, True],
        "customers": [60, 40],
        "share": [0.6, 0.4],
        "mean_amount": [12.5, 8.0],
    }
)


def test_merged_values_are_named():
    [block] = blocks_of(category_table(TABLE))
    assert block["rows"] == [
        ["town", "<b>{x}", "60", "60%", "£12.50"],
        ["town", "others", "40", "40%", "£8.00"],
    ]


def test_spend_that_is_unknown_has_no_column():
    [block] = blocks_of(category_table(TABLE.assign(mean_amount=np.nan)))
    assert [column["name"] for column in block["columns"]] == [
        "Category", "Value", "Customers", "Share",
    ]  # fmt: skip


def test_without_categories_nothing_more_is_shown():
    assert blocks_of(category_table(NotApplicable(reason="the params name no categories"))) == []
