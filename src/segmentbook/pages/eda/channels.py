"""Where customers ordered."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.eda import customers
from segmentbook.report.bars import ranking
from segmentbook.report.exhibit import Exhibit, page

_TITLE = mark("Where customers ordered")


@page(_TITLE)
def channels(table: pd.DataFrame) -> Exhibit:
    """Show the columns that add up to the orders of customers.

    Args:
        table: See `customers.parts`, of `orders`.
    """
    title = claim("exact", "Largest share of orders: {part}, {share:percent}")
    return Exhibit(
        (title, {"part": "orders_parts.0.part", "share": "orders_parts.0.share"}),
        [ranking(table, "part", "total", _("orders")).titled(_TITLE)],
        customers.part_metrics(table, "orders"),
    )
