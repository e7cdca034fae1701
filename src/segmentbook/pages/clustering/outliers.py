"""What counts as an outlier."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.privacy import MINIMUM
from segmentbook.report.exhibit import Column, Exhibit, Table, page
from segmentbook.report.formats import count

_COLUMNS: dict[str, Column] = {
    "feature": (mark("Feature"), "text"),
    "lowest": (claim("exact", "Lowest within bounds"), "number"),
    "highest": (claim("exact", "Highest within bounds"), "number"),
    "beyond": (mark("Customers beyond"), "text"),
}


@page(mark("Bounds for outliers"))
def outliers(table: pd.DataFrame, minimum: int = MINIMUM) -> Exhibit:
    """Show the bounds of each feature, and how many customers are beyond them.

    Args:
        table: See `diagnostics.outlier_bounds`.
        minimum: Fewer customers are not shown.
    """
    few = _("fewer than {number}", number=str(minimum))
    beyond = [few if pd.isna(number) else count(number) for number in table["beyond"]]
    shown = table.assign(beyond=beyond)
    return Exhibit(parts=[Table(shown, _COLUMNS, mark("What counts as an outlier"))])
