"""Expected revenue: claimed where it beats simpler forecasts, else only reported."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from drawing import svg
from exhibits import blocks_of, picture_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.customers import next_value
from segmentbook.report import theme
from segmentbook.report.exhibit import claims
from segmentbook.value.next_value import NextValue


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


FOUND = NextValue(
    pd.DataFrame({"customer": ["a"], "expected_revenue": [1.0]}),
    "multiplicative",
    True,
    True,
    pd.DataFrame(
        {
            "forecast": ["model", "naive", "groups", "mean"],
            "r2": [0.55, 0.46, 0.2, 0.0],
            "mae": [437.0, 469.0, 514.0, 706.0],
            "bias": [0.72, 0.7, 0.68, 1.0],
        }
    ),
    0.001,
    0.0001,
    pd.DataFrame(
        {
            "band": range(1, 11),
            "customers": [337] * 10,
            "expected": [60.0 * n for n in range(1, 11)],
            "came": [70.0 * n for n in range(1, 11)],
        }
    ),
    90,
    9_570.0,
)


def test_a_forecast_that_is_better_is_claimed():
    shown = next_value(FOUND, "GBP")
    texts = texts_of(shown)
    assert texts[0] == "A customer's own history explains 55% of the differences in later revenue"
    assert (
        "As a forecast it beats the revenue of the period before: R2 0.55 against 0.46, mean "
        "absolute error £437 against £469." in texts
    )
    assert claims(shown) == ["value.predicts"] * 2


def test_a_forecast_that_is_not_better_is_reported():
    shown = next_value(replace(FOUND, supported=False, p_naive=0.4), "GBP")
    texts = texts_of(shown)
    assert texts[0] == "No revenue is estimated for single customers"
    assert claims(shown) == []
    assert any("(p = 0.400)" in text for text in texts)


def test_every_tenth_is_in_the_text_alternative():
    picture = picture_of(next_value(FOUND, "GBP"))
    svg(picture)
    assert "10: estimated £600, actual £700" in picture.alt


def test_without_order_lines_the_exhibit_is_not_applicable():
    [block] = blocks_of(next_value(NotApplicable(reason="the export has no orders"), "GBP"))
    assert block["what"] == "Revenue of the next period per customer"
