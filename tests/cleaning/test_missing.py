"""Rows with gaps to drop, gaps to fill."""

from __future__ import annotations

from decimal import Decimal

import pytest

from segmentbook import cleaning
from segmentbook.cleaning.missing import unreadable_columns
from segmentbook.core.errors import UserError
from small_export import ROWS, clean, rule, table

pytestmark = pytest.mark.whole


def test_rows_with_a_gap_in_one_of_the_columns_are_dropped():
    found = clean(rule("drop_missing", columns=["customer", "price"]))
    assert found.rows["export_row"].tolist() == [0, 1, 2, 3, 6]


def test_a_text_of_blanks_is_a_gap():
    blank = ROWS.assign(customer=["c1", " ", "\t", "", "c2", "c3", "c2"])
    found = clean(rule("drop_missing", columns=["customer"]), export=table(blank))
    assert found.rows["export_row"].tolist() == [0, 4, 5, 6]


@pytest.mark.parametrize(
    ("one", "column", "values", "money"),
    [
        (rule("fill", column="age", constant=18), "age", [30, 30, 40, 18, 50, 200, 40], "0"),
        (rule("fill", column="age", **{"with": "median"}), "age", [30, 30, 40, 40, 50, 200, 40], "0"),
        (rule("fill", column="customer", constant="walk-in"), "customer",
         ["c1", "c1", "c2", "c2", "walk-in", "c3", "c2"], "0"),
        (rule("fill", column="born", **{"with": "mode"}), "born",
         ["1990", "1990", "1980", "1980", "1970", "1821", "1980"], "0"),
        (rule("fill", column="price", constant=3), "amount",
         [Decimal(n) for n in ("3", "3", "9.99", "-1.5", "1", "3", "1.5")], "3"),
    ],
)  # fmt: skip
def test_gaps_are_filled(one, column, values, money):
    found = clean(one)
    assert found.rows[column].tolist() == values
    assert found.ledger["rows"].tolist() == [7, 0, 7]
    assert found.ledger["rows_changed"].tolist() == [0, 1, 1]
    assert found.ledger["money_changed"][1] == Decimal(money)
    expected = float(found.ledger["money"][0] + Decimal(money))
    assert cleaning.metrics(found.ledger)["revenue"] == expected
    assert found.ledger["customers"][0] == 3, "the export's own customers, not those of the rule"


def test_the_median_is_that_of_the_rows_that_earlier_rules_left():
    dropped = rule("drop_outliers", column="age", upper=45)
    found = clean(dropped, rule("fill", column="age", **{"with": "median"}))
    assert found.rows["age"].tolist() == [30, 30, 40, 35, 40]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"constant": "old"}, "'old' cannot fill 'age'"),
        ({"constant": True}, "True cannot fill 'age'"),
    ],
)
def test_a_constant_of_another_type_is_refused(values, message):
    with pytest.raises(UserError, match=message):
        clean(rule("fill", column="age", **values))


@pytest.mark.parametrize("value", ["mode", "median"])
def test_a_column_without_values_has_neither_mode_nor_median(value):
    empty = table(ROWS.assign(born=None))
    with pytest.raises(UserError, match=f"it has no {value}"):
        clean(rule("fill", column="born", **{"with": value}), export=empty)


def test_unreadable_columns_are_sorted():
    export = table(unreadable=[None, "timestamp", None, "quantity", "timestamp", None, None])
    assert unreadable_columns(export) == ["quantity", "timestamp"]
    assert unreadable_columns(table()) == []
