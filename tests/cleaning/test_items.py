"""Item lists become order lines."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.core.errors import UserError
from small_export import ROWS, clean, rule, table

pytestmark = pytest.mark.whole

PARSE = rule("parse_items", column="items", product="sku", quantity="n")


def test_item_lists_become_order_lines_that_share_the_money():
    found = clean(rule("drop_duplicates"), PARSE)
    assert found.rows[["export_row", "product", "quantity"]].to_numpy().tolist() == [
        [0, "p", 1], [0, "q", 2], [3, "q", 1], [6, "p", 0],
    ]  # fmt: skip
    assert found.rows["amount"].tolist() == [Decimal(n) for n in ("1", "2", "-1.5", "1.5")]
    assert found.ledger["rows"].tolist() == [7, 1, 3, 3]
    assert found.ledger["order_lines"].tolist() == [7, 6, 4, 4]
    assert found.ledger["money_changed"].tolist() == [0] * 4


@pytest.mark.parametrize(("number", "wanted"), [("2.5", "2.5"), ("25e-1", "2.5"), ('"0.5"', "0.5")])
def test_fractions_of_a_piece_in_a_list_are_quantities(number, wanted):
    listed = f'[{{"sku": "p", "n": {number}}}, {{"sku": "NA", "n": 1}}]'
    found = clean(PARSE, export=table(ROWS.assign(items=listed)))
    assert set(found.rows["quantity"]) == {Decimal(wanted)}
    assert set(found.rows["product"]) == {"p"}, "NA is a missing product"
    assert found.ledger["money_changed"].tolist() == [0] * 3


def test_no_fraction_is_rounded_off_unseen():
    # The key is escaped, so that a look at the text does not find the fraction.
    export = table(ROWS.assign(items='[{"sku": "p", "\\u006e": 2.5}, {"sku": "q", "n": 2}]'))
    assert set(clean(PARSE, export=export).rows["product"]) == {"q"}


def test_priced_items_are_worth_quantity_times_price():
    found = clean(rule("parse_items", column="items", product="sku", quantity="n", price="each"))
    assert found.rows["amount"][:2].tolist() == [Decimal("2.5"), Decimal(5)]
    assert found.ledger["money_changed"].iloc[-1] != 0


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([rule("parse_items", column="age", product="sku", quantity="n")], "holds int64 values"),
        ([PARSE, rule("parse_items", column="born", product="sku", quantity="n")], "one list"),
    ],
)
def test_columns_without_lists_of_their_own_are_refused(rules, message):
    with pytest.raises(UserError, match=message):
        clean(*rules)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(-3, 1000), min_size=1, max_size=9), st.decimals(-1000, 1000, places=2))
def test_the_parts_of_a_row_add_up_to_its_money(numbers, price):
    listed = json.dumps([{"sku": f"p{n}", "n": number} for n, number in enumerate(numbers)])
    rows = ROWS.head(1).assign(items=listed, quantity=1, price=str(price))
    found = clean(PARSE, export=table(rows))
    assert found.rows["quantity"].tolist() == numbers
    assert sum(found.rows["amount"]) == price
