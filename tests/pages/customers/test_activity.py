"""Who is overdue: what is claimed where the past supports it, and what is said where it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from exhibits import blocks_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.customers import activity
from segmentbook.report.exhibit import claims
from segmentbook.value.activity import Activity
from segmentbook.value.backtest import Returns

BANDS = pd.DataFrame(
    {
        "lowest": [0.0, 0.5],
        "highest": [0.5, 1.0],
        "customers": [40, None],
        "back": [0.25, None],
    }
)
FOUND = Activity(
    pd.DataFrame(
        {"customer": range(100), "active_probability": 0.5, "overdue": np.arange(100) < 30}
    ),
    "bg_nbd",
    0.5,
    Returns(40, 0.75, 0.4, 0.001),
    True,
    100,
    90,
    BANDS,
    0.1,
)
NOBODY = FOUND.customers.assign(overdue=False)


def test_flags_that_held_are_claimed():
    shown = activity(FOUND)
    texts = texts_of(shown)
    assert texts[0] == "Overdue: 30 customers"
    assert texts[1] == (
        "Of 40 customers flagged 90 days before the end, 75% placed no order in these days; of "
        "customers who had ordered on as many days in as long a time, 40% would not have."
    )
    assert claims(shown) == ["activity.overdue"] * 2


@pytest.mark.parametrize(
    ("judged", "threshold", "begins"),
    [
        (Returns(40, 0.3, 0.25, 0.2), 0.5, "A flag was tried and is not used: of 40 customers"),
        (None, None, "No bound on the probability was found"),
    ],
)
def test_flags_that_did_not_hold_are_not_given(judged, threshold, begins):
    found = replace(
        FOUND,
        customers=NOBODY,
        supported=False,
        judged=judged,
        threshold=threshold,
        model="shrunken",
    )
    shown = activity(found)
    texts = texts_of(shown)
    assert texts[0] == "No customer is flagged for silence"
    assert texts[1].startswith(begins)
    assert "BG/NBD degenerates" in texts[-1]
    assert claims(shown) == []


def test_a_flag_that_held_but_flags_nobody_today_makes_no_title():
    assert texts_of(activity(replace(FOUND, customers=NOBODY)))[0] == (
        "No customer is flagged for silence"
    )


def test_small_numbers_are_hidden():
    few = replace(
        FOUND, customers=FOUND.customers.assign(overdue=np.arange(100) < 4),
        judged=Returns(12, 0.75, 0.4, 0.001),
    )  # fmt: skip
    texts = texts_of(activity(few))
    assert texts[0] == "Overdue: fewer than 10 customers"
    assert "75%" not in texts[1]
    [table] = [block for block in blocks_of(activity(few)) if block["kind"] == "table"]
    assert table["rows"][1] == ["50%", "100%", "–", "–"]


def test_without_order_lines_the_exhibit_is_not_applicable():
    [block] = blocks_of(activity(NotApplicable(reason="the export has no orders")))
    assert block["what"] == "Customers whose silence their own rhythm does not explain"
