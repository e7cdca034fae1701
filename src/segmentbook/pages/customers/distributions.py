"""Histograms of each feature before and after the transformation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.privacy import MINIMUM
from segmentbook.features import Feature
from segmentbook.params.clustering import Clustering
from segmentbook.report.bars import histogram
from segmentbook.report.exhibit import Exhibit, Picture, page
from segmentbook.report.labels import in_language, titled
from segmentbook.report.theme import LINE, MUTED, SHORT_NUMBERS, TEAL, WIDE, clipped, fixed

_ACROSS = 4
"""Features beside each other; more go into another band below."""

_BINS = 40


@page(mark("Features before and after the transformation"))
def distributions(
    view: pd.DataFrame,
    points: NDArray[np.float64],
    features: Sequence[Feature],
    params: Clustering,
    currency: str,
    minimum: int = MINIMUM,
) -> Exhibit:
    """Show each feature as it is and as the clustering sees it.

    Args:
        view: The customer view.
        points: Coordinates of the customers, shape (customers, features).
        features: The features, in the order of the coordinates.
        params: Transform and scaler.
        currency: ISO 4217 code.
        minimum: Bars of fewer customers are not drawn.
    """
    picture = _histograms(view, points, in_language(features), params, currency, minimum)
    title = mark("Features as they are (above) and as the clustering sees them (below)")
    return Exhibit(parts=[picture.titled(title)])


def coordinates(params: Clustering) -> str:
    """Return in words what coordinates are, e.g. `standard scores of the logarithm`."""
    scaled = {
        "standard": _("standard scores"),
        "robust": _("distances from the median in interquartile ranges"),
        "min_max": _("places from 0 (lowest) to 1 (highest)"),
    }[params.scaler]
    return {
        "none": scaled,
        "log1p": _("{places} of the logarithm", places=scaled),
        "yeo_johnson": _("{places} of the Yeo-Johnson transform", places=scaled),
        "quantile": _("{places} of the share of customers below", places=scaled),
    }[params.transform]


def _histograms(
    view: pd.DataFrame,
    points: NDArray[np.float64],
    features: Sequence[Feature],
    params: Clustering,
    currency: str,
    minimum: int,
) -> Picture:
    bands = -(-len(features) // _ACROSS)
    across = min(len(features), _ACROSS)
    figure = Figure(figsize=(WIDE[0], WIDE[1] * bands))
    grid = figure.subplots(2 * bands, across, squeeze=False)
    skews = []
    for place, feature in enumerate(features):
        row, column = 2 * (place // _ACROSS), place % _ACROSS
        raw, scaled = view[feature.name].to_numpy(dtype=float), points[:, place]
        above, below = grid[row, column], grid[row + 1, column]
        histogram(above, raw, _BINS, minimum, color=LINE, edgecolor=MUTED)
        above.set_title(clipped(titled(feature, currency)), loc="left", fontsize=11)
        above.xaxis.set_major_formatter(SHORT_NUMBERS)
        histogram(below, scaled, _BINS, minimum, color=TEAL, edgecolor="white")
        below.set_xlabel(coordinates(params))
        for axes in (above, below):
            _count_axis(axes, labelled=column == 0)
        skews.append(_skewness(feature, raw, scaled))
    for place in range(len(features), bands * across):
        for row in (0, 1):
            grid[2 * (place // _ACROSS) + row, place % _ACROSS].set_axis_off()
    alt = _("Histograms of each feature. Skewness: {values}.", values="; ".join(skews))
    return Picture(figure, alt, wide=True)


def _count_axis(axes: Axes, *, labelled: bool) -> None:
    axes.yaxis.set_major_formatter(SHORT_NUMBERS)
    axes.grid(axis="x", visible=False)
    if labelled:
        axes.set_ylabel(_("customers"))


def _skewness(feature: Feature, raw: NDArray[np.float64], scaled: NDArray[np.float64]) -> str:
    from scipy.stats import skew

    before, after = (
        fixed(float(skew(values)) if np.ptp(values) > 0 else 0.0, 1) for values in (raw, scaled)
    )
    return _(
        "{feature} {raw} before, {scaled} after", feature=feature.title, raw=before, scaled=after
    )
