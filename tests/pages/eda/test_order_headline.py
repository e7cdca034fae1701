"""Key figures of order lines."""

from __future__ import annotations

from exhibits import blocks_of, texts_of
from fixtures import in_engine, order_lines
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import sales
from segmentbook.pages.eda import order_headline

KNOWN = {"customers": 60, "orders": 180, "revenue": 48_000.0}


def test_headline_and_basket_are_in_words():
    metrics = sales.headline(in_engine(order_lines()))
    shown = order_headline(metrics)
    assert texts_of(shown, KNOWN) == [
        f"60 customers spent £48K in {metrics['days_covered']} days",
        f"An order contains {metrics['products_per_order']:.2f} different products on average.",
        f"{metrics['single_product_orders']:.0%} of orders contain a single product.",
    ]
    [figures] = [block for block in blocks_of(shown, KNOWN) if block["kind"] == "kpis"]
    assert [item["label"] for item in figures["items"]] == [
        "revenue", "orders", "average order value", "repeat rate",
    ]  # fmt: skip
    assert all(item["note"] for item in figures["items"])


def test_where_products_are_unknown_nothing_is_said_of_them():
    metrics = sales.headline(in_engine(order_lines().drop(columns="product")))
    assert len(texts_of(order_headline(metrics), KNOWN)) == 1


def test_without_order_lines_the_exhibit_is_not_applicable():
    [block] = blocks_of(order_headline(NotApplicable(reason="the export has no orders")))
    assert (block["what"], block["reason"]) == (
        "Orders and their value",
        "the export has no orders",
    )
