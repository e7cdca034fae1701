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


def test_every_column_stands_with_its_verdict():
    [table] = blocks_of(outside_columns(Compared(COLUMNS, pd.DataFrame())))
    assert table["rows"] == [["age", "801", "differ"], ["children", "2,469", "within chance"]]


def test_where_nothing_is_compared_the_exhibit_above_says_so():
    assert outside_columns(NotApplicable(reason="nothing is known")) == []
