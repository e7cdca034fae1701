"""The first rows that each cleaning rule removed or changed."""

from __future__ import annotations

from collections.abc import Sequence
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
    first = ~table["number"].duplicated()
    names = [
        rule_name(rules[number - 1]) if new else ""
        for number, new in zip(table["number"], first, strict=True)
    ]
    outcomes = [_outcome(row) for row in table.to_dict("records")]
    words = table.assign(
        step=names,
        customer=[_numbered(mark("customer {number}"), n) for n in table["customer"]],
        order=[_numbered(mark("order {number}"), n) for n in table["order"]],
        what=outcomes,
    )
    columns = {name: head for name, head in _COLUMNS.items() if words[name].notna().any()}
    title = mark(
        "The first rows that each rule removed or changed: at most five, numbered from the first "
        "row below the header"
    )
    return Exhibit("", [Table(words, columns, title)])


def _numbered(template: str, number: Any) -> str | None:
    return None if pd.isna(number) else _(template, number=str(number))


def _outcome(row: dict[str, Any]) -> str:
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
