"""What customers spent on."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.eda import customers
from segmentbook.report.bars import ranking
from segmentbook.report.exhibit import Exhibit, page

_TITLE = mark("What customers spent on")


@page(_TITLE)
def spend(table: pd.DataFrame, currency: str) -> Exhibit:
    """Show the columns that add up to what customers spent.

    Args:
        table: See `customers.parts`, of `amount`.
        currency: ISO 4217 code.
    """
    title = claim("exact", "Largest share of spend: {part}, {share:percent}")
    return Exhibit(
        (title, {"part": "amount_parts.0.part", "share": "amount_parts.0.share"}),
        [ranking(table, "part", "total", _("spend"), currency).titled(_TITLE)],
        customers.part_metrics(table, "amount"),
    )
