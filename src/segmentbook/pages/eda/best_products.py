"""Products with the highest revenue."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.eda import products
from segmentbook.report.bars import ranking
from segmentbook.report.exhibit import Exhibit, Template, page, points

_TITLE = mark("Products with the highest revenue")


@page(_TITLE)
def best_products(table: pd.DataFrame, currency: str) -> Exhibit:
    """Show the products with the highest revenue, and who bought the first.

    Args:
        table: See `products.best_items`.
        currency: ISO 4217 code.
    """
    best = {"name": "best_items.0.name", "share": "best_items.0.share"}
    second = {"name": "best_items.1.name", "share": "best_items.1.share"}
    sentences: list[Template] = [
        (mark("{buyers:count} customers bought it."), {"buyers": "best_items.0.customers"})
    ]
    if len(table) > 1:
        sentences.append((mark("{name} is second with {share:percent}."), second))
    picture = ranking(table, "name", "revenue", _("revenue"), currency)
    return Exhibit(
        (mark("{name} leads with {share:percent} of all revenue"), best),
        [picture.titled(_TITLE), *points(sentences)],
        products.item_metrics(table),
    )
