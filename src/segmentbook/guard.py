"""Keep small groups of customers out of what is shared."""

from __future__ import annotations

import numpy as np
import pandas as pd

MINIMUM = 10
"""Cells of fewer customers are not shown."""


def small_cells(counts: pd.DataFrame, minimum: int = MINIMUM) -> pd.DataFrame:
    """Say which cells of a table of customers must stay hidden.

    A cell that is hidden alone in its row or column could be had back from the sum of the others;
    therefore the smallest other cell goes with it, until no row and no column hides a single one
    (complementary suppression: Willenborg and de Waal, Elements of Statistical Disclosure Control,
    2001). An empty cell tells of nobody and is never hidden.

    Args:
        counts: Customers in each cell; the sums of rows and columns are taken to be known.
        minimum: The least number that may be shown.

    Returns:
        True where a cell must stay hidden, shaped like `counts`.
    """
    numbers = counts.to_numpy(dtype=float, na_value=0.0)
    hidden = (numbers > 0) & (numbers < minimum)
    changed = True
    while changed:
        changed = _pair_up(numbers, hidden) | _pair_up(numbers.T, hidden.T)
    return pd.DataFrame(hidden, index=counts.index, columns=counts.columns)


def _pair_up(numbers: np.ndarray, hidden: np.ndarray) -> bool:
    """Hide a second cell in each row that hides one; say whether there was any.

    A cell in a column that hides one already comes first: the two often guard each other there. One
    that is alone in its column comes last: the sum of the column gives it away.
    """
    changed = False
    for row in np.flatnonzero(hidden.sum(axis=1) == 1):
        candidates = [
            (bool((numbers[:, column] > 0).sum() == 1), not hidden[:, column].any(), number, column)
            for column, number in enumerate(numbers[row])
            if number > 0 and not hidden[row, column]
        ]
        if candidates:
            hidden[row, min(candidates)[-1]] = True
            changed = True
    return changed
