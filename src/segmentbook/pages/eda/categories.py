"""Customers by category."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.eda import customers
from segmentbook.report.exhibit import Exhibit, Picture, page
from segmentbook.report.formats import percent
from segmentbook.report.theme import INK, TEAL, canvas, clipped

_MOST = 3
"""Categories side by side."""


@page(mark("Customers by category"))
def categories(table: pd.DataFrame) -> Exhibit:
    """Show the share of customers with each value of the first categories.

    Args:
        table: See `customers.categories`.
    """
    named = with_values_named(table)
    return Exhibit(
        claim(
            "exact",
            "{first_category}: {first_category_value} is the most frequent, "
            "{first_category_share:percent} of customers",
        ),
        [_bars(named).titled(mark("Share of customers by category"))],
        customers.category_metrics(named),
    )


def with_values_named(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with names for merged and missing values, in the language of the report."""
    value = table["value"].mask(table["value"].isna() & ~table["rest"], _("unknown"))
    return table.assign(value=value.mask(table["rest"], _("others")))


def _bars(table: pd.DataFrame) -> Picture:
    names = list(dict.fromkeys(table["category"]))[:_MOST]
    figure, panels = canvas(len(names), wide=True)
    shares = []
    for axes, name in zip(panels, names, strict=True):
        own = table[table["category"] == name]
        axes.barh(range(len(own)), own["share"], color=TEAL, height=0.66)
        for place, share in enumerate(own["share"]):
            axes.annotate(
                percent(share),
                (share, place),
                (4, 0),
                textcoords="offset points",
                va="center",
                color=INK,
            )
        axes.set_yticks(range(len(own)), [clipped(value, 18) for value in own["value"]])
        axes.invert_yaxis()
        axes.set_xlim(right=own["share"].max() * 1.25)
        axes.set_xticks([])
        axes.set_title(clipped(name, 30), loc="left", fontsize=11)
        axes.grid(visible=False)
        each = ", ".join(f"{row.value} {percent(row.share)}" for row in own.itertuples())
        shares.append(f"{name}: {each}")
    alt = _("Bars of customers by category. {values}.", values="; ".join(shares))
    return Picture(figure, alt, wide=True)
