"""Apply the cleaning rules of a study in order."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning import marks
from segmentbook.cleaning.marks import REMOVED_BY
from segmentbook.cleaning.missing import unreadable_columns
from segmentbook.cleaning.rules import steps
from segmentbook.params.cleaning import DropUnreadable, Rule

_COUNTED = ("customer", "order", "orders", "amount")
"""The columns that the ledger counts."""


def all_rules(export: ir.Table, declared: Sequence[Rule]) -> list[Rule]:
    """Return the rules of the study, after one for rows that could not be read if there are any.

    Args:
        export: One row per row of the export, canonical columns.
        declared: The rules of the params.
    """
    unreadable = unreadable_columns(export)
    if not unreadable:
        return list(declared)
    first = DropUnreadable(rule="drop_unreadable", columns=unreadable, reason="")
    return [first, *declared]


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
