"""Cleaning rules, and the ledger that counts what each of them removed or changed.

No rule removes a row at once. Each marks the rows it removes with its number, so that one pass over
the marked table gives the whole ledger, and the ledger adds up to the export by construction; `check`
asserts it all the same. A rule is one class of a module of its family, see `rules.STEPS`.
"""

from segmentbook.cleaning.apply import all_rules, mark, order_lines
from segmentbook.cleaning.cancellations import revenue_kinds, taken_back
from segmentbook.cleaning.examples import examples
from segmentbook.cleaning.findings import findings
from segmentbook.cleaning.ledger import (
    LEDGER_COLUMNS,
    check,
    check_lines,
    export_metrics,
    ledger,
    metrics,
    require_result,
)
from segmentbook.cleaning.marks import REMOVED_BY

__all__ = [
    "LEDGER_COLUMNS",
    "REMOVED_BY",
    "all_rules",
    "mark",
    "order_lines",
    "ledger",
    "check",
    "check_lines",
    "require_result",
    "export_metrics",
    "metrics",
    "findings",
    "examples",
    "revenue_kinds",
    "taken_back",
]
