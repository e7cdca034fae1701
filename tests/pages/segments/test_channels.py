"""Where each segment orders."""

from __future__ import annotations

import pandas as pd

from exhibits import blocks_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.segments import channels
from segmentbook.segments.spending import EVERYBODY, Parts

NAMES = {1: "Best", 2: "Low <b>"}


def divided(*food):
    shares = pd.DataFrame({"Food": food}, index=[EVERYBODY, *NAMES])
    return Parts("orders", shares.assign(Garden=1 - shares["Food"]))


def test_the_title_names_what_differs_most():
    title, caption = texts_of(channels(divided(0.5, 0.4, 0.55), NAMES))
    assert title == "Food: 40% of orders among Best, 50% among all customers"
    assert caption == "Where each segment orders"


def test_segments_that_are_alike_are_called_so():
    title, _ = texts_of(channels(divided(0.5, 0.505, 0.495), NAMES))
    assert title == "All segments order through the same channels to a similar extent"


def test_without_parts_the_exhibit_is_not_applicable():
    [block] = blocks_of(channels(NotApplicable(reason="no parts"), NAMES))
    assert (block["what"], block["reason"]) == ("Where each segment orders", "no parts")
