"""Where each segment orders."""

from __future__ import annotations

import pandas as pd

from exhibits import blocks_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.segments import channels
from segmentbook.report.exhibit import claims
from segmentbook.segments.spending import EVERYBODY, Parts

NAMES = {1: "Best", 2: "Low <b>"}


def divided(low, high, *, by_order=True):
    """Return parts of which one is compared, with this interval of its index."""
    shares = pd.DataFrame({"Food": [0.5, 0.4, 0.55]}, index=[EVERYBODY, *NAMES])
    row = {"segment": 1, "part": "Food", "share": 0.4, "expected": 0.55, "index": 0.73}
    compared = pd.DataFrame([{**row, "low": low, "high": high}])
    return Parts("orders", shares.assign(Garden=1 - shares["Food"]), compared, by_order)


def test_the_title_names_what_stands_out():
    exhibits = channels(divided(0.6, 0.9), NAMES)
    assert claims(exhibits) == ["segments.channel_differs"]
    title, caption, note = texts_of(exhibits)
    assert title == "Food: 40% of orders among Best, 55% of others' in the same months"
    assert caption == "Where each segment orders"
    assert note == (
        "Coloured is what is beyond chance against all other customers, among 1 comparisons."
    )
    [other, *_] = texts_of(channels(divided(0.6, 0.9, by_order=False), NAMES))
    assert "months" not in other


def test_nothing_is_claimed_within_chance():
    exhibits = channels(divided(0.6, 1.1), NAMES)
    assert claims(exhibits) == []
    title, _, note = texts_of(exhibits)
    assert title == "Where each segment orders"
    assert note == "None of 1 comparisons with all other customers is beyond chance."


def test_without_parts_the_exhibit_is_not_applicable():
    [block] = blocks_of(channels(NotApplicable(reason="no parts"), NAMES))
    assert (block["what"], block["reason"]) == ("Where each segment orders", "no parts")
