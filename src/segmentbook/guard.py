"""Keep small groups of customers out of what is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

MINIMUM = 10
"""Groups of fewer customers are not shown, nor is anything made or said of them alone."""


def small_cells(counts: pd.Series, totals: pd.Series, minimum: int = MINIMUM) -> pd.Series:
    """Say which cells of customers must stay hidden.

    A cell that is hidden alone among those of a known sum could be had back by subtraction; therefore
    the smallest other cell of that sum goes with it (complementary suppression: Willenborg and de
    Waal, Elements of Statistical Disclosure Control, 2001). An empty cell tells of nobody.

    Args:
        counts: Customers in each cell.
        totals: For each cell the sum that it is part of and that is shown as well.
        minimum: The least number that may be shown.

    Returns:
        True where a cell must stay hidden, indexed like `counts`.
    """
    hidden = (counts > 0) & (counts < minimum)
    for _, cells in counts.groupby(totals, sort=False):
        if hidden[cells.index].sum() == 1:
            others = cells[(cells > 0) & ~hidden[cells.index]]
            if len(others):
                hidden[others.sort_values(kind="stable").index[0]] = True
    return hidden
