"""Key figures of a customer table."""

from __future__ import annotations

from exhibits import blocks_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.eda import customer_headline

METRICS = {
    "revenue_per_customer": 120.0,
    "median_spend": 80.0,
    "orders_per_customer": 2.5,
    "repeat_rate": 0.4,
    "average_order_value": 48.0,
}


def test_spend_is_in_words():
    shown = customer_headline(METRICS)
    known = {"customers": 200, "revenue": 24_000.0, "orders": 500}
    assert texts_of(shown, known) == [
        "200 customers spent £24K",
        "The median customer spent £80.00.",
        "The mean is £120.",
    ]
    [figures] = [block for block in blocks_of(shown, known) if block["kind"] == "kpis"]
    assert len(figures["items"]) == 5


def test_where_money_is_unknown_customers_are_counted():
    shown = customer_headline(dict.fromkeys(METRICS))
    known = {"customers": 200, "revenue": None, "orders": None}
    assert texts_of(shown, known) == ["200 customers are in the export", "customers: 200"]


def test_without_rows_the_exhibit_is_not_applicable():
    [block] = blocks_of(customer_headline(NotApplicable(reason="its rows are of orders")))
    assert block["kind"] == "not_applicable"
