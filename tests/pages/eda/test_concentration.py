"""How revenue is spread over customers."""

from __future__ import annotations

import pytest

from drawing import svg
from exhibits import blocks_of, picture_of, texts_of
from fixtures import in_engine, order_lines
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import retention
from segmentbook.pages.eda import concentration
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_only_shares_of_enough_customers_are_shown():
    curve = retention.concentration(in_engine(order_lines(150)))
    shown = concentration(curve)
    picture = picture_of(shown)
    svg(picture)
    assert "the first 5%" not in picture.alt  # of 150 customers, seven
    for share in (20, 50):
        assert f"the first {share}% bring {curve['revenue_share'][share]:.0%}" in picture.alt
    assert texts_of(shown) == [
        f"The top fifth of customers brings {curve['revenue_share'][20]:.0%} of revenue",
        "Share of revenue by share of customers, best first",
        f"The lower half of customers brings {1 - curve['revenue_share'][50]:.0%}.",
    ]


def test_a_single_customer_has_no_shares():
    shown = concentration(retention.concentration(in_engine(order_lines(1))))
    svg(picture_of(shown))
    assert "bring" not in picture_of(shown).alt
    assert texts_of(shown)[0] == "How revenue is spread over customers"
    assert len(texts_of(shown)) == 2


def test_without_money_the_exhibit_is_not_applicable():
    missing = NotApplicable(reason="the export does not say what customers spent")
    [block] = blocks_of(concentration(missing))
    assert block["what"] == "Concentration of revenue"
