"""Bar charts that several exhibits share: rankings, and histograms that reveal no small group."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from segmentbook.core.language import gettext as _
from segmentbook.core.privacy import small_cells
from segmentbook.report.exhibit import Picture
from segmentbook.report.theme import (
    INK,
    SHORT_NUMBERS,
    TEAL,
    canvas,
    clipped,
    money,
    money_axis,
    short,
)

_LONG_TICK = 6
"""Amounts of more characters get fewer ticks, as they would overlap on the axis."""


def histogram(
    axes: Axes,
    values: np.ndarray,
    bins: int | np.ndarray,
    minimum: int,
    *,
    color: str,
    edgecolor: str,
) -> None:
    """Draw a histogram without the bars that must stay hidden, given the number of all customers.

    Args:
        axes: Where to draw.
        values: One for each customer.
        bins: The largest number of bins, or their edges; few customers get fewer bins.
        minimum: Bars of fewer customers are not drawn.
        color: Colour of the bars.
        edgecolor: Colour of their edges.
    """
    if isinstance(bins, int):
        bins = max(1, min(bins, len(values) // (2 * minimum)))
    counts, edges = np.histogram(values, bins)
    cells = pd.Series(counts)
    hidden = small_cells(cells, pd.Series(0, cells.index), minimum=minimum)
    axes.bar(
        edges[:-1],
        cells.mask(hidden, 0),
        np.diff(edges),
        align="edge",
        color=color,
        edgecolor=edgecolor,
        linewidth=0.4,
    )
    axes.set_xlim(edges[0], edges[-1])


def ranking(
    table: pd.DataFrame, label: str, value: str, axis: str, currency: str | None = None
) -> Picture:
    """Draw a horizontal bar of `value` for each `label`, in the order of the table.

    Args:
        table: The rows, at least one.
        label: Column of the names.
        value: Column of the lengths.
        axis: What the lengths are, in the language of the report.
        currency: ISO 4217 code where they are amounts of money.
    """
    figure, [axes] = canvas()
    axes.barh(range(len(table)), table[value], color=TEAL, height=0.68)
    axes.set_yticks(range(len(table)), [clipped(text) for text in table[label]])
    axes.invert_yaxis()
    axes.set_xlabel(axis)
    axes.xaxis.set_major_formatter(money_axis(currency) if currency else SHORT_NUMBERS)
    axes.grid(axis="y", visible=False)
    amounts = [money(amount, currency) if currency else short(amount) for amount in table[value]]
    for place, (amount, text) in enumerate(zip(table[value], amounts, strict=True)):
        axes.annotate(
            text, (amount, place), (4, 0), textcoords="offset points", va="center", color=INK
        )
    longest = table[value].max()
    axes.set_xlim(right=longest * 1.12)
    if currency and len(money_axis(currency)(longest)) > _LONG_TICK:
        axes.locator_params(axis="x", nbins=5)
    values = ", ".join(f"{name} {text}" for name, text in zip(table[label], amounts, strict=True))
    return Picture(figure, _("Bars of {axis}: {values}.", axis=axis, values=values))
