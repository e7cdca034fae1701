"""How well names fit."""

from __future__ import annotations

from exhibits import blocks_of
from segmentbook.pages.segments import names
from segmentbook.segments.archetypes import Archetype
from segmentbook.segments.naming import Name

BEST = Archetype("best", "Best", "Who order most.", {})


def test_each_name_has_a_row():
    [block] = blocks_of(
        names([Name("Best", BEST, 0.95), Name("Best (2)", BEST, 0.8), Name("Odd", None, 0.0)])
    )
    assert block["rows"] == [
        ["Best", "Who order most.", "close", "95%"],
        ["Best (2)", "Who order most.", "loose", "80%"],
        ["Odd", "–", "no archetype fits; the name is a description", "–"],
    ]
