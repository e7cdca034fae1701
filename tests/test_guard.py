"""Small groups stay hidden, and cannot be had back by subtraction."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from segmentbook.guard import small_cells


def test_a_small_cell_takes_the_smallest_of_its_row_and_column_along():
    counts = pd.DataFrame([[3, 40, 50], [60, 70, 80], [90, 75, 95]])
    assert small_cells(counts).to_numpy().tolist() == [
        [True, True, False], [True, True, False], [False, False, False],
    ]  # fmt: skip


@given(arrays(np.int64, (4, 5), elements=st.integers(0, 30)))
def test_no_row_and_no_column_hides_a_single_cell_among_others(numbers):
    hidden = small_cells(pd.DataFrame(numbers)).to_numpy()
    assert (hidden | (numbers == 0) | (numbers >= 10)).all()
    assert not (hidden & (numbers == 0)).any()
    for table, mask in ((numbers, hidden), (numbers.T, hidden.T)):
        for row, covered in zip(table, mask, strict=True):
            assert covered.sum() != 1 or (row > 0).sum() == 1
