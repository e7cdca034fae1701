"""The forecasts beside each other, and how the chosen one was made."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from exhibits import blocks_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.customers import value_errors
from segmentbook.report.exhibit import claims
from segmentbook.value.next_value import MODELS, NextValue, value_metrics

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

KNOWN = value_metrics(FOUND)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("degenerate", [False, True])
def test_every_model_is_described(model, degenerate):
    shown = value_errors(replace(FOUND, model=model, degenerate=degenerate))
    texts = texts_of(shown, KNOWN)
    assert any("degenerates" in text for text in texts) == degenerate
    assert claims(shown) == []


def test_the_forecasts_stand_beside_each_other():
    [table] = [one for one in blocks_of(value_errors(FOUND), KNOWN) if one["kind"] == "table"]
    assert table["rows"][1] == ["revenue of the period before", "0.46", "£469", "70%"]


def test_without_order_lines_nothing_is_shown_again():
    assert blocks_of(value_errors(NotApplicable(reason="the export has no orders"))) == []
