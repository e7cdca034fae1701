"""A few rows for each rule, so that a reader sees what it did."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.cleaning import marks
from segmentbook.cleaning.marks import ITEM, REMOVED_BY
from segmentbook.core.engine import frame
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.ingest.read import ROW
from segmentbook.pages.cleaning.rules import rule_name
from segmentbook.params.cleaning import Cap, Derive, Fill, Rule

EXAMPLE_COLUMNS = {
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
"""Columns of `examples` with their titles and formats.

A data row is counted from one below the header, over all files: true of every kind of export, where
the row of a spreadsheet or the line of a text file would not be.
"""

_LONGEST = 24


def examples(
    marked: ir.Table, rules: Sequence[Rule], count: int = 5
) -> pd.DataFrame | NotApplicable:
    """Return the first rows of the export that each rule removed or changed.

    Customers and orders are numbered: a report must not name them.

    Args:
        marked: What `mark` returned.
        rules: The same rules.
        count: How many rows for each rule.

    Returns:
        The columns of `EXAMPLE_COLUMNS`; the rule is named in the first of its rows.
    """
    parts = []
    for number, rule in enumerate(rules, start=1):
        found = _of_rule(marked, rule, number, count)
        found["step"] = [rule_name(rule), *[""] * (len(found) - 1)][: len(found)]
        parts.append(found)
    filled = [part for part in parts if len(part) > 0]
    if not filled:
        return NotApplicable(
            _("Examples of what the rules did"), _("no rule removed or changed a row")
        )
    table = pd.concat(filled, ignore_index=True)
    for key, said in (("customer", _("customer {number}")), ("order", _("order {number}"))):
        known = table[key].dropna().unique()
        names = {name: said.format(number=n) for n, name in enumerate(known, start=1)}
        table[key] = table[key].map(names)
    return table


def _of_rule(marked: ir.Table, rule: Rule, number: int, count: int) -> pd.DataFrame:
    flag = marks.changed(number)
    removed = marked[REMOVED_BY] == number
    touched = removed | marked[flag] if flag in marked.columns else removed
    order = [ROW, ITEM] if ITEM in marked.columns else [ROW]
    chosen = marked.filter(touched.fill_null(False)).order_by(order).limit(count)
    return frame(
        chosen.select(
            row=chosen[ROW] + 1,
            customer=marks.as_exported(chosen, "customer").cast("string"),
            order=_order(chosen),
            product=_product(chosen),
            day=chosen.timestamp.date().cast("string") if "timestamp" in chosen.columns else _gap(),
            quantity=chosen.quantity if "quantity" in chosen.columns else _gap(),
            amount=chosen.amount if "amount" in chosen.columns else _gap(),
            what=_what(chosen, rule, number),
        ).order_by("row")
    )


def example_columns(table: pd.DataFrame | NotApplicable) -> dict[str, tuple[str, str]]:
    """Return those of `EXAMPLE_COLUMNS` that hold anything."""
    if isinstance(table, NotApplicable):
        return EXAMPLE_COLUMNS
    return {name: head for name, head in EXAMPLE_COLUMNS.items() if table[name].notna().any()}


def _order(chosen: ir.Table) -> ir.Value:
    if "order" not in chosen.columns:
        return _gap()
    return marks.as_exported(chosen, "order").cast("string")


def _gap() -> ir.Value:
    return ibis.null("string")


def _product(chosen: ir.Table) -> ir.Value:
    known = [chosen[c].cast("string") for c in ("product_name", "product") if c in chosen.columns]
    if not known:
        return _gap()
    name = ibis.coalesce(*known)
    return (name.length() > _LONGEST).ifelse(name[: _LONGEST - 1] + "…", name)


def _what(chosen: ir.Table, rule: Rule, number: int) -> ir.Value:
    removed = chosen[REMOVED_BY] == number
    if isinstance(rule, (Fill, Cap)) and rule.column not in ("customer", "order"):
        before = chosen[marks.before(number)].fill_null("–")
        return ibis.literal(f"{rule.column} ") + before + " → " + chosen[rule.column].cast("string")
    if isinstance(rule, (Fill, Cap)):
        return ibis.literal(_("{column} filled", column=rule.column))
    if isinstance(rule, Derive):
        new = chosen[rule.column].cast("float64").round(2).cast("string")
        return ibis.literal(f"{rule.column} = ") + new
    return removed.ifelse(_("removed"), _("made an order line"))
