"""The table of bounds for outliers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from exhibits import blocks_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.clustering import outliers


def test_too_few_to_be_shown_are_not_counted():
    table = pd.DataFrame(
        {"feature": ["A", "B"], "lowest": 1.0, "highest": 900.0, "beyond": [np.nan, 1200.0]}
    )
    [block] = blocks_of(outliers(table, 12))
    assert [row[-1] for row in block["rows"]] == ["fewer than 12", "1,200"]


def test_where_all_are_kept_there_are_no_bounds():
    [block] = blocks_of(outliers(NotApplicable(reason="outliers are kept as they are")))
    assert (block["what"], block["reason"]) == (
        "Bounds for outliers", "outliers are kept as they are",
    )  # fmt: skip
