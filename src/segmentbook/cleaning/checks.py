"""The sanity checks of single rows: each says which rows it finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import pandas as pd

from segmentbook.cleaning.columns import missing
from segmentbook.cleaning.removals import repetitions
from segmentbook.core.engine import frame
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.ingest.read import OURS, ROW, UNREADABLE, UNREADABLE_TEXT
from segmentbook.params.cleaning import (
    Bounds,
    DropCancelled,
    DropDuplicates,
    DropMissing,
    DropProducts,
    DropUnreadable,
    Fill,
    KeepPositive,
    MatchCancellations,
    ParseItems,
    Period,
    Rule,
)

MISSING = mark("Missing values")
PERIODS = mark("Incomplete periods")
SPECIAL = mark("Special column formats")
INCORRECT = mark("Incorrect formats")
DUPLICATES = mark("Duplicates")
IMPOSSIBLE = mark("Impossible values")
LACKING = mark("Lack of essential data")

HEADINGS = (MISSING, PERIODS, SPECIAL, INCORRECT, DUPLICATES, IMPOSSIBLE, LACKING)

_PLACEHOLDERS = ("na", "n/a", "nan", "null", "none", "nil", "-", "--", "?", "unknown", "#n/a")
_JSON = r"^\s*\[\s*\{.*\}\s*\]\s*$|^\s*\{.*\}\s*$"
_LIST = r"^\s*\[.*\]\s*$"
_KEYS = ("customer", "order", "product")


@dataclass(frozen=True)
class Check:
    """One sanity check.

    Args:
        heading: One of `HEADINGS`.
        what: The finding in words.
        hit: Which rows it finds.
        example: What to show of the first of them; its row number where there is nothing to show.
        answers: Says whether a rule deals with it.
    """

    heading: str
    what: str
    hit: ir.BooleanValue
    example: ir.StringValue | None
    answers: Callable[[Rule], bool]


def text_checks(export: ir.Table) -> dict[str, tuple[ir.Table, list[Check]]]:
    """Return for each column of text its values, with `rows` and `first`, and their checks.

    A text is looked at once, however many rows hold it.
    """
    found = {}
    for column in export.columns:
        if export[column].type().is_string() and column not in OURS:
            values = export.group_by(column).aggregate(rows=export.count(), first=export[ROW].min())
            found[column] = values, _texts(values, column)
    return found


def row_checks(export: ir.Table, own_columns: Sequence[str]) -> list[Check]:
    """Return the checks that fit the columns of an export.

    Args:
        export: One row per row of the export, canonical columns.
        own_columns: The columns that the export itself has.
    """
    shown = [c for c in export.columns if c not in OURS]
    checks = [_missing(export, column) for column in shown]
    checks += [*_incorrect(export), *_duplicates(export, own_columns), *_impossible(export)]
    return [*checks, *_customers(export, own_columns)]


def failing(flagged: ir.Table, flags: Sequence[str]) -> list[str]:
    """Return the flags that some row has.

    Args:
        flagged: A table of flags, without nulls.
        flags: Their names.
    """
    if not flags:
        return []
    found = frame(flagged.aggregate(**{flag: flagged[flag].any() for flag in flags})).iloc[0]
    return [flag for flag in flags if pd.notna(found[flag]) and bool(found[flag])]


def _missing(export: ir.Table, column: str) -> Check:
    return Check(
        MISSING,
        _("{column} is empty", column=column),
        missing(export[column]),
        None,
        lambda rule: (
            (isinstance(rule, (DropMissing, KeepPositive)) and column in rule.columns)
            or (isinstance(rule, Fill) and rule.column == column)
        ),
    )


def _texts(export: ir.Table, column: str) -> list[Check]:
    text = export[column]
    json = text.re_search(_JSON)
    shown = None if column in ("customer", "order") else text
    short = shown if shown is None else shown.left(40)
    checks = [
        Check(
            SPECIAL,
            _("{column} holds JSON", column=column),
            json,
            short,
            lambda rule: isinstance(rule, ParseItems) and rule.column == column,
        ),
        Check(
            SPECIAL,
            _("{column} holds lists", column=column),
            text.re_search(_LIST) & ~json,
            short,
            _nothing,
        ),
        Check(
            INCORRECT,
            _("{column} holds a word for nothing", column=column),
            text.strip().lower().isin(_PLACEHOLDERS),
            short,
            _nothing,
        ),
        Check(
            INCORRECT,
            _("{column} has blanks at an end", column=column),
            text != text.strip(),
            short,
            _nothing,
        ),
        Check(
            INCORRECT,
            _("{column} could run as a spreadsheet formula", column=column),
            text.re_search(r"^[=+@]|^-\D"),
            short,
            _nothing,
        ),
    ]
    if column == "order":
        marked = text.re_search(r"^[A-Za-z]+[0-9]+$")
        checks.append(
            Check(SPECIAL, _("order starts with letters"), marked, text.left(1) + "…", _by_prefix)
        )
    if column == "product":
        checks.append(
            Check(
                SPECIAL,
                _("product is a word, not a code with digits"),
                ~text.re_search(r"[0-9]"),
                short,
                lambda rule: isinstance(rule, DropProducts),
            )
        )
    return checks


def _incorrect(export: ir.Table) -> list[Check]:
    if UNREADABLE not in export.columns:
        return []
    column, text = export[UNREADABLE], export[UNREADABLE_TEXT]
    answers: Callable[[Rule], bool] = lambda rule: isinstance(rule, DropUnreadable)  # noqa: E731
    return [Check(INCORRECT, _("a value could not be read"), column.notnull(), text, answers)]


def _duplicates(export: ir.Table, own_columns: Sequence[str]) -> list[Check]:
    return [
        Check(
            DUPLICATES,
            _("row repeats another in every column"),
            export[ROW].isin(repetitions(export, own_columns)[ROW]),
            None,
            lambda rule: isinstance(rule, DropDuplicates),
        )
    ]


def _customers(export: ir.Table, own_columns: Sequence[str]) -> list[Check]:
    """Return the checks of an export with one row for each customer."""
    if "order" in export.columns:
        return []
    others = [column for column in own_columns if column != "customer"]
    answers: Callable[[Rule], bool] = lambda rule: isinstance(rule, DropDuplicates)  # noqa: E731
    same = export[ROW].isin(repetitions(export, ["customer"])[ROW]) & export.customer.notnull()
    like = export[ROW].isin(repetitions(export, others)[ROW])
    checks = [
        Check(DUPLICATES, _("row repeats the customer of another"), same, None, answers),
        Check(DUPLICATES, _("row repeats another in all but the customer"), like, None, _nothing),
    ]
    if {"orders", "discount_orders"} <= {*export.columns}:
        more = export.discount_orders > export.orders
        what = _("discount_orders is above orders")
        checks.append(
            Check(IMPOSSIBLE, what, more, export.discount_orders.cast("string"), _nothing)
        )
    return checks


def _impossible(export: ir.Table) -> list[Check]:
    checks = []
    money = "price" if "price" in export.columns else "amount"  # one follows from the other
    for column in (c for c in ("quantity", money) if c in export.columns):
        value = export[column]
        example = value.cast("string")
        answers = _positive(column)
        checks.append(
            Check(IMPOSSIBLE, _("{column} is below 0", column=column), value < 0, example, answers)
        )
        checks.append(
            Check(IMPOSSIBLE, _("{column} is 0", column=column), value == 0, None, _kept(column))
        )
    if "timestamp" in export.columns:
        strange = (export.timestamp.year() < 1990) | (export.timestamp.year() > 2100)
        day = export.timestamp.date().cast("string")
        checks.append(
            Check(
                IMPOSSIBLE,
                _("timestamp is before 1990 or after 2100"),
                strange,
                day,
                lambda rule: isinstance(rule, Period),
            )
        )
    return checks


def _nothing(_: Rule) -> bool:
    return False


def _by_prefix(rule: Rule) -> bool:
    return isinstance(rule, DropCancelled) and rule.prefix is not None


def _kept(column: str) -> Callable[[Rule], bool]:
    return lambda rule: (
        (isinstance(rule, KeepPositive) and column in rule.columns)
        or (isinstance(rule, Bounds) and rule.column == column and rule.lower is not None)
    )


def _positive(column: str) -> Callable[[Rule], bool]:
    def answers(rule: Rule) -> bool:
        cancels = isinstance(rule, (DropCancelled, MatchCancellations)) and column != "price"
        return cancels or _kept(column)(rule)

    return answers
