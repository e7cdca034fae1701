"""Revenue by month."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.eda import sales
from segmentbook.report.exhibit import Exhibit, Picture, page, points
from segmentbook.report.formats import month
from segmentbook.report.theme import TEAL, canvas, money, money_axis

_MOST_LABELS = 13
"""Names of months that fit below the axis."""


@page(mark("Revenue by month"))
def months(table: pd.DataFrame, currency: str, usual: pd.DataFrame | None = None) -> Exhibit:
    """Show revenue by month, and how far the best and the weakest complete month are apart.

    Args:
        table: See `sales.by_month`.
        currency: ISO 4217 code.
        usual: The same without the largest orders.
    """
    metrics = sales.month_metrics(table, usual)
    sentences = [
        claim(
            "exact",
            "The weakest complete month, {weakest_month:month}, brought "
            "{weakest_month_revenue:money_short}.",
        )
    ]
    if metrics["best_to_weakest_month"] is not None:
        sentences.append(
            claim("exact", "The best month brought {best_to_weakest_month:number} times as much.")
        )
    if metrics["usual_best_month"] is not None:
        sentences.append(
            claim(
                "exact",
                "Without the largest {largest_orders_share:percent} of orders, "
                "{usual_best_month:month} is the best month.",
            )
        )
    return Exhibit(
        claim(
            "exact",
            "{best_month:month} was the best complete month with {best_month_revenue:money_short}",
        )
        if table["complete"].any()
        else claim(
            "exact", "{best_month:month} was the best month with {best_month_revenue:money_short}"
        ),
        [_bars(table, currency).titled(mark("Revenue by month")), *points(sentences)],
        metrics,
    )


def _bars(table: pd.DataFrame, currency: str) -> Picture:
    """Draw revenue by month; partial months are hatched."""
    figure, [axes] = canvas()
    places = np.arange(len(table))
    partial, part = ~table["complete"].to_numpy(), _("not complete")
    axes.bar(places[~partial], table["revenue"][~partial], color=TEAL, width=0.72)
    if partial.any():
        axes.bar(
            places[partial],
            table["revenue"][partial],
            facecolor="white",
            edgecolor=TEAL,
            hatch="///",
            width=0.72,
            label=_("month not complete"),
        )
        axes.legend(loc="upper left")
        axes.set_ylim(top=table["revenue"].max() * 1.15)
    step = -(-len(table) // _MOST_LABELS)
    names = [
        month(day, "MMM\ny") if i == 0 or day.month == 1 else month(day)
        for i, day in enumerate(table["month"])
    ]
    axes.set_xticks(places[::step], names[::step])
    axes.yaxis.set_major_formatter(money_axis(currency))
    axes.set_ylabel(_("revenue"))
    axes.grid(axis="x", visible=False)
    values = ", ".join(
        f"{month(day, 'MMMM y')} {money(revenue, currency)}" + ("" if complete else f" ({part})")
        for day, revenue, complete in zip(
            table["month"], table["revenue"], table["complete"], strict=True
        )
    )
    return Picture(figure, _("Bars of revenue by month: {values}.", values=values))
