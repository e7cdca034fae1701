"""What exports lack."""

from __future__ import annotations

import pytest

from segmentbook.cleaning.lacking import LACKS, lacking
from small_export import rule, table

pytestmark = pytest.mark.whole


def test_an_export_of_lines():
    assert lacking(table(), []) == [
        "product_names", "categories", "place", "discounts", "cost",
    ]  # fmt: skip


def test_an_export_without_products_lacks_them_and_neither_names_nor_categories():
    found = lacking(table().drop("product"), [])
    assert "products" in found
    assert not {"product_names", "categories"} & {*found}


def test_columns_that_a_rule_adds_are_not_lacking():
    export = table().drop("product", "price")
    assert {"products", "price"} <= {*lacking(export, [])}
    parse = rule("parse_items", column="items", product="sku", quantity="n", price="each")
    assert not {"products", "price"} & {*lacking(export, [parse])}
    assert "cost" not in lacking(export, [rule("derive", column="Cost", by="sum", of=["a", "b"])])


def test_days_without_hours_lack_the_time_of_day():
    export = table()
    assert "time_of_day" in lacking(export.mutate(timestamp=export.timestamp.truncate("D")), [])


def test_an_export_of_customers():
    export = table().select("customer", "age", amount="price")
    assert lacking(export, []) == [
        "order_frequency", "recency", "single_orders", "products", "discounts", "cost",
    ]  # fmt: skip
    assert {*lacking(export, [])} <= {*LACKS}


def test_tables_about_customers_say_who_they_are():
    export = table().drop("age")
    assert "demographics" in lacking(export, [])
    assert "demographics" not in lacking(export, [], ["age", "campaigns received"])
