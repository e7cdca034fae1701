"""Examples of what each rule did; they identify no customer."""

from __future__ import annotations

import pandas as pd
import pytest

from segmentbook.core.not_applicable import NotApplicable
from small_export import clean, rule

pytestmark = pytest.mark.whole


def test_examples_name_no_customer_and_no_order():
    examples = clean(rule("drop_outliers", column="quantity", lower=1000)).examples
    assert len(examples) == 5
    assert examples["customer"].tolist()[:3] == [1, 1, 2]
    assert examples["order"].tolist() == [1, 1, 2, 3, 4]
    assert examples["row"].tolist() == [1, 2, 3, 4, 5]
    assert set(examples["outcome"]) == {"removed"}
    text = examples.to_csv()
    assert not any(name in text for name in ("c1", "c2", "A1", "C3"))


def test_values_before_and_after_a_change():
    rules = [
        rule("cap", column="quantity", upper=10),
        rule("fill", column="customer", constant="walk-in"),
        rule("derive", column="share", by="ratio", of=["age", "quantity"]),
    ]
    examples = clean(*rules).examples
    by_rule = examples.groupby("number").first()
    assert by_rule.loc[1, ["column", "before", "after"]].tolist() == ["quantity", "100", "10"]
    assert by_rule.loc[2, "column"] == "customer"
    assert by_rule.loc[2, ["before", "after"]].isna().all()
    assert by_rule.loc[3, ["column", "after"]].tolist() == ["share", "15.0"]
    assert by_rule["outcome"].tolist() == ["changed", "changed", "added"]
    assert "walk-in" not in examples.to_csv()


def test_lines_and_removed_rows_of_item_lists():
    parse = rule("parse_items", column="items", product="sku", quantity="n")
    examples = clean(parse).examples
    assert set(examples["outcome"]) <= {"removed", "made_line"}
    assert (examples["number"] == 1).all()


def test_rules_without_an_effect_have_no_examples():
    assert isinstance(clean().examples, NotApplicable)
    idle, busy = rule("drop_missing", columns=["order"]), rule("drop_duplicates")
    examples = clean(idle, busy).examples
    assert isinstance(examples, pd.DataFrame)
    assert set(examples["number"]) == {2}
