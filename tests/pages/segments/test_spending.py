"""What each segment spends on."""

from __future__ import annotations

import pandas as pd

from exhibits import blocks_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.segments import spending
from segmentbook.segments.spending import EVERYBODY, Parts

NAMES = {1: "Best", 2: "Low <b>"}


def divided(*food):
    shares = pd.DataFrame({"Food": food}, index=[EVERYBODY, *NAMES])
    return Parts("amount", shares.assign(Garden=1 - shares["Food"]))


def test_the_title_names_what_differs_most():
    title, caption = texts_of(spending(divided(0.5, 0.4, 0.55), NAMES))
    assert title == "Best spend 40% on Food, against 50% among all customers"
    assert caption == "What each segment spends on"


def test_segments_that_are_alike_are_called_so():
    title, _ = texts_of(spending(divided(0.5, 0.505, 0.495), NAMES))
    assert title == "All segments divide their spending in much the same way"


def test_without_parts_the_exhibit_is_not_applicable():
    [block] = blocks_of(spending(NotApplicable(reason="no parts"), NAMES))
    assert (block["what"], block["reason"]) == ("What each segment spends on", "no parts")
