"""The ledger as a table."""

from __future__ import annotations

import pytest

from exhibits import blocks_of
from segmentbook.pages.cleaning import ledger
from small_export import clean, rule

pytestmark = pytest.mark.whole


def heads(*rules):
    found = clean(*rules)
    [block] = blocks_of(ledger(found.ledger, found.rules))
    assert block["emphasise"] == len(rules) + 1
    return block, [column["name"] for column in block["columns"]]


def test_rows_and_sums():
    block, columns = heads(rule("drop_missing", columns=["customer"]), rule("drop_duplicates"))
    assert columns == ["Step", "Rows", "Customers", "Orders", "Money", "Why"]
    assert block["rows"][1] == ["drop rows without customer", "1", "0", "1", "£1.00", "so"]
    assert block["rows"][-1][0] == "result"


@pytest.mark.parametrize(
    ("one", "more"),
    [
        (rule("fill", column="age", constant=1), ["Rows changed"]),
        (rule("cap", column="quantity", upper=1), ["Rows changed", "Money changed"]),
        (rule("parse_items", column="items", product="sku", quantity="n"),
         ["Rows changed", "Order lines left"]),
    ],
)  # fmt: skip
def test_columns_that_some_rule_has_an_entry_in(one, more):
    _, columns = heads(one)
    assert columns[5:-1] == more
