"""Rules in any order, and the ledger that adds up whatever they do."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook import cleaning
from segmentbook.core.errors import UserError
from segmentbook.params.cleaning import DropUnreadable
from small_export import ALL_RULES, OWN, ROWS, clean, rule, table

pytestmark = pytest.mark.whole


def test_unreadable_rows_go_first():
    export = table(unreadable=[None, "timestamp", None, None, "quantity", None, None])
    found = clean(rule("drop_duplicates"), export=export)
    assert found.ledger["rule"].tolist() == [
        "export", "drop_unreadable", "drop_duplicates", "result",
    ]  # fmt: skip
    assert found.ledger["rows"].tolist() == [7, 2, 0, 5]
    [first, _] = found.rules
    assert isinstance(first, DropUnreadable)
    assert first.columns == ["quantity", "timestamp"]


def test_an_export_without_unreadable_rows_has_the_rules_of_the_params():
    found = clean(export=table(unreadable=[None] * 7))
    assert found.rules == []
    assert found.ledger["rule"].tolist() == ["export", "result"]


def test_a_rule_on_an_unknown_column_names_the_nearest():
    rules = [rule("drop_cancelled", prefix="C"), rule("drop_missing", columns=["custommer"])]
    with pytest.raises(UserError) as error:
        cleaning.mark(table(), rules, OWN)
    assert "cleaning, rule 2 (drop_missing)" in str(error.value)
    assert "did you mean 'customer'?" in str(error.value)


def test_a_rule_that_fills_an_unknown_column_is_refused():
    with pytest.raises(UserError, match="there is no column 'orders'"):
        cleaning.mark(table(), [rule("fill", column="orders", constant=1)], OWN)


@settings(max_examples=5, deadline=None)
@given(
    rows=st.lists(st.integers(0, len(ROWS) - 1), min_size=1, max_size=12),
    order=st.permutations(sorted(ALL_RULES)),
    count=st.integers(1, len(ALL_RULES)),
)
def test_the_ledger_adds_up_for_any_order_of_any_rules(rows, order, count):
    rules = [rule(name, **ALL_RULES[name]) for name in order[:count]]
    found = clean(*rules, export=table(ROWS.iloc[rows]))
    assert found.rows["export_row"].nunique() == found.ledger["rows"].iloc[-1]
    assert sum(found.rows["amount"].dropna(), Decimal(0)) == (
        found.ledger["money"].iloc[-1] + found.ledger["money_changed"].iloc[-1]
    )
