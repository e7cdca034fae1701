"""The segments beside groups made from scores."""

from __future__ import annotations

import pandas as pd

from exhibits import blocks_of, texts_of
from segmentbook.clustering.sensitivity import Sensitivity, by_units
from segmentbook.pages.clustering import other_units


def test_the_title_compares_the_richest_segment():
    index = pd.Index(["a", "b", "c", "d"], name="customer")
    found = Sensitivity(
        pd.Series([1, 2, 2, 2], index=index), {"scores": pd.Series([1, 1, 2, 2], index=index)}, {}
    )
    view = pd.DataFrame({"customer": index, "monetary": [60.0, 20.0, 10.0, 10.0]})
    exhibits = other_units(by_units(found, view), found)
    assert texts_of(exhibits)[0] == (
        "25% of customers generate 60% of revenue; grouped by scores, 50% generate 80%"
    )
    table = next(block for block in blocks_of(exhibits) if block["kind"] == "table")
    assert table["rows"] == [
        ["1", "25%", "60%", "50%", "80%"],
        ["2", "75%", "40%", "50%", "20%"],
    ]
