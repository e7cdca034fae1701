"""Cleaning rules and the ledger, which always adds up."""

from __future__ import annotations

from decimal import Decimal

import ibis
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from fixtures import EXPORT, study
from segmentbook import cleaning
from segmentbook.core.engine import MONEY
from segmentbook.core.errors import UserError
from segmentbook.ingest import read
from segmentbook.params.cleaning import DropCancelled, DropDuplicates, DropMissing, KeepPositive
from segmentbook.params.source import Fingerprint

pytestmark = pytest.mark.whole

OWN = ["customer", "order", "product", "quantity", "price", "amount"]

RULES = {
    "missing": DropMissing(rule="drop_missing", columns=["customer"], reason="nobody"),
    "cancelled": DropCancelled(rule="drop_cancelled", prefix="C", reason="undone"),
    "positive": KeepPositive(
        rule="keep_positive", columns=["quantity", "amount"], reason="no money"
    ),
    "duplicates": DropDuplicates(rule="drop_duplicates", reason="twice"),
}


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "shop.parquet"
    EXPORT.to_parquet(path)
    return read.read(ibis.duckdb.connect(), study(), [path])


def cleaned(export, rules, own=None):
    marked = cleaning.mark(export, rules, own or read.own_columns(study(), export))
    return marked, cleaning.ledger(marked, rules)


def test_ledger_of_twelve_lines(export):
    rules = study().cleaning
    marked, ledger = cleaned(export, rules)
    # Each row was followed through the rules by hand.
    expected = pd.DataFrame(
        {
            "rule": [
                "export",
                "drop_missing",
                "drop_cancelled",
                "keep_positive",
                "drop_duplicates",
                "result",
            ],
            "rows": [12, 1, 2, 1, 2, 6],
            "customers": [5, 0, 1, 0, 0, 4],
            "orders": [9, 1, 2, 1, 0, 5],
            "money": [Decimal(n) for n in ("138.84", "0", "-42.5", "0", "26.4", "154.94")],
        }
    )
    assert_frame_equal(ledger[expected.columns], expected)
    cleaning.check(ledger, export)
    kept = cleaning.order_lines(marked).to_pandas()
    assert kept["export_row"].tolist() == [0, 1, 2, 4, 7, 8]
    assert cleaning.REMOVED_BY not in kept


def test_nothing_left_names_the_rule_that_took_the_last(export):
    rules = [
        RULES["missing"],
        DropCancelled(rule="drop_cancelled", prefix="5", reason="all"),
        DropCancelled(rule="drop_cancelled", prefix="C", reason="the rest"),
        RULES["duplicates"],
    ]
    _, ledger = cleaned(export, rules)
    cleaning.check(ledger, export)
    with pytest.raises(UserError, match=r"rule 3 \(drop_cancelled\) took the last"):
        cleaning.require_result(ledger)


def test_check_notices_a_ledger_that_does_not_add_up(export):
    _, ledger = cleaned(export, study().cleaning)
    for column in cleaning.LEDGER_COLUMNS:
        wrong = ledger.copy()
        wrong.loc[2, column] += 1
        with pytest.raises(AssertionError, match=f"{column} add up to"):
            cleaning.check(wrong, export)


def test_an_export_without_rows_is_no_result(export):
    empty = export.filter(export.export_row < 0)
    _, ledger = cleaned(empty, study().cleaning)
    cleaning.check(ledger, empty)
    with pytest.raises(UserError, match="no row of the export's 0 is left\n"):
        cleaning.require_result(ledger)


def test_metrics_hold_the_ledger_and_the_totals(export):
    _, ledger = cleaned(export, study().cleaning)
    metrics = cleaning.metrics(ledger)
    assert metrics["rows_out"] == 6
    assert metrics["rows_kept_share"] == 0.5
    assert metrics["customers"] == 4
    assert metrics["orders"] == 5
    assert metrics["revenue"] == 154.94
    assert metrics["ledger"][1] == {
        "rule": "drop_cancelled",
        "rows": 2,
        "customers": 1,
        "orders": 2,
        "money": -42.5,
        "rows_changed": 0,
        "money_changed": 0.0,
        "order_lines": 9,
    }
    assert len(metrics["ledger"]) == 4


@pytest.mark.parametrize(
    ("known", "difference"),
    [
        (None, None),
        (Fingerprint(rows=12, customers=5, money=138.84), None),
        (Fingerprint(rows=13, customers=5, money=138.84), {"rows": (12, 13)}),
    ],
)
def test_the_export_is_compared_with_the_known_original(export, known, difference):
    _, ledger = cleaned(export, study().cleaning)
    assert cleaning.export_metrics(ledger, known) == {
        "rows_in": 12,
        "money_in": 138.84,
        "export_known": known is not None,
        "export_difference": difference,
    }


LINE = st.fixed_dictionaries(
    {
        "customer": st.sampled_from([None, "1", "2", "3", ""]),
        "order": st.sampled_from([None, "A1", "A2", "C3", "C4", "B5"]),
        "product": st.sampled_from(["x", "y", None]),
        "quantity": st.integers(-3, 3),
        "price": st.sampled_from(
            [Decimal("0.05"), Decimal("0.10"), Decimal(0), Decimal("-1.1"), None]
        ),
    }
)


@settings(max_examples=8, deadline=None)
@given(
    lines=st.lists(LINE, min_size=1, max_size=25),
    order=st.permutations(sorted(RULES)),
    count=st.integers(0, 4),
)
def test_the_ledger_adds_up_for_any_lines_and_any_order_of_rules(lines, order, count):
    frame = pd.DataFrame(lines, dtype="object").astype({"quantity": "int64"})
    frame["export_row"] = range(len(frame))
    texts = ["customer", "order", "product"]
    prices = [None if price is None else str(price) for price in frame["price"]]
    raw = ibis.memtable(
        frame.assign(price=prices).astype(dict.fromkeys([*texts, "price"], "string"))
    )
    export = raw.mutate(price=raw.price.cast(MONEY))
    export = export.mutate(amount=(export.quantity * export.price).cast(MONEY))
    rules = [RULES[name] for name in order[:count]]
    marked, ledger = cleaned(export, rules, OWN)
    cleaning.check(ledger, export)

    assert ledger["money"][0] == money_of(frame)
    assert ledger["rows"][0] == len(lines)
    kept = brute_force(frame, order[:count])
    found = cleaning.order_lines(marked).to_pandas()
    assert found["export_row"].tolist() == kept["export_row"].tolist()
    result = ledger.iloc[-1]
    assert result["rows"] == len(kept)
    assert result["customers"] == kept["customer"].nunique()
    assert result["orders"] == kept["order"].nunique()
    assert result["money"] == money_of(kept)


def money_of(frame):
    """Add up the lines whose price is known."""
    pairs = zip(frame["quantity"], frame["price"], strict=True)
    return sum((quantity * price for quantity, price in pairs if price is not None), Decimal(0))


def brute_force(frame, order):
    """Apply the rules one after the other in pandas."""
    kept = frame
    for name in order:
        if name == "missing":
            kept = kept[kept["customer"].fillna("") != ""]
        elif name == "cancelled":
            kept = kept[~kept["order"].fillna("").str.startswith("C")]
        elif name == "positive":
            money = kept["quantity"] * kept["price"].astype(float)
            kept = kept[(kept["quantity"] > 0) & (money > 0)]
        else:
            kept = kept.drop_duplicates([c for c in frame.columns if c != "export_row"])
    return kept
