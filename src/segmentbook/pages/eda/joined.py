"""When customers joined."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.eda import customers
from segmentbook.report.exhibit import Exhibit, Picture, page
from segmentbook.report.formats import count, month
from segmentbook.report.theme import SHORT_NUMBERS, TEAL, canvas

_MOST_LABELS = 9
"""Names of periods that fit below the axis."""


@page(mark("When customers joined"))
def joined(table: pd.DataFrame) -> Exhibit:
    """Show how many customers joined in each month or year.

    Args:
        table: See `customers.joined`.
    """
    title = claim(
        "exact", "{joined_most:month} brought the most new customers: {joined_most_customers:count}"
    )
    if customers.in_years(table):
        title = claim(
            "exact",
            "{joined_most:year} brought the most new customers: {joined_most_customers:count}",
        )
    return Exhibit(
        title,
        [_bars(table).titled(mark("Customers by when they joined"))],
        customers.joined_metrics(table),
    )


def _bars(table: pd.DataFrame) -> Picture:
    figure, [axes] = canvas()
    places = np.arange(len(table))
    axes.bar(places, table["customers"], color=TEAL, width=0.74)
    pattern = "y" if customers.in_years(table) else "MMM\ny"
    step = -(-len(table) // _MOST_LABELS)
    axes.set_xticks(places[::step], [month(day, pattern) for day in table["month"]][::step])
    axes.yaxis.set_major_formatter(SHORT_NUMBERS)
    axes.set_ylabel(_("customers who joined"))
    axes.grid(axis="x", visible=False)
    values = ", ".join(
        f"{day:%Y-%m} {count(number)}"
        for day, number in zip(table["month"], table["customers"], strict=True)
    )
    return Picture(figure, _("Bars of customers by when they joined: {values}.", values=values))
