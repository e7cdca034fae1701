"""Plots of what the segments did later."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.core.privacy import Share, least
from segmentbook.report.exhibit import Picture
from segmentbook.report.formats import NO_CURRENCY, Formats
from segmentbook.report.labels import wrapped
from segmentbook.report.theme import PERCENT, SHORT_NUMBERS, canvas, colour, money


def later(table: pd.DataFrame | NotApplicable, currency: str) -> Picture | NotApplicable:
    """Draw share of customers who ordered again and mean revenue by segment, with intervals.

    Args:
        table: See `compare.by_segment`, with the column `name`.
        currency: ISO 4217 code.
    """
    if isinstance(table, NotApplicable):
        return table

    def share(told: Share) -> str:
        return Formats(NO_CURRENCY).write(told, "percent")

    figure, panels = canvas(2, sharey=True)
    places = np.arange(len(table))
    for axes, column, title in (
        (panels[0], "again", _("Ordered again")),
        (panels[1], "revenue", _("Revenue per customer")),
    ):
        for place, row in zip(places, table.to_dict("records"), strict=True):
            low, high, at = row[f"{column}_low"], row[f"{column}_high"], least(row[column])
            axes.plot([low, high], [place, place], color=colour(row["segment"]), linewidth=3)
            axes.plot(at, place, "o", color=colour(row["segment"]), markersize=9)
            text = share(row[column]) if column == "again" else money(row[column], currency)
            axes.annotate(text, (at, place), (0, 9), textcoords="offset points", ha="center")
        axes.set_title(title, loc="left", fontsize=11)
        axes.grid(axis="y", visible=False)
        axes.set_xlim(left=0)
        axes.margins(x=0.1)
    panels[0].set_xlim(0, 1.05)
    panels[0].xaxis.set_major_formatter(PERCENT)
    panels[1].xaxis.set_major_formatter(SHORT_NUMBERS)
    panels[0].set_yticks(places, [wrapped(name) for name in table["name"]])
    panels[0].set_ylim(len(table) - 0.5, -0.6)
    said = "; ".join(
        _(
            "{name}: {again} ({again_low} to {again_high}) ordered again, {revenue} each "
            "({revenue_low} to {revenue_high})",
            name=row.name,
            again=share(row.again),
            again_low=share(row.again_low),
            again_high=share(row.again_high),
            revenue=money(row.revenue, currency),
            revenue_low=money(row.revenue_low, currency),
            revenue_high=money(row.revenue_high, currency),
        )
        for row in table.itertuples(index=False)
    )
    alt = _("What each segment did after the cut date, with 95 % intervals. {values}.", values=said)
    return Picture(figure, alt)
