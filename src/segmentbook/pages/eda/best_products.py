"""Products with the highest revenue."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.eda import products
from segmentbook.report.bars import ranking
from segmentbook.report.exhibit import Exhibit, Template, page, points

_TITLE = mark("Products by revenue")


@page(_TITLE)
def best_products(table: pd.DataFrame, currency: str) -> Exhibit:
    """Show the products with the highest revenue, and who bought the first.

    Args:
        table: See `products.best_items`.
        currency: ISO 4217 code.
    """
    best = {"name": "best_items.0.name", "share": "best_items.0.share"}
    metrics = products.item_metrics(table)
    second = {"name": "best_items.1.name", "share": "best_items.1.share"}
    sentences: list[Template] = [
        (mark("{buyers:count} customers bought it."), {"buyers": "best_items.0.customers"})
    ]
    if len(table) > 1:
        sentences.append((mark("Next on the list is {name} with {share:percent}."), second))
    if not metrics["best_item_leads"]:
        sentences.append(
            mark(
                "Not listed are products that the params exclude, and those that few customers bought."
            )
        )
    if metrics["excluded_items_share"] > 0:
        sentences.append(
            mark("{excluded_items_share:percent} of revenue comes from products that are excluded.")
        )
    picture = ranking(table, "name", "revenue", _("revenue"), currency)
    title = claim(
        "exact", "Of the products listed, {name} leads with {share:percent} of all revenue"
    )
    if metrics["best_item_leads"]:
        title = claim("exact", "{name} leads with {share:percent} of all revenue")
    return Exhibit((title, best), [picture.titled(_TITLE), *points(sentences)], metrics)
