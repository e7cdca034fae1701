"""Revenue by when its customers first ordered: how cohorts age in money, and how they compare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.eda import audit
from segmentbook.report.exhibit import Exhibit, Picture, Template, page, points
from segmentbook.report.formats import month
from segmentbook.report.theme import MUTED, canvas, money, money_axis

_MOST_COHORTS = 8
"""Cohorts that are told apart by colour; the earlier ones are one."""


@page(mark("Revenue by the customers' first order"))
def cohort_revenue(table: pd.DataFrame, currency: str) -> Exhibit:
    """Show the revenue of each quarter by when its customers first ordered.

    Args:
        table: See `audit.cohort_revenue`.
        currency: ISO 4217 code.
    """
    metrics = audit.cohort_revenue_metrics(table)
    title = mark("Revenue of whole quarters by the quarter of the customers' first order")
    return Exhibit(
        mark(
            "Customers of earlier quarters brought {old_share:percent} of the revenue of the last "
            "whole quarter"
        ),
        [_stack(table, currency).titled(title), *points(_sentences(metrics))],
        metrics,
    )


def _sentences(metrics: Mapping[str, Any]) -> list[Template]:
    found: list[Template] = [
        mark(
            "The quarter from {last_quarter:month} on brought {last_quarter_revenue:money_short}; "
            "{new_share:percent} of it came from customers who first ordered in it."
        )
    ]
    if metrics["aged_last"] is not None:
        found.append(
            mark(
                "One cohort over time: the {aged_size:count} customers who first ordered in the "
                "quarter from {aged_cohort:month} on spent {aged_first:money} each in it, "
                "{aged_last:money} each in the last."
            )
        )
    if metrics["young_first"] is not None:
        found.append(
            mark(
                "Cohorts compared by their first quarter: {aged_first:money} a customer for that of "
                "{aged_cohort:month}, {young_first:money} for that of {young_cohort:month}."
            )
        )
    return found


def _stack(table: pd.DataFrame, currency: str) -> Picture:
    known = [day for day in table["cohort"].drop_duplicates() if not pd.isna(day)][-_MOST_COHORTS:]
    named = table.assign(shown=table["cohort"].where(table["cohort"].isin(known)))
    grid = named.pivot_table(
        index="quarter", columns="shown", values="revenue", aggfunc="sum", fill_value=0.0
    )
    rest = named[named["shown"].isna()].groupby("quarter")["revenue"].sum()
    quarters = [*table["quarter"].drop_duplicates().sort_values()]
    figure, [axes] = canvas()
    base = rest.reindex(quarters).fillna(0.0).to_numpy()
    places = np.arange(len(quarters))
    earlier = _("earlier, or not known")
    axes.bar(places, base, color=MUTED, width=0.7, label=earlier)
    colours = mpl.colormaps["viridis"](np.linspace(0.15, 0.9, len(known)))
    texts = {earlier: base}
    for day, colour in zip(known, colours, strict=True):
        own = grid[day].reindex(quarters).fillna(0.0).to_numpy()
        label = month(day, "MMM y")
        axes.bar(places, own, bottom=base, color=colour, width=0.7, label=label)
        base, texts[label] = base + own, own
    axes.set_xticks(places, [month(day, "MMM\ny") for day in quarters])
    axes.yaxis.set_major_formatter(money_axis(currency))
    axes.set_ylabel(_("revenue"))
    axes.set_xlabel(_("quarter, by its first month"))
    axes.grid(axis="x", visible=False)
    axes.legend(
        title=_("first order in"), loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False
    )
    values = "; ".join(
        f"{label}: {', '.join(money(value, currency) for value in own)}"
        for label, own in texts.items()
    )
    return Picture(
        figure,
        _(
            "Stacked bars of revenue by quarter and by the quarter of first orders. {values}.",
            values=values,
        ),
    )
