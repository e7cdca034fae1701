"""How far each segment is from the average customer, feature by feature."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.features import Feature
from segmentbook.report.exhibit import Exhibit, Picture, page
from segmentbook.report.formats import count
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import INK, NORMAL, below_and_above

_STRONG = 2.0  # a fourth of the mean, or four times the mean, has the full colour


@page(mark("Segments against all customers"))
def against_all(index: pd.DataFrame, features: Sequence[Feature]) -> Exhibit:
    """Show each segment's mean of each feature as an index: 100 is the mean of all customers.

    Args:
        index: See `profile.index_of_means`.
        features: The features that segments are made from.
    """
    caption = mark("Mean of each feature by segment; all customers are 100")
    return Exhibit(parts=[_grid(index, features).titled(caption)])


def _grid(index: pd.DataFrame, features: Sequence[Feature]) -> Picture:
    titles = {feature.name: feature.title for feature in features}
    shown = [titles[str(name)] for name in index.columns]
    values = index.to_numpy()
    figure = Figure(figsize=NORMAL)
    axes = figure.subplots()
    axes.pcolormesh(
        np.log2(np.clip(values, 1, None) / 100),
        cmap=below_and_above(),
        vmin=-_STRONG,
        vmax=_STRONG,
        edgecolors="white",
        linewidth=3,
    )
    for (row, column), value in np.ndenumerate(values):
        axes.text(column + 0.5, row + 0.5, count(value), ha="center", va="center", color=INK)
    axes.set_xticks(np.arange(len(shown)) + 0.5, [wrapped(title, 14) for title in shown])
    axes.set_yticks(np.arange(len(index)) + 0.5, [wrapped(str(name)) for name in index.index])
    axes.invert_yaxis()
    axes.grid(visible=False)
    described = "; ".join(
        f"{name}: "
        + ", ".join(f"{title.lower()} {count(v)}" for title, v in zip(shown, row, strict=True))
        for name, row in zip(index.index, values, strict=True)
    )
    alt = _("Grid of mean feature by segment, all customers are 100. {values}.", values=described)
    return Picture(figure, alt)
