"""What a reader must know of the export."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from fixtures import in_engine, order_lines
from segmentbook import quality
from segmentbook.formats import Formats
from segmentbook.sentences import compute, plain_text
from segmentbook.study import Fingerprint

LEDGER = pd.DataFrame(
    {"step": ["export"], "rows": [1200], "customers": [30], "money": [Decimal("99.50")]}
)


def said(sentences, metrics):
    return [plain_text(compute(t, metrics, Formats("GBP"), names)) for t, names in sentences]


def test_the_known_original():
    known = Fingerprint(rows=1200, customers=30, money=99.5)
    metrics = quality.fingerprint(LEDGER, known)
    assert metrics == {"export_known": True, "export_difference": None}
    assert said(quality.fingerprint_sentences(metrics), metrics) == [
        "The export is the known original: rows, customers and money agree."
    ]


def test_an_altered_copy_is_named_with_the_difference():
    metrics = quality.fingerprint(LEDGER, Fingerprint(rows=1201, customers=30, money=99.5))
    assert said(quality.fingerprint_sentences(metrics), metrics) == [
        "The export is not the known original (rows: 1,200, not 1,201)."
    ]


def test_nothing_is_said_where_no_original_is_known():
    metrics = quality.fingerprint(LEDGER, None)
    assert metrics == {"export_known": False, "export_difference": None}
    assert quality.fingerprint_sentences(metrics) == []


def test_unnamed_items_are_counted():
    lines = order_lines()
    missing = int(lines["item"].isna().sum())
    assert missing > 10
    metrics = quality.unnamed_items(in_engine(lines))
    assert metrics == {"unnamed_lines": missing}
    [sentence] = said(quality.unnamed_sentences(metrics), metrics)
    assert sentence.startswith(f"{missing} order lines are of products without a name")


def test_nothing_is_said_where_all_are_named():
    named = order_lines().dropna(subset="item")
    metrics = quality.unnamed_items(in_engine(named))
    assert metrics == {"unnamed_lines": 0}
    assert quality.unnamed_sentences(metrics) == []
    assert quality.unnamed_items(in_engine(named.iloc[:0])) == {"unnamed_lines": 0}
