"""A few rows for each rule, as examples of its effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.cleaning import marks
from segmentbook.cleaning.marks import ITEM, REMOVED_BY
from segmentbook.cleaning.rules import steps
from segmentbook.cleaning.step import Change, Step
from segmentbook.core.engine import frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.ingest.read import ROW
from segmentbook.params.cleaning import Rule

_LONGEST = 24
_HIDDEN = ("customer", "order")
"""The columns whose values are not shown."""


def examples(
    marked: ir.Table, rules: Sequence[Rule], count: int = 5
) -> pd.DataFrame | NotApplicable:
    """Return the first rows of the export that each rule removed or changed.

    Args:
        marked: What `apply.mark` returned.
        rules: The same rules.
        count: How many rows for each rule.

    Returns:
        `number` of the rule; `row`, one-based over all files, which is right for every kind of export,
        unlike the row of a spreadsheet or the line of a text file; `customer` and `order`, numbered
        from 1 in the order of the examples, so that they are not identified; `product`, `day`,
        `quantity` and `amount`; `outcome` (`removed`, `changed`, `added` or `made_line`); and
        `column`, `before` and `after` of a value that the rule set, the values as texts, missing
        where they identify a customer or an order.
    """
    parts = [_of_step(marked, step, count) for step in steps(rules)]
    filled = [part for part in parts if len(part) > 0]
    if not filled:
        return NotApplicable(reason=mark("no rule removed or changed a row"))
    table = pd.concat(filled, ignore_index=True)
    for key in _HIDDEN:
        numbers = {name: n for n, name in enumerate(table[key].dropna().unique(), start=1)}
        table[key] = table[key].map(numbers).astype("Int64")
    return table


def _of_step(marked: ir.Table, step: Step[Any], count: int) -> pd.DataFrame:
    flag = marks.changed(step.number)
    removed = marked[REMOVED_BY] == step.number
    touched = removed | marked[flag] if flag in marked.columns else removed
    order = [ROW, ITEM] if ITEM in marked.columns else [ROW]
    chosen = marked.filter(touched.fill_null(False)).order_by(order).limit(count)
    found = frame(
        chosen.select(
            row=chosen[ROW] + 1,
            customer=marks.as_exported(chosen, "customer").cast("string"),
            order=_order(chosen),
            product=_product(chosen),
            day=chosen.timestamp.date().cast("string") if "timestamp" in chosen.columns else _GAP,
            quantity=chosen.quantity if "quantity" in chosen.columns else _GAP,
            amount=chosen.amount if "amount" in chosen.columns else _GAP,
            outcome=(chosen[REMOVED_BY] == step.number).ifelse("removed", step.outcome),
            **_values(chosen, step),
        ).order_by("row")
    )
    return found.assign(number=step.number)[["number", *found.columns]]


_GAP = ibis.null("string")


def _values(chosen: ir.Table, step: Step[Any]) -> dict[str, ir.Value]:
    """Return the column that a step set, and its values before and after."""
    if not isinstance(step, Change):
        return {"column": _GAP, "before": _GAP, "after": _GAP}
    column = ibis.literal(step.column)
    if step.column in _HIDDEN:
        return {"column": column, "before": _GAP, "after": _GAP}
    before = chosen[marks.before(step.number)]
    return {"column": column, "before": before, "after": step.shown(chosen)}


def _order(chosen: ir.Table) -> ir.Value:
    if "order" not in chosen.columns:
        return _GAP
    return marks.as_exported(chosen, "order").cast("string")


def _product(chosen: ir.Table) -> ir.Value:
    known = [chosen[c].cast("string") for c in ("product_name", "product") if c in chosen.columns]
    if not known:
        return _GAP
    name = ibis.coalesce(*known)
    return (name.length() > _LONGEST).ifelse(name[: _LONGEST - 1] + "…", name)
