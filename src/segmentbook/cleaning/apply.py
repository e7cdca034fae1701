"""Apply cleaning rules in order."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from segmentbook.cleaning import changes, columns, marks
from segmentbook.cleaning.items import parse_items
from segmentbook.cleaning.marks import REMOVED_BY
from segmentbook.cleaning.removals import hits
from segmentbook.core.language import gettext as _
from segmentbook.ingest.read import UNREADABLE
from segmentbook.pages.cleaning.rules import either
from segmentbook.params.cleaning import (
    Bounds,
    Cap,
    Derive,
    DropUnreadable,
    Fill,
    MatchCancellations,
    ParseItems,
    Rule,
)

_LOOKS_AT_ALL_ROWS = (Bounds, Fill, MatchCancellations)


def all_rules(export: ir.Table, declared: Sequence[Rule]) -> list[Rule]:
    """Return the rules of the study, after one for rows that could not be read if there are any.

    Args:
        export: One row per row of the export, canonical columns.
        declared: The rules of the params.
    """
    if UNREADABLE not in export.columns:
        return list(declared)
    found = export.filter(export[UNREADABLE].notnull()).select(UNREADABLE).distinct()
    unreadable = sorted(found.to_pyarrow()[UNREADABLE].to_pylist())
    if not unreadable:
        return list(declared)
    reason = _("What these rows hold as {columns} could not be read.", columns=either(unreadable))
    return [DropUnreadable(rule="drop_unreadable", columns=unreadable, reason=reason), *declared]


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
    kept = {marks.original(column): export[column] for column in _may_change(rules)}
    marked = export.mutate(**{REMOVED_BY: ibis.literal(0, "int8")}, **kept)
    for number, rule in enumerate(rules, start=1):
        where = f"cleaning, rule {number}"
        columns.require(marked, rule, where)
        if number > 1 and isinstance(rule, _LOOKS_AT_ALL_ROWS):
            marked = marked.cache()  # such a rule reads the table more than once
        marked = _apply(marked, rule, number, own_columns, where)
    return marked


def order_lines(marked: ir.Table) -> ir.Table:
    """Return the rows that no rule removed, in no order; see `mark`."""
    return marks.without_marks(marked.filter(marks.stays(marked)))


def _apply(
    marked: ir.Table, rule: Rule, number: int, own_columns: Sequence[str], where: str
) -> ir.Table:
    match rule:
        case Fill():
            return changes.fill(marked, rule, number, where)
        case Cap():
            return changes.cap(marked, rule, number, where)
        case Derive():
            return changes.derive(marked, rule, number, where)
        case ParseItems():
            return parse_items(marked, rule, number, where)
    hit = marks.stays(marked) & hits(marked, rule, own_columns, where).fill_null(False)
    return marked.mutate(**{REMOVED_BY: hit.ifelse(number, marked[REMOVED_BY]).cast("int8")})


def _may_change(rules: Sequence[Rule]) -> list[str]:
    """Return the columns that the ledger counts and that a rule may change."""
    changed = {rule.column for rule in rules if isinstance(rule, (Fill, Cap))}
    if changed & {"quantity", "price"} or any(isinstance(rule, ParseItems) for rule in rules):
        changed.add("amount")
    return [column for column in ("customer", "order", "orders", "amount") if column in changed]
