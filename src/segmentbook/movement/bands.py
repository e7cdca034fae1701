"""Bands of spending, in which the customers of all periods are placed alike.

The segments are made from features that accumulate over the whole time, so a period cannot be placed in
them: a second model on periods alone agrees with them little, and would say that customers move who do
not. Bands of the revenue in a period are the same for every period, and are named by what they are.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

BANDS = 4
"""Number of bands: quarters of the customers who ordered in a period, over all periods."""

_DIGITS = 2


def cuts(revenue: pd.Series) -> NDArray[np.float64]:
    """Return the bounds between the bands, highest first, rounded as money is spoken of.

    Args:
        revenue: Of each customer in each period with an order, shape (customer-periods,).

    Returns:
        At most `BANDS` - 1 different amounts, shape (bounds,); fewer where many spend the same, none
        where all do.
    """
    values = revenue.to_numpy(dtype=float)
    levels = np.quantile(values, np.arange(BANDS - 1, 0, -1) / BANDS)
    rounded = {float(f"{level:.{_DIGITS}g}") for level in levels}
    within = [bound for bound in rounded if values.min() < bound <= values.max()]
    return np.array(sorted(within, reverse=True), dtype=float)


def band(revenue: pd.Series, bounds: NDArray[np.float64]) -> pd.Series:
    """Return the band of each amount: 1 is the highest; an amount at a bound is above it."""
    values = revenue.to_numpy(dtype=float)
    below = (values[:, None] < bounds[None, :]).sum(axis=1)
    return pd.Series(below + 1, index=revenue.index, name="band")
