"""The registry of rules: complete, and true to what each rule needs, adds and answers."""

from __future__ import annotations

from typing import get_args

import pytest

from segmentbook.cleaning.faults import Fault
from segmentbook.cleaning.rules import STEPS, added_columns, steps
from segmentbook.params.cleaning import RULES
from small_export import ALL_RULES, clean, rule, table


def test_every_rule_of_the_params_has_a_step_and_an_example_in_the_tests():
    assert set(STEPS) == {*RULES, "drop_unreadable"}
    assert set(ALL_RULES) == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_a_step_is_of_the_rule_that_has_its_name(name):
    [base] = STEPS[name].__orig_bases__
    assert get_args(base) == (RULES[name],)


@pytest.mark.parametrize("name", ALL_RULES)
def test_columns_changes_and_additions_are_declared(name):
    one = rule(name, **ALL_RULES[name])
    [step] = steps([one])
    export = table()
    assert set(step.columns()) <= set(export.columns)
    found = clean(one, export=export).rows
    assert set(found.columns) - set(export.columns) - {"item_number"} == {
        column for column in step.adds() if column not in export.columns
    }
    kept = export.to_pandas().set_index("export_row").loc[found["export_row"]].reset_index()
    touched = {"customer", "order", "amount"} - step.changes()
    for column in touched:
        assert found[column].fillna("-").tolist() == kept[column].fillna("-").tolist()


def test_added_columns():
    rules = [rule(name, **ALL_RULES[name]) for name in ("drop_duplicates", "derive", "parse_items")]
    assert added_columns(rules) == {"new", "product", "quantity", "price"}
    assert added_columns([]) == set()


@pytest.mark.parametrize(
    ("one", "fault", "column", "answered"),
    [
        (rule("drop_missing", columns=["a", "b"]), Fault.EMPTY, "b", True),
        (rule("drop_missing", columns=["a"]), Fault.EMPTY, "b", False),
        (rule("fill", column="a", constant=1), Fault.EMPTY, "a", True),
        (rule("keep_positive", columns=["price"]), Fault.ZERO, "price", True),
        (rule("keep_positive", columns=["price"]), Fault.BELOW_ZERO, "quantity", False),
        (rule("drop_cancelled", prefix="C"), Fault.ORDER_WITH_LETTERS, "order", True),
        (rule("drop_cancelled", negative_quantity=True), Fault.ORDER_WITH_LETTERS, "order", False),
        (rule("drop_cancelled", prefix="C"), Fault.BELOW_ZERO, "quantity", True),
        (rule("drop_cancelled", prefix="C"), Fault.BELOW_ZERO, "price", False),
        (rule("match_cancellations"), Fault.BELOW_ZERO, "amount", True),
        (rule("cap", column="price", lower=0), Fault.BELOW_ZERO, "price", True),
        (rule("drop_outliers", column="price", upper=9), Fault.BELOW_ZERO, "price", False),
        (rule("drop_period", to="2021-01"), Fault.FIRST_MONTH_INCOMPLETE, "", True),
        (rule("keep_period", to="2021-01"), Fault.STRANGE_YEAR, "timestamp", True),
        (rule("drop_duplicates"), Fault.REPEATED_CUSTOMER, "", True),
        (rule("drop_duplicates"), Fault.REPEATED_BUT_FOR_CUSTOMER, "", False),
        (rule("drop_products", codes=["M"]), Fault.PRODUCT_WITHOUT_DIGITS, "product", True),
        (rule("parse_items", column="a", product="p", quantity="q"), Fault.JSON, "a", True),
    ],
)  # fmt: skip
def test_which_faults_a_rule_deals_with(one, fault, column, answered):
    [step] = steps([one])
    assert ((fault, column) in step.answers()) == answered
