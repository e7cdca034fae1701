"""Examples of what each rule did."""

from __future__ import annotations

import pytest

from exhibits import blocks_of
from segmentbook.pages.cleaning import examples
from small_export import clean, rule

pytestmark = pytest.mark.whole


def shown(*rules):
    found = clean(*rules)
    [block] = blocks_of(examples(found.examples, found.rules))
    return block


def test_a_rule_is_named_in_the_first_of_its_rows():
    block = shown(rule("drop_missing", columns=["price"]), rule("keep_period", to="2021-02-01"))
    assert [row[0] for row in block["rows"]] == [
        "drop rows without price", "keep up to 2021-02-01", "", "",
    ]  # fmt: skip
    assert block["rows"][0][1:4] == ["6", "customer 1", "order 1"]
    assert block["rows"][0][-1] == "removed"


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (rule("fill", column="age", constant=18), "age – → 18"),
        (rule("fill", column="customer", constant="walk-in"), "customer filled"),
        (rule("cap", column="quantity", upper=10), "quantity 100 → 10"),
        (rule("derive", column="sum", by="sum", of=["age", "quantity"]), "sum = 32.0"),
        (rule("parse_items", column="items", product="sku", quantity="n"), "made an order line"),
    ],
)
def test_what_happened(one, words):
    assert shown(one)["rows"][0][-1] == words


def test_columns_without_a_value_are_left_out():
    found = clean(rule("drop_duplicates"))
    table = found.examples.assign(order=None, quantity=None)
    [block] = blocks_of(examples(table, found.rules))
    heads = {column["name"] for column in block["columns"]}
    assert {"Rule", "Customer"} <= heads
    assert not {"Order", "Quantity"} & heads


def test_rules_without_an_effect():
    assert shown(rule("drop_missing", columns=["order"])) == {
        "kind": "not_applicable",
        "what": "Examples of the effect of each rule",
        "reason": "no rule removed or changed a row",
    }
