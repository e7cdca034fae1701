"""What cancellations took back from each customer, so that her value can be net or matched."""

from __future__ import annotations

from collections.abc import Sequence

import ibis.expr.types as ir

from segmentbook.cleaning.marks import REMOVED_BY, line_id, stays
from segmentbook.cleaning.matching import matched
from segmentbook.core.language import gettext as _
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.params.cleaning import DropCancelled, KeepPositive, Rule

_NEEDED = ("customer", "product", "quantity", "timestamp", "amount")


def taken_back(marked: ir.Table, rules: Sequence[Rule]) -> ir.Table | NotApplicable:
    """Return the money that cancellations took back, by customer.

    A cancellation is a line of negative money which a rule against cancelled orders, or one that
    keeps positive lines, removed; what other rules removed is out of the report, and so are its
    cancellations.

    Args:
        marked: What `mark` returned.
        rules: The same rules.

    Returns:
        `customer`, `cancelled` (the money of the cancellations, positive) and `matched` (the money of
        the lines that stay although a cancellation takes them back in full, see
        `matching.matched`); DECIMAL, by customer, of customers with either.
    """
    what = _("What cancellations took back")
    if not {*_NEEDED} <= {*marked.columns}:
        return NotApplicable(what, _("the export has no quantity and product in its rows"))
    numbers = [
        n for n, rule in enumerate(rules, 1) if isinstance(rule, (DropCancelled, KeepPositive))
    ]
    against = marked[REMOVED_BY].isin(numbers) & (marked.amount < 0) & marked.customer.notnull()
    rows = marked.mutate(against=against.fill_null(False), line=line_id(marked))
    pairs = matched(rows.filter(stays(rows) | rows.against))
    undone = stays(rows) & rows.line.isin(pairs.line)
    touched = rows.mutate(undone=undone).filter(lambda t: t.against | t.undone)
    return (
        touched.group_by("customer")
        .aggregate(
            cancelled=(-touched.amount).sum(where=touched.against).fill_null(0),
            matched=touched.amount.sum(where=touched.undone).fill_null(0),
        )
        .order_by("customer")
    )
