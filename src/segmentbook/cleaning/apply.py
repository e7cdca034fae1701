"""Apply the cleaning rules of a study in order."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning import marks
from segmentbook.cleaning.marks import REMOVED_BY
from segmentbook.cleaning.missing import unreadable_columns
from segmentbook.cleaning.rules import steps
from segmentbook.params.cleaning import (
    DropCancelled,
    DropUnreadable,
    KeepPositive,
    MatchCancellations,
    Rule,
)
from segmentbook.params.customers import Revenue

_COUNTED = ("customer", "order", "orders", "amount")
"""The columns that the ledger counts."""


_MATCHED_BY = {"customer", "product", "quantity", "timestamp"}
"""The columns by which a cancellation is matched with a purchase."""


def all_rules(
    export: ir.Table, declared: Sequence[Rule], revenue: Revenue = "matched"
) -> list[Rule]:
    """Return the rules of the study, and those that come by themselves where the export needs them.

    These are one for rows that could not be read, in the first place; and one that drops purchases
    with the cancellations that take them back, before the first rule that would drop cancellations
    alone and leave the purchases.

    Args:
        export: One row per row of the export, canonical columns.
        declared: The rules of the params.
        revenue: How cancellations count, see `params.customers.Monetary`.
    """
    rules = list(declared)
    place = _place_of_matching(rules)
    if revenue == "matched" and place is not None and _has_cancellations(export):
        rules.insert(place, MatchCancellations(rule="match_cancellations", reason=""))
    unreadable = unreadable_columns(export)
    if unreadable:
        rules.insert(0, DropUnreadable(rule="drop_unreadable", columns=unreadable, reason=""))
    return rules


def _place_of_matching(rules: Sequence[Rule]) -> int | None:
    """Return where cancellations are matched; None where that is declared, or none are dropped."""
    if any(isinstance(rule, MatchCancellations) for rule in rules):
        return None
    for place, rule in enumerate(rules):
        if isinstance(rule, DropCancelled):
            return place
        if isinstance(rule, KeepPositive) and {"quantity", "amount"} & {*rule.columns}:
            return place
    return None


def _has_cancellations(export: ir.Table) -> bool:
    if not {*export.columns} >= _MATCHED_BY or not export.quantity.type().is_numeric():
        return False
    found = export.aggregate(some=(export.quantity < 0).any()).to_pyarrow()
    return bool(found["some"][0].as_py())


def mark(export: ir.Table, rules: Sequence[Rule], own_columns: Sequence[str]) -> ir.Table:
    """Apply cleaning rules in order.

    Args:
        export: One row per row of the export, canonical columns.
        rules: What `all_rules` returned.
        own_columns: The columns that the export itself has; rows that agree in all of them are
            duplicates.

    Returns:
        The export with the column `removed_by` (int8), and the columns of `marks` for rules that
        change rows. Where item lists are parsed, one row for each of their items.

    Raises:
        UserError: If a rule does not fit the export.
    """
    planned = steps(rules, own_columns)
    changed = set().union(*(step.changes() for step in planned))
    kept = {
        marks.original(name): export[name]
        for name in _COUNTED
        if name in changed and name in export.columns
    }
    marked = export.mutate(**{REMOVED_BY: ibis.literal(0, "int8")}, **kept)
    for step in planned:
        step.require(marked)
        if step.number > 1 and step.reads_all_rows:
            marked = marked.cache()
        marked = step.apply(marked)
    return marked


def order_lines(marked: ir.Table) -> ir.Table:
    """Return the rows that no rule removed, in no order; see `mark`."""
    return marks.without_marks(marked.filter(marks.is_kept(marked)))
