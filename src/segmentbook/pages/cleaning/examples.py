"""The first rows that each cleaning rule removed or changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.pages.cleaning.rules import rule_name
from segmentbook.params.cleaning import Rule
from segmentbook.report.exhibit import Exhibit, Table, page

_COLUMNS = {
    "step": (mark("Rule"), "text"),
    "row": (mark("Data row"), "count"),
    "customer": (mark("Customer"), "text"),
    "order": (mark("Order"), "text"),
    "product": (mark("Product"), "text"),
    "day": (mark("Day"), "text"),
    "quantity": (mark("Quantity"), "count"),
    "amount": (mark("Money"), "money_exact"),
    "what": (mark("What happened"), "text"),
}


@page(mark("Examples of the effect of each rule"))
def examples(table: pd.DataFrame, rules: Sequence[Rule]) -> Exhibit:
    """Show a few rows of each rule; the rule is named in the first of its rows.

    Args:
        table: See `cleaning.examples`.
        rules: The rules that were applied.
    """
    rows = table.to_dict("records")
    first = ~table["number"].duplicated()
    words = table.assign(
        step=table["number"].map(lambda number: rule_name(rules[number - 1])).where(first, ""),
        customer=table["customer"].map(_customer, na_action="ignore"),
        order=table["order"].map(_order, na_action="ignore"),
        what=pd.Series([_outcome(row) for row in rows], index=table.index),
    )
    columns = {name: head for name, head in _COLUMNS.items() if words[name].notna().any()}
    title = mark(
        "The first rows that each rule removed or changed: at most five, numbered from the first "
        "row below the header"
    )
    return Exhibit("", [Table(words, columns, title)])


def _customer(number: int) -> str:
    return _("customer {number}", number=str(number))


def _order(number: int) -> str:
    return _("order {number}", number=str(number))


def _outcome(row: Mapping[Any, Any]) -> str:
    match row["outcome"]:
        case "removed":
            return _("removed")
        case "made_line":
            return _("made an order line")
        case "added":
            return f"{row['column']} = {row['after']}"
    if pd.isna(row["after"]):
        return _("{column} filled", column=row["column"])
    before = "–" if pd.isna(row["before"]) else row["before"]
    return f"{row['column']} {before} → {row['after']}"
