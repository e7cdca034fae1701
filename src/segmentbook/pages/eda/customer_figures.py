"""Plots of an export with one row for each customer: numbers, categories, joining."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from segmentbook.core.language import gettext as _
from segmentbook.core.not_applicable import propagate_not_applicable
from segmentbook.core.privacy import MINIMUM
from segmentbook.eda.customers import in_years
from segmentbook.report.bars import bars
from segmentbook.report.exhibit import Picture
from segmentbook.report.formats import count, month, percent
from segmentbook.report.theme import CORAL, INK, SHORT_NUMBERS, TEAL, WIDE, canvas, clipped, short

_ACROSS = 4
_FEW = 20  # whole numbers up to so far apart get a bar each


@propagate_not_applicable
def histograms(table: pd.DataFrame, minimum: int = MINIMUM) -> Picture:
    """Draw how customers spread over each number, with the median; no bar is of too few."""
    down = -(-len(table.columns) // _ACROSS)
    across = min(len(table.columns), _ACROSS)
    figure = Figure(figsize=(WIDE[0], WIDE[1] if down > 1 else WIDE[1] * 0.75))
    grid = figure.subplots(down, across, squeeze=False)
    said = []
    for axes, column in zip(grid.flat, table.columns, strict=False):
        values = table[column].dropna().to_numpy(dtype=float)
        median = float(np.median(values))
        # The last hundredth may be so far out that nothing else could be seen.
        within = values[values <= np.quantile(values, 0.99)]
        bars(axes, within, _bins(values), minimum, color=TEAL, edgecolor="white")
        axes.axvline(median, color=CORAL, linewidth=1.6)
        axes.set_title(clipped(column, 26), loc="left", fontsize=11)
        axes.set_xlabel(_("median {value}", value=short(median)), fontsize=9.5)
        axes.xaxis.set_major_formatter(SHORT_NUMBERS)
        axes.yaxis.set_major_formatter(SHORT_NUMBERS)
        axes.grid(axis="x", visible=False)
        said.append(_("{column}: median {median}", column=column, median=short(median)))
    for axes in list(grid.flat)[len(table.columns) :]:
        axes.set_axis_off()
    grid[0, 0].set_ylabel(_("customers"))
    alt = _(
        "Histograms of customers without the highest hundredth of each. {values}.",
        values="; ".join(said),
    )
    return Picture(figure, alt, wide=True)


def _bins(values: np.ndarray) -> int | np.ndarray:
    """Return a bin for each of a few whole numbers, else thirty."""
    low, high = values.min(), np.quantile(values, 0.99)
    if high - low <= _FEW and np.array_equal(values, values.round()):
        return np.arange(low - 0.5, high + 1)
    return 30


@propagate_not_applicable
def categories(table: pd.DataFrame) -> Picture:
    """Draw the share of customers with each value of each category."""
    names = list(dict.fromkeys(table["category"]))[:3]
    figure, panels = canvas(len(names), wide=True)
    said = []
    for axes, name in zip(panels, names, strict=True):
        own = table[table["category"] == name]
        axes.barh(range(len(own)), own["share"], color=TEAL, height=0.66)
        for place, share in enumerate(own["share"]):
            axes.annotate(
                percent(share), (share, place), (4, 0), textcoords="offset points", va="center",
                color=INK,
            )  # fmt: skip
        axes.set_yticks(range(len(own)), [clipped(value, 18) for value in own["value"]])
        axes.invert_yaxis()
        axes.set_xlim(right=own["share"].max() * 1.25)
        axes.set_xticks([])
        axes.set_title(clipped(name, 30), loc="left", fontsize=11)
        axes.grid(visible=False)
        spread = ", ".join(f"{row.value} {percent(row.share)}" for row in own.itertuples())
        said.append(f"{name}: {spread}")
    alt = _("Bars of customers by category. {values}.", values="; ".join(said))
    return Picture(figure, alt, wide=True)


@propagate_not_applicable
def joined(table: pd.DataFrame) -> Picture:
    """Draw how many customers joined in each period."""
    figure, [axes] = canvas()
    places = np.arange(len(table))
    axes.bar(places, table["customers"], color=TEAL, width=0.74)
    pattern = "y" if in_years(table) else "MMM\ny"
    step = -(-len(table) // 9)
    axes.set_xticks(places[::step], [month(day, pattern) for day in table["month"]][::step])
    axes.yaxis.set_major_formatter(SHORT_NUMBERS)
    axes.set_ylabel(_("customers who joined"))
    axes.grid(axis="x", visible=False)
    values = ", ".join(f"{row.month:%Y-%m} {count(row.customers)}" for row in table.itertuples())
    return Picture(figure, _("Bars of customers by when they joined: {values}.", values=values))
