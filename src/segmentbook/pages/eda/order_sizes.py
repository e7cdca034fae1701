"""How many different products an order contains."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.eda.products import MOST_PRODUCTS
from segmentbook.report.exhibit import Exhibit, Picture, page
from segmentbook.report.theme import SHORT_NUMBERS, TEAL, canvas, whole_percent


@page(mark("Products on an order"))
def order_sizes(table: pd.DataFrame) -> Exhibit:
    """Show how many orders contain how many different products.

    Args:
        table: See `products.order_sizes`; `single_product_orders` is a metric of the headline.
    """
    return Exhibit(
        mark("{single_product_orders:percent} of orders contain a single product"),
        [_bars(table).titled(mark("Orders by the number of different products on them"))],
    )


def _bars(table: pd.DataFrame) -> Picture:
    figure, [axes] = canvas()
    axes.bar(table["products"], table["orders"], color=TEAL, width=0.8)
    last = int(table["products"].max())
    ticks = [1, *range(5, last + 1, 5)]
    axes.set_xticks(ticks, [f"{tick}+" if tick == MOST_PRODUCTS else f"{tick}" for tick in ticks])
    axes.set_xlabel(_("different products on an order"))
    axes.set_ylabel(_("orders"))
    axes.yaxis.set_major_formatter(SHORT_NUMBERS)
    axes.grid(axis="x", visible=False)
    one = table.loc[table["products"] == 1, "orders"].sum() / table["orders"].sum()
    alt = _(
        "Bars of orders by number of different products; {one} have one.", one=whole_percent(one)
    )
    return Picture(figure, alt)
