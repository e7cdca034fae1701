"""Plots of features and scores: distributions, and the map of recency and frequency scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from segmentbook.core.language import gettext as _
from segmentbook.core.not_applicable import propagate_not_applicable
from segmentbook.core.privacy import MINIMUM
from segmentbook.features import Feature
from segmentbook.report.bars import bars
from segmentbook.report.exhibit import Picture
from segmentbook.report.formats import count
from segmentbook.report.labels import titled
from segmentbook.report.theme import (
    LINE,
    MUTED,
    SHORT_NUMBERS,
    TEAL,
    WIDE,
    canvas,
    clipped,
    fixed,
    money,
    money_axis,
)

_ACROSS = 4


def distributions(
    before: pd.DataFrame,
    after: np.ndarray,
    features: Sequence[Feature],
    described: str,
    currency: str,
    minimum: int = MINIMUM,
) -> Picture:
    """Draw each feature as it is (above) and as the clustering sees it, so `described` (below).

    Bars of too few customers are not drawn.
    """
    bands = -(-len(features) // _ACROSS)
    across = min(len(features), _ACROSS)
    figure = Figure(figsize=(WIDE[0], WIDE[1] * bands))
    grid = figure.subplots(2 * bands, across, squeeze=False)
    skews = []
    for number, feature in enumerate(features):
        row, column = 2 * (number // _ACROSS), number % _ACROSS
        raw, scaled = before[feature.name].to_numpy(dtype=float), after[:, number]
        above, below = grid[row, column], grid[row + 1, column]
        bars(above, raw, 40, minimum, color=LINE, edgecolor=MUTED)
        above.set_title(clipped(titled(feature, currency)), loc="left", fontsize=11)
        above.xaxis.set_major_formatter(SHORT_NUMBERS)
        bars(below, scaled, 40, minimum, color=TEAL, edgecolor="white")
        below.set_xlabel(described)
        skews.append(
            _(
                "{feature} {raw} before, {scaled} after",
                feature=feature.title,
                raw=fixed(_skew(raw), 1),
                scaled=fixed(_skew(scaled), 1),
            )
        )
        for axes in (above, below):
            axes.yaxis.set_major_formatter(SHORT_NUMBERS)
            axes.grid(axis="x", visible=False)
            if column == 0:
                axes.set_ylabel(_("customers"))
    for number in range(len(features), bands * across):
        for row in (0, 1):
            grid[2 * (number // _ACROSS) + row, number % _ACROSS].set_axis_off()
    alt = _("Histograms of each feature. Skewness: {values}.", values="; ".join(skews))
    return Picture(figure, alt, wide=True)


@propagate_not_applicable
def segment_map(table: pd.DataFrame, currency: str) -> Picture:
    """Draw recency and frequency scores as a grid, coloured by mean monetary value."""
    import seaborn as sns

    shape = {"index": "frequency_score", "columns": "recency_score"}
    levels = range(1, 6)
    means = table.pivot(**shape, values="monetary").reindex(index=levels, columns=levels)
    number = table.pivot(**shape, values="customers").reindex(index=levels, columns=levels)
    texts = number.map(lambda n: "" if pd.isna(n) else count(n))
    seen = {(row.frequency_score, row.recency_score) for row in table.itertuples()}
    hidden = {cell for cell in seen if pd.isna(number.loc[cell])}
    figure, [axes] = canvas()
    sns.heatmap(
        means.iloc[::-1].to_numpy(),
        ax=axes,
        cmap=sns.light_palette(TEAL, as_cmap=True),
        annot=texts.iloc[::-1].to_numpy(),
        fmt="",
        linewidths=2,
        cbar_kws={"label": _("mean monetary value"), "format": money_axis(currency)},
    )
    for frequency, recency in sorted(hidden):  # without a mean, seaborn leaves the cell empty
        axes.text(recency - 0.5, 5.5 - frequency, "·", ha="center", va="center", color=MUTED)
    axes.set_xticks(np.arange(5) + 0.5, [str(level) for level in levels])
    axes.set_yticks(np.arange(5) + 0.5, [str(level) for level in reversed(levels)], rotation=0)
    axes.set_xlabel(_("recency score (5 = latest)"))
    axes.set_ylabel(_("frequency score (5 = most orders)"))
    axes.grid(visible=False)
    best = table.loc[table["monetary"].idxmax()] if table["monetary"].notna().any() else None
    alt = _(
        "Grid of recency and frequency scores with the number of customers in each cell; a dot "
        "stands for too few to be shown."
    )
    if best is not None:
        highest = _(
            "The highest mean monetary value, {value}, is at recency {recency} and frequency "
            "{frequency}.",
            value=money(best.monetary, currency),
            recency=str(int(best.recency_score)),
            frequency=str(int(best.frequency_score)),
        )
        alt = f"{alt} {highest}"
    return Picture(figure, alt)


def _skew(values: np.ndarray) -> float:
    from scipy.stats import skew

    return float(skew(values)) if np.ptp(values) > 0 else 0.0
