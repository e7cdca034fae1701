"""Gross, net and matched value of a customer."""

from __future__ import annotations

from decimal import Decimal

import ibis
import pandas as pd
import pytest

from fixtures import real_export, study
from segmentbook import cleaning, features
from segmentbook.core import engine
from segmentbook.core.engine import MONEY
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.ingest import read
from segmentbook.params.study import load_study

LINES = pd.DataFrame(
    [
        ("a", "1", "mug", 5, "10.00"),  # taken back in full by C2
        ("a", "C2", "mug", -5, "-10.00"),
        ("a", "3", "cup", 4, "8.00"),
        ("a", "C4", "cup", -1, "-2.00"),  # a part, of no line of one piece
        ("b", "5", "mug", 1, "3.00"),
        ("c", "C6", "mug", -1, "-3.00"),  # cancellations only
        (None, "C7", "mug", -1, "-3.00"),
        ("b", "8", "mug", 0, "-7.00"),  # a correction, which keep_positive removes
    ],
    columns=["customer", "order", "product", "quantity", "amount"],
)
RULES = [
    {"rule": "drop_missing", "columns": ["customer"], "reason": "nobody"},
    {"rule": "drop_cancelled", "prefix": "C", "reason": "undone"},
    {"rule": "keep_positive", "columns": ["amount"], "reason": "free"},
]


def marked(rules):
    frame = LINES.assign(
        export_row=range(len(LINES)),
        timestamp=pd.date_range("2023-01-01", periods=len(LINES)),
        amount=[Decimal(value) for value in LINES["amount"]],
    )
    table = ibis.memtable(frame)
    table = table.mutate(amount=table.amount.cast(MONEY))
    return cleaning.mark(table, rules, list(LINES.columns))


def test_money_taken_back():
    rules = study(cleaning=RULES).cleaning
    found = engine.frame(cleaning.taken_back(marked(rules), rules)).set_index("customer")
    assert found["cancelled"].to_dict() == {"a": 12.0, "b": 7.0, "c": 3.0}
    assert found["matched"].to_dict() == {"a": 10.0, "b": 0.0, "c": 0.0}


@pytest.mark.parametrize(
    ("revenue", "money"),
    [("gross", [18.0, 3.0]), ("net", [6.0, -4.0]), ("matched", [8.0, 3.0])],
)
def test_monetary_value_by_definition(revenue, money):
    one = study(cleaning=RULES, customers={"monetary": {"revenue": revenue}})
    table = marked(one.cleaning).cache()
    kept, back = cleaning.order_lines(table), cleaning.taken_back(table, one.cleaning)
    none = NotApplicable("rows", "of orders")
    reference = pd.Timestamp("2024-01-01").date()
    view = engine.frame(features.customer_view(one, kept, none, back, reference))
    assert view["customer"].tolist() == ["a", "b"]
    assert view["monetary"].tolist() == money


def test_pairs_that_a_rule_removed_are_not_taken_back_again():
    rules = study(
        cleaning=[RULES[0], {"rule": "match_cancellations", "reason": "pairs"}, *RULES[1:]]
    ).cleaning
    found = engine.frame(cleaning.taken_back(marked(rules), rules)).set_index("customer")
    assert found["cancelled"].to_dict() == {"a": 2.0, "b": 7.0, "c": 3.0}
    assert found["matched"].sum() == 0


def test_an_export_without_products_has_no_cancellations():
    table = marked(study(cleaning=[]).cleaning).drop("product")
    assert isinstance(cleaning.taken_back(table, []), NotApplicable)


@pytest.mark.studies
def test_online_retail_net_is_definition_a():
    """Reference facts and published definitions: A less C is what cancellations took back."""
    one = load_study("online_retail")
    rules = one.cleaning[:3]  # without the rule against duplicates: definition C
    export = read.read(engine.connect(), one, [real_export("online_retail.parquet")]).cache()
    table = cleaning.mark(export, rules, read.own_columns(one, export)).cache()
    back = engine.frame(cleaning.taken_back(table, rules))
    kept = cleaning.order_lines(table)
    gross = float(kept.amount.sum().to_pyarrow().as_py())
    assert gross == pytest.approx(8_911_407.90, abs=0.005)
    assert gross - back["cancelled"].sum() == pytest.approx(8_300_065.81, abs=0.005)
    kinds = cleaning.revenue_kinds(export)
    assert gross - back["matched"].sum() == pytest.approx(kinds["revenue_matched"], abs=0.005)
