"""Cleaning rules, and the ledger that says what each of them removed or changed.

No rule removes a row at once. Each marks the rows it removes with its number, so that one pass over
the marked table gives the whole ledger, and the ledger adds up to the export by construction; `check`
asserts it all the same.
"""

from segmentbook.cleaning.apply import all_rules, mark, order_lines
from segmentbook.cleaning.examples import EXAMPLE_COLUMNS, example_columns, examples
from segmentbook.cleaning.ledger import (
    LEDGER_COLUMNS,
    check,
    check_lines,
    ledger,
    metrics,
    require_result,
    shown_columns,
)
from segmentbook.cleaning.marks import REMOVED_BY
from segmentbook.cleaning.revenue import revenue_kinds, revenue_sentences
from segmentbook.cleaning.taken_back import taken_back
from segmentbook.pages.cleaning.result import result_sentences, result_title
from segmentbook.pages.cleaning.rules import rule_name

__all__ = [
    "REMOVED_BY",
    "LEDGER_COLUMNS",
    "EXAMPLE_COLUMNS",
    "all_rules",
    "mark",
    "order_lines",
    "ledger",
    "check",
    "check_lines",
    "require_result",
    "metrics",
    "shown_columns",
    "example_columns",
    "examples",
    "revenue_kinds",
    "revenue_sentences",
    "rule_name",
    "result_sentences",
    "result_title",
    "taken_back",
]
