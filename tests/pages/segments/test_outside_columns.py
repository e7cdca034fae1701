"""The table of the columns that segments were compared on."""

from __future__ import annotations

import pandas as pd

from exhibits import blocks_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.segments import outside_columns
from segmentbook.segments.outside import Compared

COLUMNS = pd.DataFrame(
    {
        "column": ["age", "children"],
        "known": [801, 2469],
        "p": [0.001, 0.5],
        "differs": [True, False],
    }
)


CELLS = pd.DataFrame(
    [
        {
            "segment": 1, "column": "age", "value": value, "kind": kind,
            "customers": 200, "other_customers": 500, "own": own, "others": 0.25,
            "difference": own - 0.25, "low": 0.1, "high": 0.4, "effect": effect, "clear": True,
        }
        for kind, value, own, effect in (("share", "65+", 0.5, 0.5), ("mean", "", 2.5, 0.4))
    ]
)  # fmt: skip


def test_every_column_stands_with_its_verdict():
    table, other = blocks_of(outside_columns(Compared(COLUMNS, CELLS), {1: "Best"}))
    assert table["rows"] == [["age", "801", "differ"], ["children", "2,469", "within chance"]]
    assert other["rows"] == [["Best", "age", "2.50", "0.25", "2.25", "0.10", "0.40"]]


def test_where_nothing_is_compared_the_exhibit_above_says_so():
    assert outside_columns(NotApplicable(reason="nothing is known"), {}) == []
