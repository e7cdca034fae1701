"""The rows of the export, rule by rule: picture, sentences and metrics."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from drawing import AWKWARD, svg, texts
from exhibits import picture_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.cleaning import waterfall
from segmentbook.report import theme
from small_export import clean, rule, table


@pytest.fixture(autouse=True)
def _style():
    theme.apply()


def drawn(rows_in, *steps, changed=0):
    """Return the picture of rules that drop a product each; the last may change rows instead."""
    rows = [rows_in, *(rows for _, rows in steps), rows_in - sum(rows for _, rows in steps)]
    ledger = pd.DataFrame(
        {
            "rule": ["export", *["drop_products"] * len(steps), "result"],
            "rows": rows,
            "customers": rows,
            "rows_changed": 0,
            "money_changed": Decimal(0),
            "order_lines": rows,
        }
    )
    ledger.loc[len(steps), "rows_changed"] = changed
    rules = [rule("drop_products", codes=[name]) for name, _ in steps]
    return picture_of(waterfall(ledger, rules, "customer"))


def test_bars_hang_where_the_one_before_ends():
    picture = drawn(541909, ("POST", 135080), ("M", 8905))
    svg(picture)
    assert picture.alt == (
        "Waterfall from 541,909 rows of the export to 397,924 rows that are kept. "
        "Removed: drop products POST: 135,080; drop products M: 8,905."
    )
    assert {"541,909", "−135,080", "−8,905", "397,924"} <= set(texts(picture))
    bars = [(bar.get_x(), bar.get_width()) for bar in picture.figure.axes[0].patches]
    assert bars == [(0, 541909), (406829, 135080), (397924, 8905), (0, 397924)]


def test_a_rule_without_an_effect_is_mentioned_but_not_drawn():
    picture = drawn(50, ("idle", 0), ("M", 5), ("fill", 0), changed=7)
    shown = set(texts(picture))
    assert "drop products idle" not in shown
    assert "rows of the export (1 rule had no effect)" in shown
    assert {"drop products M", "drop products fill", "7 changed"} <= shown
    assert picture.alt.endswith(
        " Removed: drop products M: 5. Changed: drop products fill: 7. "
        "No effect: drop products idle."
    )


@pytest.mark.parametrize(
    ("rows_in", "steps"),
    [
        (5, []),
        (3, [(AWKWARD[0], 3)]),
        (1, [(AWKWARD[5], 0)]),
        (10**9, [(name, 1) for name in AWKWARD]),
    ],
)
def test_awkward_ledgers(rows_in, steps):
    picture = drawn(rows_in, *steps)
    svg(picture)
    assert f"{rows_in:,} rows" in picture.alt


@pytest.mark.whole
def test_sentences_and_metrics_of_order_lines():
    found = clean(rule("drop_missing", columns=["customer"]), rule("drop_duplicates"))
    shown = waterfall(found.ledger, found.rules, "order_line")
    assert texts_of(shown, {"rows_in": 7}) == [
        "71% of the export's rows are purchases of known customers",
        "Rows of the export, rule by rule: 7 in, 5 out",
        "5 of 7 rows are kept.",
        "3 customers placed 5 orders.",
        "Their orders are worth £12.99.",
    ]
    metrics = shown[0].metrics
    assert [step["rule"] for step in metrics["ledger"]] == [
        "drop rows without customer", "drop exact duplicates",
    ]  # fmt: skip
    assert metrics["rows_out"] == 5


@pytest.mark.whole
@pytest.mark.parametrize(
    ("without", "sentences"),
    [
        (["order"], ["They belong to 3 customers.", "Their purchases are worth £17.49."]),
        (["order", "amount", "price"], ["They belong to 3 customers."]),
    ],
)
def test_sentences_of_customer_rows(without, sentences):
    export = table().drop(*without)
    found = clean(rule("drop_missing", columns=["customer", "age"]), export=export)
    shown = texts_of(waterfall(found.ledger, found.rules, "customer"), {"rows_in": 7})
    assert shown[0] == "71% of the export's rows are customers to segment"
    assert shown[3:] == sentences


def test_a_study_without_a_ledger():
    [exhibit] = waterfall(NotApplicable(reason="no export"), [], "customer")
    assert exhibit.what == "What each rule removed"
