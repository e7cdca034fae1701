"""The customers at a glance."""

from __future__ import annotations

import pytest

from exhibits import blocks_of, texts_of
from fixtures import REFERENCE, customer_view
from segmentbook.features import RFM
from segmentbook.features.feature import Feature
from segmentbook.pages.customers import headline


def test_half_of_the_customers_are_described():
    view = customer_view()
    blocks = blocks_of(headline(view, REFERENCE, "log1p", RFM))
    assert [block["kind"] for block in blocks][:2] == ["heading", "kpis"]
    median = round(view["recency"].median())
    assert texts_of(headline(view, REFERENCE, "log1p", RFM))[0] == (
        f"Half of the customers ordered within the last {median} days"
    )
    assert len(blocks[1]["items"]) == 4


@pytest.mark.parametrize(("transform", "sentences"), [("log1p", 2), ("none", 1)])
def test_the_mean_stands_beside_the_median_and_is_not_judged(transform, sentences):
    view = customer_view(4).assign(monetary=[1.0, 1.0, 1.0, 9.0])
    found = texts_of(headline(view, REFERENCE, transform, RFM))[1:]
    assert len(found) == sentences
    assert found[0] == "The mean monetary value is 3.00 times the median."
    assert any("logarithm" in text for text in found) == (transform == "log1p")


def test_without_days_the_title_is_about_money_and_without_money_about_customers():
    view = customer_view()
    money, nothing = view[["customer", "monetary"]], view[["customer"]]
    known = {"customers": 120}
    first, *_ = texts_of(headline(money, REFERENCE, "none", RFM), known)
    assert first.startswith("Half of the customers spent £")
    age = Feature("age", "Age", "Age.", "years", "neither", "number")
    found = texts_of(headline(nothing.assign(age=41.0), REFERENCE, "none", [age]), known)
    assert found == ["What is known about 120 customers", "Median Age: 41.0."]
