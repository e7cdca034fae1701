"""Scales of axes, and values as precise as a picture may show them."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter

from segmentbook.report.theme import SHORT_NUMBERS

WIDE_SPREAD = 10
"""Values whose 95th percentile is this many times the 5th are drawn on a logarithmic scale."""


def scale_of(values: pd.Series) -> Literal["log", "linear"]:
    """Return the scale of an axis: logarithmic where values are above 0 and spread widely."""
    low, high = np.nanquantile(values.to_numpy(dtype=float), [0.05, 0.95])
    return "log" if values.min() > 0 and high >= WIDE_SPREAD * low else "linear"


def scale_axis(axes: Axes, which: Literal["x", "y"], values: pd.Series) -> None:
    """Set the scale of an axis by its values, and write its ticks as short numbers."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    axes.set(**{f"{which}scale": scale_of(values)})
    axis.set_major_formatter(SHORT_NUMBERS)
    # Otherwise matplotlib labels every minor tick where values span less than a power of ten.
    axis.set_minor_formatter(NullFormatter())


def two_digits(values: pd.Series) -> pd.Series:
    """Round values to two significant digits, so that a dot reveals no customer's exact number."""
    numbers = values.astype(float)
    size = numbers.abs()
    power = np.floor(np.log10(size.where(size > 1e-300, 1.0))) - 1
    rounded: pd.Series = (numbers / 10**power).round() * 10**power
    return rounded
