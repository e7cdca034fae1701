"""Small groups stay hidden, and cannot be had back by subtraction."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.guard import small_cells


def test_a_small_cell_takes_the_smallest_of_its_sum_along():
    counts = pd.Series([3, 40, 50, 0, 12, 11, 4, 5, 60])
    totals = pd.Series(list("aaaabbccc"))
    assert small_cells(counts, totals).tolist() == [
        True, True, False, False, False, False, True, True, False,
    ]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from("abc")), max_size=12))
def test_no_sum_hides_a_single_cell_among_others(cells):
    table = pd.DataFrame(cells, columns=["customers", "total"])
    table["hidden"] = small_cells(table["customers"], table["total"])
    shown = table[~table["hidden"]]
    assert ((shown["customers"] == 0) | (shown["customers"] >= 10)).all()
    assert (table.loc[table["hidden"], "customers"] > 0).all()
    for _, part in table.groupby("total"):
        assert part["hidden"].sum() != 1 or (part["customers"] > 0).sum() == 1
