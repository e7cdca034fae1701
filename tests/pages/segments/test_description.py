"""Descriptions of segments that no archetype fits."""

from __future__ import annotations

from segmentbook.core import language
from segmentbook.features import RFM
from segmentbook.pages.segments import describe


def test_levels_are_listed_in_the_order_of_the_features():
    levels = [(RFM[0], "low"), (RFM[1], "high"), (RFM[2], "middle")]
    assert describe(levels) == "Less recent customers with many orders and middle spending"
    assert describe(levels[:2]) == "Customers with low recency, high frequency standing"


def test_descriptions_are_in_the_language_of_the_report():
    try:
        language.set_language("id")
        assert describe([(RFM[0], "low")]) != "Customers with low recency standing"
    finally:
        language.set_language("en")
