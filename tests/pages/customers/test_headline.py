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


@pytest.mark.parametrize(
    ("skewed", "transform", "sentences"),
    [(True, "log1p", 3), (True, "none", 2), (False, "log1p", 2), (False, "none", 1)],
)
def test_skew_is_only_claimed_where_there_is_some(skewed, transform, sentences):
    money = [1.0, 1.0, 1.0, 9.0] if skewed else [1.0, 2.0, 2.0, 3.0]
    view = customer_view(4).assign(monetary=money)
    found = texts_of(headline(view, REFERENCE, transform, RFM))[1:]
    assert len(found) == sentences
    assert any("A few customers" in text for text in found) == skewed
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
