"""Histograms whose bars tell of nobody alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from segmentbook.core.privacy import small_cells


def bars(
    axes: Axes,
    values: np.ndarray,
    bins: int | np.ndarray,
    minimum: int,
    *,
    color: str,
    edgecolor: str,
) -> None:
    """Draw a histogram without the bars that must stay hidden beside the number of all customers.

    Args:
        axes: Where to draw.
        values: One for each customer.
        bins: The largest number of bins, or their edges; few customers have fewer bins.
        minimum: Fewer customers are not drawn.
        color: Of the bars.
        edgecolor: Of their edges.
    """
    if isinstance(bins, int):
        bins = max(1, min(bins, len(values) // (2 * minimum)))
    counts, edges = np.histogram(values, bins)
    cells = pd.Series(counts)
    hidden = small_cells(cells, pd.Series(0, cells.index), minimum=minimum)
    axes.bar(
        edges[:-1], cells.mask(hidden, 0), np.diff(edges), align="edge",
        color=color, edgecolor=edgecolor, linewidth=0.4,
    )  # fmt: skip
    axes.set_xlim(edges[0], edges[-1])
