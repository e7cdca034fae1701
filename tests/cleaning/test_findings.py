"""What a reader must know of the export."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from fixtures import in_engine, order_lines, study
from segmentbook.cleaning import quality
from segmentbook.params.source import Fingerprint
from segmentbook.report.formats import Formats
from segmentbook.report.sentences import compute, plain_text

pytestmark = pytest.mark.whole

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


def planted():
    """Return clean lines and the same with one fault of each kind."""
    clean = order_lines().drop(columns=["item", "product_name"])
    clean = clean[clean["timestamp"] < "2023-07-01"].reset_index(drop=True)
    dirty = clean.copy()
    dirty.loc[3, "category"] = None
    dirty.loc[5, "place"] = "n/a"
    dirty.loc[6, "place"] = " North"
    dirty.loc[7, "place"] = "=cmd()"
    dirty.loc[8, "category"] = '[{"sku": 1}]'
    dirty.loc[9, "category"] = "['a', 'b']"
    dirty.loc[11, "order"] = "C1"
    dirty.loc[12, "product"] = "POST"
    dirty.loc[13, "product"] = str(dirty.loc[13, "product"]).lower()
    dirty.loc[14, "quantity"] = -3
    dirty.loc[15, "price"] = Decimal(0)
    dirty.loc[16, "price"] = Decimal(-1)
    dirty.loc[17, "timestamp"] = pd.Timestamp("1970-01-01")
    dirty.loc[18, "customer"] = "99"
    dirty.loc[18, "order"] = dirty.loc[19, "order"]
    twice = dirty.iloc[[30]].assign(export_row=len(dirty))
    return clean, pd.concat([dirty, twice], ignore_index=True)


def found(frame, rules=()):
    own = [column for column in frame.columns if column != "export_row"]
    return quality.findings(in_engine(frame), rules, own)


PLANTED = [
    "category is empty",
    "category holds JSON",
    "category holds lists",
    "place holds a word for nothing",
    "place has blanks at an end",
    "place could run as a spreadsheet formula",
    "product is a word, not a code with digits",
    "quantity is below 0",
    "price is 0",
    "price is below 0",
    "timestamp is before 1990 or after 2100",
    "order belongs to several customers",
    "row repeats another in every column",
    "product codes differ from another in capital letters only",
    "months without a row",
]


def test_every_planted_fault_is_found_and_none_where_there_is_none():
    clean, dirty = planted()
    table = found(dirty).set_index("finding")
    assert set(PLANTED) <= set(table.index)
    assert (table.loc[PLANTED[:4], "count"] == 1).all()
    assert (table.loc[PLANTED, "action"] == "no action declared").all()
    assert not set(PLANTED) & set(found(clean)["finding"])


def test_the_rule_that_deals_with_a_finding_is_named():
    _, dirty = planted()
    table = found(dirty, study().cleaning).set_index("finding")
    assert table.loc["row repeats another in every column", "action"] == "drop exact duplicates"
    assert table.loc["price is 0", "action"] == "keep quantity and price above 0"
    assert table.loc["category is empty", "action"] == "no action declared"


def test_partial_months_and_what_an_export_lacks():
    lines = order_lines()
    inside = lines[(lines["timestamp"] >= "2023-02-10") & (lines["timestamp"] < "2023-05-11")]
    table = found(inside.drop(columns=["item", "category"]).reset_index(drop=True))
    partial = quality.under(table, "Incomplete periods")
    assert partial["finding"].tolist() == [
        "the first month is not complete",
        "the last month is not complete",
    ]
    said = quality.lacking(table)
    assert any(one.startswith("Categories of products") for one in said)
    assert not any(one.startswith("Names of products") for one in said)
    assert quality.finding_metrics(table)["lacking"] == len(said)
