"""Pair the members of two groups one to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def best_pairs(cost: NDArray[np.float64] | NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return the one-to-one pairs of rows and columns whose total cost is least.

    The assignment problem: Kuhn, The Hungarian method for the assignment problem (1955).

    Args:
        cost: Cost of each pair, shape (rows, columns); negate a similarity.

    Returns:
        Row and column of each pair, by row; of the larger side, some are in no pair.
    """
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(cost)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))
