"""Texts are drawn with the shipped fonts only."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from segmentbook.report.render.glyphs import coverage, drawable, drawable_values


@given(st.text())
def test_any_text_can_be_drawn(text):
    drawn = drawable(text)
    assert {*drawn} <= coverage() | {"\n", "\u200b"}
    assert drawable(drawn) == drawn
    assert bool(drawn) or not text


@given(st.text("aé£ 5", max_size=9))
def test_known_characters_stay(text):
    assert drawable(text) == text


def test_unknown_characters_are_boxes_and_marks_have_none():
    box = drawable("\U0001f381")
    assert len(box) == 1
    assert drawable("a\ufe0f\u0000b") == "ab"


def test_alternative_texts_stay_as_they_are():
    values = {"alt": "\U0001f381", "title": ["a", {"text": "\U0001f381"}], "n": 3}
    box = drawable("\U0001f381")
    assert drawable_values(values) == {
        "alt": "\U0001f381", "title": ["a", {"text": box}], "n": 3,
    }  # fmt: skip
