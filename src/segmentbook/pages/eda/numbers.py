"""How the numeric attributes of customers are distributed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.privacy import MINIMUM
from segmentbook.eda import customers
from segmentbook.report.bars import histogram
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.theme import CORAL, SHORT_NUMBERS, TEAL, WIDE, clipped, short

_ACROSS = 4
"""Histograms side by side."""

_SHOWN = 0.99
"""Quantile up to which values are drawn: the last hundredth may dwarf all others."""

_FEW_VALUES = 20
"""Whole numbers that span no more than this get a bar each."""


@page(mark("Numeric attributes of customers"))
def numbers(table: pd.DataFrame, minimum: int = MINIMUM) -> Exhibit:
    """Show a histogram of each number, and which two have the strongest rank correlation.

    Args:
        table: See `customers.numbers`.
        minimum: Bars of fewer customers are not drawn.
    """
    metrics = customers.number_metrics(table)
    title, sentences = mark("How customers are distributed"), []
    if metrics["related_by"] is not None:
        title = claim("exact", "{related_one} and {related_other} correlate most strongly")
        sentences = [
            claim(
                "exact",
                "Of all pairs of these numbers, {related_one} and {related_other} have the strongest "
                "rank correlation, {related_by:number} (1 or −1: they always move together; 0: not at "
                "all).",
            )
        ]
    picture = _histograms(table, minimum).titled(mark("Customers by each number, median in red"))
    return Exhibit(title, [picture, *points(sentences)], metrics)


def _histograms(table: pd.DataFrame, minimum: int) -> Picture:
    """Draw the distribution of customers over each number, with the median."""
    down = -(-len(table.columns) // _ACROSS)
    across = min(len(table.columns), _ACROSS)
    figure = Figure(figsize=(WIDE[0], WIDE[1] if down > 1 else WIDE[1] * 0.75))
    grid = figure.subplots(down, across, squeeze=False)
    medians = []
    for axes, column in zip(grid.flat, table.columns, strict=False):
        values = table[column].dropna().to_numpy(dtype=float)
        median = short(float(np.median(values)))
        within = values[values <= np.quantile(values, _SHOWN)]
        histogram(axes, within, _bins(values), minimum, color=TEAL, edgecolor="white")
        axes.axvline(float(np.median(values)), color=CORAL, linewidth=1.6)
        axes.set_title(clipped(column, 26), loc="left", fontsize=11)
        axes.set_xlabel(_("median {value}", value=median), fontsize=9.5)
        axes.xaxis.set_major_formatter(SHORT_NUMBERS)
        axes.yaxis.set_major_formatter(SHORT_NUMBERS)
        axes.grid(axis="x", visible=False)
        medians.append(_("{column}: median {median}", column=column, median=median))
    for axes in list(grid.flat)[len(table.columns) :]:
        axes.set_axis_off()
    grid[0, 0].set_ylabel(_("customers"))
    alt = _(
        "Histograms of customers without the last hundredth of each. {values}.",
        values="; ".join(medians),
    )
    return Picture(figure, alt, wide=True)


def _bins(values: np.ndarray) -> int | np.ndarray:
    """Return a bin for each of a few whole numbers, else thirty."""
    low, high = values.min(), np.quantile(values, _SHOWN)
    if high - low <= _FEW_VALUES and np.array_equal(values, values.round()):
        return np.arange(low - 0.5, high + 1)
    return 30
