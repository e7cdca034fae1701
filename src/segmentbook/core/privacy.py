"""Keep small groups of customers out of what is shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MINIMUM = 10
"""Groups of fewer customers are neither shown nor described alone, unless the params
(`sharing.minimum`) set another number."""

Share = float | dict[str, float] | None
"""A share of customers, or the bound that stands for it: `{"below": ...}` or `{"above": ...}`."""


def small_cells(counts: pd.Series, *totals: pd.Series, minimum: int = MINIMUM) -> pd.Series:
    """Return which cells of customers must stay hidden.

    A hidden cell, or a small group of them, could be computed from a known sum. Therefore the smallest
    other cell of that sum is hidden as well, until nothing small can be computed from any of the sums
    (complementary suppression: Willenborg and de Waal, Elements of Statistical Disclosure Control,
    2001). An empty cell reveals nobody.

    Args:
        counts: Customers in each cell.
        totals: For each cell a sum that it is part of and that is shown as well; a cell may be part
            of several, as of a row and of a column. A sum that is too small itself is not shown.
        minimum: The least number that may be shown.

    Returns:
        True where a cell must stay hidden, indexed like `counts`.
    """
    small = (counts > 0) & (counts < minimum)
    hidden = small.copy()
    parts = [cells for total in totals for _, cells in counts.groupby(total)]
    sums = [counts.index.isin(cells.index) for cells in parts if cells.sum() >= minimum]
    while (next_one := _to_hide(counts, small, hidden, sums, minimum)) is not None:
        hidden[next_one] = True
    return hidden


def _to_hide(
    counts: pd.Series,
    small: pd.Series,
    hidden: pd.Series,
    sums: Sequence[np.ndarray],
    minimum: int,
) -> Any:
    """Return the next cell to hide, None where nothing small is revealed any more."""
    open_cells = (counts > 0) & ~hidden
    for part in sums:
        if 0 < counts[part & hidden].sum() < minimum and (part & open_cells).any():
            return counts[part & open_cells].idxmin()
    revealed = _computable(hidden, sums) & small
    if revealed.any():
        # A sum with one hidden cell reveals it; where there is none, any sum with a hidden cell may.
        near = [part for part in sums if (part & hidden).any() and (part & open_cells).any()]
        near = [part for part in near if (part & hidden).sum() == 1] or near
        if near:
            return min((counts[part & open_cells] for part in near), key=min).idxmin()
    return None


def _computable(hidden: pd.Series, sums: Sequence[np.ndarray]) -> pd.Series:
    """Return which hidden cells the sums determine: no change of the others could offset theirs."""
    import numpy as np
    from scipy.linalg import null_space

    revealed = hidden & False
    equations = np.array([part[hidden.to_numpy()] for part in sums], dtype=float)
    if hidden.any() and len(equations):
        free = np.abs(null_space(equations)).sum(axis=1)
        revealed[hidden] = free < 1e-9
    return revealed


def share(value: float | None, size: float | None, minimum: int = MINIMUM) -> Share:
    """Return a share of a group's customers, or a bound if it would reveal fewer than `minimum`.

    A share reveals those who are in it and those who are not. The bound is rounded away from the share,
    to the digits in which percents are printed.

    Args:
        value: The share, None where it is not known.
        size: Customers in the group.
        minimum: The least number that may be shown.
    """
    if value is None or value != value or not size:
        return value
    has = round(value * size)
    if has in (0, size):
        return value
    bound = min(minimum / size, 1.0)
    if has < minimum:
        return {"below": _rounded(bound, up=True)}
    if size - has < minimum:
        return {"above": _rounded(1 - bound, up=False)}
    return value


def least(value: Any) -> Any:
    """Return the least that a result of `share` can be, to compare it; any other value as it is."""
    return value.get("above", 0.0) if isinstance(value, Mapping) else value


def most(value: Any) -> Any:
    """Return the most that a result of `share` can be, to compare it; any other value as it is."""
    return value.get("below", 1.0) if isinstance(value, Mapping) else value


def _rounded(bound: float, *, up: bool) -> float:
    """Round as percents are printed: below a tenth to a tenth of a percent, else to a percent."""
    digits = 100 if bound >= 0.1 else 1000
    return (ceil(bound * digits) if up else floor(bound * digits)) / digits
