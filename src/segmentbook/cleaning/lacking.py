"""What an export does not say at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import ibis.expr.types as ir

from segmentbook.cleaning.rules import added_columns
from segmentbook.params.cleaning import Rule

_SAY = {
    "discounts": {"discount", "discounts", "disc", "deal", "deals", "coupon", "coupons", "promo"},
    "cost": {"cost", "costs", "margin", "profit"},
    "categories": {"category", "department"},
    "price": {"price", "unitprice"},
    "place": {"country", "city", "region", "state", "store"},
    "demographics": {
        "age", "birth", "birthdate", "income", "gender", "sex", "education", "marital", "segment",
    },
}  # fmt: skip
"""Words in the name of a column of the export that say it holds what would be lacking."""

LACKS_OF_CUSTOMERS = {
    "spending": {"amount"},
    "order_frequency": {"orders"},
    "recency": {"recency", "last_order"},
    "single_orders": {"order"},
    "products": {"product"},
    "discounts": {"discount_orders"},
    "cost": {"cost", "margin"},
}
"""What an export with one row for each customer may lack, and the columns any of which would say it."""

LACKS_OF_ORDERS = {
    "price": {"price"},
    "product_names": {"product_name"},
    "categories": {"category"},
    "products": {"product"},
    "place": {"place"},
    "discounts": {"discount"},
    "cost": {"cost", "margin"},
    "demographics": {"age", "income", "gender"},
}
"""The same for an export of order lines."""

LACKS = (*dict.fromkeys([*LACKS_OF_CUSTOMERS, *LACKS_OF_ORDERS]), "time_of_day")
"""All that an export may lack."""


def lacking(export: ir.Table, rules: Sequence[Rule], about: Collection[str] = ()) -> list[str]:
    """Return what an export lacks, of `LACKS`.

    Args:
        export: One row per row of the export, canonical columns.
        rules: Its cleaning rules, which may add columns.
        about: What tables beside the export say about customers, see `customer_lookups`.
    """
    columns = {*export.columns, *about} | added_columns(rules)
    names = {column.lower() for column in columns}
    words = set().union(*(_words(column) for column in columns))
    there = {code for code, say in _SAY.items() if say & words}
    if "order" not in columns:
        return [
            code
            for code, wanted in LACKS_OF_CUSTOMERS.items()
            if code not in there and not wanted & names
        ]
    # Names and categories matter only where the export says what was bought at all.
    some = columns & {"product", "product_name"}
    ignored = there | ({"products"} if some else {"product_names", "categories"})
    found = [
        code
        for code, wanted in LACKS_OF_ORDERS.items()
        if code not in ignored and not wanted & names
    ]
    if "timestamp" in columns and not _has_times(export):
        found.append("time_of_day")
    return found


def _words(column: str) -> set[str]:
    """Return the words of a column's name: `NumDealsPurchases` has num, deals and purchases."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", column)
    return {part.lower() for part in parts}


def _has_times(export: ir.Table) -> bool:
    timed = export.timestamp.time() != export.timestamp.truncate("D").time()
    return bool(export.aggregate(n=timed.sum()).to_pyarrow()["n"][0].as_py())
