"""What the export lacks, in sentences."""

from __future__ import annotations

import pandas as pd

from exhibits import texts_of
from segmentbook.cleaning import lacking as method
from segmentbook.pages.cleaning import lacking
from segmentbook.pages.cleaning.lacking import LACKS


def findings(*codes):
    return pd.DataFrame(
        {"heading": ["missing", *["lacking"] * len(codes)], "fault": ["empty", *codes]}
    )


def test_all_that_may_lack_has_words():
    assert set(LACKS) == set(method.LACKS)


def test_a_sentence_for_each():
    shown = lacking(findings("cost", "time_of_day"))
    assert texts_of(shown) == [
        "What the export lacks",
        "Cost or margin: customers are valued by revenue, not profit.",
        "Time of day: no analysis by hour.",
    ]
    assert shown[0].metrics == {"lacking": 2}


def test_nothing_lacks():
    shown = lacking(findings())
    assert texts_of(shown)[1:] == ["Nothing that the report could use."]
    assert shown[0].metrics == {"lacking": 0}
