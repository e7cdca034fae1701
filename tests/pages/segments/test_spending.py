"""What each segment spends on."""

from __future__ import annotations

import pandas as pd

from exhibits import blocks_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.segments import spending
from segmentbook.report.exhibit import claims
from segmentbook.segments.spending import EVERYBODY, Parts

NAMES = {1: "Best", 2: "Low <b>"}


def divided(low, high, *, by_order=True):
    """Return parts of which one is compared, with this interval of its index."""
    shares = pd.DataFrame({"Food": [0.5, 0.4, 0.55]}, index=[EVERYBODY, *NAMES])
    row = {"segment": 1, "part": "Food", "share": 0.4, "expected": 0.55, "index": 0.73}
    compared = pd.DataFrame([{**row, "low": low, "high": high}])
    return Parts("amount", shares.assign(Garden=1 - shares["Food"]), compared, by_order)


def test_the_title_names_what_stands_out():
    exhibits = spending(divided(0.6, 0.9), NAMES)
    assert claims(exhibits) == ["segments.spend_differs"]
    title, caption, note = texts_of(exhibits)
    assert title == "Best spend 40% on Food; others spend 55% in the same months"
    assert caption == "What each segment spends on"
    assert note == (
        "Coloured is what is beyond chance against all other customers, among 1 comparisons."
    )
    [other, *_] = texts_of(spending(divided(0.6, 0.9, by_order=False), NAMES))
    assert "months" not in other


def test_nothing_is_claimed_within_chance():
    exhibits = spending(divided(0.6, 1.1), NAMES)
    assert claims(exhibits) == []
    title, _, note = texts_of(exhibits)
    assert title == "What each segment spends on"
    assert note == "None of 1 comparisons with all other customers is beyond chance."


def test_without_parts_the_exhibit_is_not_applicable():
    [block] = blocks_of(spending(NotApplicable(reason="no parts"), NAMES))
    assert (block["what"], block["reason"]) == ("What each segment spends on", "no parts")
