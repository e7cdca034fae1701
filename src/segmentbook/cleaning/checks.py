"""The sanity checks of columns and rows: each finds the rows that have one fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis.expr.types as ir

from segmentbook.cleaning.columns import missing
from segmentbook.cleaning.duplicates import repetitions
from segmentbook.cleaning.faults import Fault
from segmentbook.ingest.read import RESERVED, ROW, UNREADABLE, UNREADABLE_TEXT

_PLACEHOLDERS = ("na", "n/a", "nan", "null", "none", "nil", "-", "--", "?", "unknown", "#n/a")
_JSON = r"^\s*\[\s*\{.*\}\s*\]\s*$|^\s*\{.*\}\s*$"
_LIST = r"^\s*\[.*\]\s*$"
_FORMULA = r"^[=+@]|^-\D"
_HIDDEN = ("customer", "order")
"""The columns of which no value may be shown."""


@dataclass(frozen=True)
class Check:
    """One sanity check.

    Args:
        fault: The fault that it looks for.
        column: The column that has it; empty for a fault of whole rows.
        hit: Which rows have it.
        example: What to show of the first of them; None to show its row number only.
    """

    fault: Fault
    column: str
    hit: ir.BooleanValue
    example: ir.StringValue | None = None


def text_checks(export: ir.Table) -> list[tuple[ir.Table, list[Check]]]:
    """Return for each column of text its distinct values, with `rows` and `first`, and their checks.

    A text is examined once, however many rows hold it.
    """
    found = []
    for column in export.columns:
        if export[column].type().is_string() and column not in RESERVED:
            values = export.group_by(column).aggregate(rows=export.count(), first=export[ROW].min())
            found.append((values, _text(values, column)))
    return found


def row_checks(export: ir.Table, own_columns: Sequence[str]) -> list[Check]:
    """Return the checks that fit the columns of an export.

    Args:
        export: One row per row of the export, canonical columns.
        own_columns: The columns that the export itself has.
    """
    shown = [column for column in export.columns if column not in RESERVED]
    gaps = [Check(Fault.EMPTY, column, missing(export[column])) for column in shown]
    checks = [*gaps, *_unreadable(export), *_duplicates(export, own_columns), *_impossible(export)]
    return [*checks, *_customers(export, own_columns)]


def _text(values: ir.Table, column: str) -> list[Check]:
    text = values[column]
    json = text.re_search(_JSON)
    shown = None if column in _HIDDEN else text.left(40)
    checks = [
        Check(Fault.JSON, column, json, shown),
        Check(Fault.LISTS, column, text.re_search(_LIST) & ~json, shown),
        Check(Fault.PLACEHOLDER, column, text.strip().lower().isin(_PLACEHOLDERS), shown),
        Check(Fault.OUTER_BLANKS, column, text != text.strip(), shown),
        Check(Fault.FORMULA, column, text.re_search(_FORMULA), shown),
    ]
    if column == "order":
        letters = text.re_search(r"^[A-Za-z]+[0-9]+$")
        checks.append(Check(Fault.ORDER_WITH_LETTERS, column, letters, text.left(1) + "…"))
    if column == "product":
        digits = text.re_search(r"[0-9]")
        checks.append(Check(Fault.PRODUCT_WITHOUT_DIGITS, column, ~digits, shown))
    return checks


def _unreadable(export: ir.Table) -> list[Check]:
    if UNREADABLE not in export.columns:
        return []
    return [Check(Fault.UNREADABLE, "", export[UNREADABLE].notnull(), export[UNREADABLE_TEXT])]


def _duplicates(export: ir.Table, own_columns: Sequence[str]) -> list[Check]:
    repeated = export[ROW].isin(repetitions(export, own_columns)[ROW])
    return [Check(Fault.REPEATED_ROW, "", repeated)]


def _customers(export: ir.Table, own_columns: Sequence[str]) -> list[Check]:
    """Return the checks of an export with one row for each customer."""
    if "order" in export.columns:
        return []
    others = [column for column in own_columns if column != "customer"]
    same = export[ROW].isin(repetitions(export, ["customer"])[ROW]) & export.customer.notnull()
    like = export[ROW].isin(repetitions(export, others)[ROW])
    checks = [
        Check(Fault.REPEATED_CUSTOMER, "", same),
        Check(Fault.REPEATED_BUT_FOR_CUSTOMER, "", like),
    ]
    if {"orders", "discount_orders"} <= {*export.columns}:
        discounted = export.discount_orders
        more, example = discounted > export.orders, discounted.cast("string")
        checks.append(Check(Fault.DISCOUNTS_ABOVE_ORDERS, "", more, example))
    return checks


def _impossible(export: ir.Table) -> list[Check]:
    checks = []
    money = "price" if "price" in export.columns else "amount"  # one follows from the other
    for column in (name for name in ("quantity", money) if name in export.columns):
        value = export[column]
        checks += [
            Check(Fault.BELOW_ZERO, column, value < 0, value.cast("string")),
            Check(Fault.ZERO, column, value == 0),
        ]
    if "timestamp" in export.columns:
        time = export.timestamp
        strange = (time.year() < 1990) | (time.year() > 2100)
        checks.append(Check(Fault.STRANGE_YEAR, "timestamp", strange, time.date().cast("string")))
    return checks
