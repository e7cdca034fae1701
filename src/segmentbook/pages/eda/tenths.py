"""How much customers differ in what they spend: ten parts of the customer base."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.eda import audit
from segmentbook.report.exhibit import Exhibit, Table, page

_COLUMNS = {
    "tenth": (mark("Tenth"), "count"),
    "customers": (mark("Customers"), "count"),
    "revenue": (mark("Revenue"), "money_short"),
    "share": (mark("Share"), "percent"),
    "mean": (mark("Mean spend"), "money"),
}


@page(mark("Spend by tenths of customers"))
def tenths(table: pd.DataFrame) -> Exhibit:
    """Show customers in ten parts by what they spent.

    Args:
        table: See `audit.tenths`.
    """
    return Exhibit(
        claim(
            "exact",
            "The tenth of customers that spent most spent {first_tenth_mean:money} each on average, the "
            "last tenth {last_tenth_mean:money}",
        ),
        [Table(table, _COLUMNS, mark("Customers ordered by what they spent, in ten parts"))],
        audit.tenth_metrics(table),
    )
