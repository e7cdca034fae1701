"""Small groups stay hidden, and cannot be had back by subtraction."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from fixtures import study
from segmentbook.core.errors import UserError
from segmentbook.core.privacy import least, most, share, small_cells
from segmentbook.report.formats import Formats


def test_a_small_cell_takes_the_smallest_of_its_sum_along():
    counts = pd.Series([3, 40, 50, 0, 12, 11, 4, 5, 60])
    totals = pd.Series(list("aaaabbccc"))
    assert small_cells(counts, totals).tolist() == [
        True, True, False, False, False, False, True, True, True,
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


def bounds(cells, cell):
    """The least and the most that a cell can be, for who knows the sums and what is shown."""
    sums = [cells[side] == value for side in ("row", "column") for value in set(cells[side])]
    hidden = cells["hidden"].to_numpy()
    equations = np.array([part[hidden] for part in sums], dtype=float)
    right = [cells.loc[part & hidden, "customers"].sum() for part in sums]
    aim = (cells.index[hidden] == cell).astype(float)
    return [sign * linprog(sign * aim, A_eq=equations, b_eq=right).fun for sign in (1, -1)]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=12, max_size=12))
def test_no_small_cell_of_a_grid_is_told_by_its_rows_and_columns(counts):
    cells = pd.DataFrame({"customers": counts})
    cells["row"], cells["column"] = cells.index // 4, cells.index % 4
    cells["hidden"] = small_cells(cells["customers"], cells["row"], cells["column"])
    few = (cells["customers"] > 0) & (cells["customers"] < 10)
    assert cells.loc[few, "hidden"].all()
    spare = (cells["customers"] > 0) & ~cells["hidden"]
    for cell in cells.index[few]:
        least, most = bounds(cells, cell)
        assert most - least > 0.5 or not spare.any()


def test_a_grid_whose_rows_alone_would_do():
    # 3 and 12 hide each other in their row; the columns would tell them.
    cells = pd.DataFrame(
        {"row": [1, 1, 1, 2, 2, 2], "column": [1, 2, 3] * 2, "customers": [3, 12, 50, 20, 30, 40]}
    )
    alone = small_cells(cells["customers"], cells["row"])
    assert alone.tolist() == [True, True, False, False, False, False]
    both = small_cells(cells["customers"], cells["row"], cells["column"])
    assert both.tolist() == [True, True, False, True, True, False]


def test_the_least_number_is_a_choice():
    counts = pd.Series([3, 4, 20, 30])
    whole = pd.Series(0, counts.index)
    assert not small_cells(counts, whole, minimum=1).any()
    assert small_cells(counts, whole, minimum=5).tolist() == [True, True, False, False]
    assert small_cells(counts, whole, minimum=25).tolist() == [True, True, True, False]


@settings(max_examples=50)
@given(st.integers(1, 5_000), st.data(), st.integers(1, 60))
def test_a_share_that_tells_of_few_becomes_a_bound(size, data, minimum):
    has = data.draw(st.integers(0, size))
    told = share(has / size, size, minimum)
    if has in (0, size) or minimum <= has <= size - minimum:
        assert told == has / size
    else:
        assert isinstance(told, dict)
        # The printed bound is true, and true of every number of too few.
        text = Formats("GBP", minimum=minimum).write(told, "percent")
        side, number = text.split()
        printed = float(number.removesuffix("%")) / 100
        others = [n for n in range(1, minimum) if n <= size]
        if side == "under":
            assert all(n / size <= printed + 1e-9 for n in others)
        else:
            assert all(1 - n / size >= printed - 1e-9 for n in others)


@pytest.mark.parametrize("wrong", [0, -5, 2_000, 2.5, "ten"])
def test_a_wrong_minimum_is_told(wrong):
    with pytest.raises(UserError, match=r"sharing\.minimum"):
        study(sharing={"minimum": wrong})


@given(st.integers(0, 60), st.integers(1, 60))
def test_a_share_lies_between_the_least_and_the_most_that_is_told(customers, size):
    value = min(customers, size) / size
    told = share(value, size)
    assert 0 <= least(told) <= value <= most(told) <= 1
    assert least(None) is None is most(None)
