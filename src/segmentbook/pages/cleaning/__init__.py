"""The exhibits of the chapter on cleaning."""

from segmentbook.pages.cleaning.checks import (
    duplicates,
    findings,
    impossible_values,
    incomplete_periods,
    incorrect_formats,
    missing_values,
    special_formats,
)
from segmentbook.pages.cleaning.examples import examples
from segmentbook.pages.cleaning.lacking import lacking
from segmentbook.pages.cleaning.ledger import ledger
from segmentbook.pages.cleaning.revenue import revenue
from segmentbook.pages.cleaning.rules import named
from segmentbook.pages.cleaning.source import source
from segmentbook.pages.cleaning.unnamed import unnamed
from segmentbook.pages.cleaning.waterfall import waterfall

__all__ = [
    "source",
    "findings",
    "missing_values",
    "incomplete_periods",
    "special_formats",
    "incorrect_formats",
    "duplicates",
    "impossible_values",
    "lacking",
    "waterfall",
    "ledger",
    "named",
    "examples",
    "revenue",
    "unnamed",
]
