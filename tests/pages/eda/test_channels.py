"""Where customers ordered."""

from __future__ import annotations

import pandas as pd

from drawing import svg
from exhibits import blocks_of, picture_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.eda import channels
from segmentbook.report import theme


def test_the_largest_channel_leads():
    theme.apply()
    table = pd.DataFrame({"part": ["Store", "Web"], "total": [30.0, 10.0], "share": [0.75, 0.25]})
    shown = channels(table)
    assert texts_of(shown) == ["Largest share of orders: Store, 75%", "Where customers ordered"]
    svg(picture_of(shown))
    assert picture_of(shown).alt == "Bars of orders: Store 30, Web 10."


def test_without_channels_the_exhibit_is_not_applicable():
    [block] = blocks_of(channels(NotApplicable(reason="the export does not break it down")))
    assert block["what"] == "Where customers ordered"
