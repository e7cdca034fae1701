"""The grid of what segments spend on, or order through."""

from __future__ import annotations

import pandas as pd
import pytest

from drawing import AWKWARD, svg, texts
from exhibits import picture_of, texts_of
from segmentbook.pages.segments import channels, spending
from segmentbook.report import theme
from segmentbook.segments.spending import EVERYBODY, OTHERS, UNKNOWN, Parts

NAMES = {1: "Premium", 2: "Budget"}
SHARES = pd.DataFrame(
    {"Wine": [0.5, 0.25, 0.75], UNKNOWN: [0.455, 0.75, 0.0], OTHERS: [0.045, 0.0, 0.25]},
    index=[EVERYBODY, *NAMES],
)


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_every_share_is_drawn_and_described():
    picture = picture_of(spending(Parts("amount", SHARES), NAMES))
    svg(picture)
    drawn = texts(picture)
    for share in ("50%", "25%", "75%", "4.5%"):
        assert share in drawn
    assert "Premium: Wine 25%, not stated 75%, others 0%" in picture.alt
    assert picture.alt.endswith("All customers: Wine 50%, not stated 46%, others 4.5%.")


def test_a_part_that_the_export_does_not_state_has_a_name():
    row = {"segment": 2, "part": UNKNOWN, "share": 0.0, "expected": 0.5, "index": 0.1}
    compared = pd.DataFrame([{**row, "low": 0.05, "high": 0.2}])
    title, *_ = texts_of(channels(Parts("orders", SHARES, compared), NAMES))
    assert title == "not stated: 0% of orders among Budget, 50% of others' in the same months"


def test_what_made_the_segments_is_said_to_be_described():
    title, _, note = texts_of(channels(Parts("orders", SHARES), NAMES))
    assert title == "Where each segment orders"
    assert note.endswith("so that they are described, not tested.")


def test_a_segment_without_its_like_is_not_compared():
    none = pd.DataFrame(columns=["segment", "part", "share", "expected", "index", "low", "high"])
    *_, note = texts_of(channels(Parts("orders", SHARES, none), NAMES))
    assert note.startswith("No share is compared")


def test_awkward_names_and_parts_that_nobody_bought():
    shares = pd.DataFrame({name: [0.0, 1 / 7] for name in AWKWARD}, index=[EVERYBODY, 1])
    picture = picture_of(channels(Parts("orders", shares), {1: AWKWARD[0]}))
    svg(picture)
    assert AWKWARD[1] in picture.alt
