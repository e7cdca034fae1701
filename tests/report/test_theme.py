"""The look of figures: short numbers, literal labels, colours and fonts."""

from __future__ import annotations

import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import font_manager

from drawing import AWKWARD
from segmentbook.core import language
from segmentbook.report import theme


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.5, "0.5"),
        (12, "12"),
        (999, "999"),
        (999.6, "1K"),
        (1000, "1K"),
        (35_400, "35.4K"),
        (999_999, "1M"),
        (1_156_205.61, "1.16M"),
        (-2_500_000, "-2.5M"),
        (3.2e9, "3.2B"),
        (2.4e12, "2.4T"),
        (-0.0, "0"),
        (0.000032, "0.000032"),
    ],
)
def test_short_numbers(value, text):
    assert theme.short(value) == text


def test_numbers_are_in_the_language_of_the_report():
    language.set_language("id")
    try:
        written = [theme.short(1_156_205.61), theme.fixed(0.4444, 2), theme.whole_percent(0.294)]
    finally:
        language.set_language("en")
    assert written == ["1,16\u00a0jt", "0,44", "29%"]


def test_money_is_written_as_in_sentences():
    assert theme.money(436_000.4, "GBP") == "£436K"
    axis = theme.money_axis("GBP")
    assert [axis(tick, 0) for tick in (0, 2_500, 500_000, 1_250_000)] == [
        "£0", "£2.5K", "£500K", "£1.25M",
    ]  # fmt: skip


def test_amounts_carry_their_unit():
    assert theme.amount(3_694.2, "money", "GBP") == "£3,694"
    assert theme.amount(1.0, "orders", "GBP") == "1 order"
    assert theme.amount(1.5, "orders", "GBP") == "1.5 orders"
    assert theme.amount(1 / 3, "share", "GBP") == "33%"


@settings(max_examples=200, deadline=None)
@given(st.floats(1e-3, 9e11) | st.integers(1, 9 * 10**11))
def test_short_numbers_keep_three_digits_and_no_exponent(value):
    text = theme.short(value)
    assert "e" not in text
    factor = {"K": 1e3, "M": 1e6, "B": 1e9}.get(text[-1], 1)
    number = float(text.rstrip("KMB"))
    assert number * factor == pytest.approx(value, rel=0.0051)
    assert len(text) <= 8


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60) | st.sampled_from(AWKWARD))
def test_a_label_is_short_and_not_mathematics(text):
    from matplotlib.cbook import is_math_text

    label = theme.clipped(text, 20)
    assert not is_math_text(label)
    shown = label.replace(r"\$", "$")
    assert len(shown) <= 20
    assert shown == text or (len(text) > 20 and text.startswith(shown.removesuffix("…").rstrip()))


def test_every_segment_keeps_its_colour():
    colours = [theme.colour(number) for number in range(1, 13)]
    assert len(set(colours)) == 12
    assert theme.colour(13) == theme.colour(1)


def test_the_style_brings_its_own_font_and_repeats():
    theme.apply()
    before = {key: mpl.rcParams[key] for key in ("font.family", "svg.hashsalt", "svg.fonttype")}
    theme.apply()
    assert {key: mpl.rcParams[key] for key in before} == before
    assert before["svg.fonttype"] == "path"
    path = font_manager.findfont("Inter", fallback_to_default=False)
    assert "segmentbook" in path


def test_what_is_usual_is_white_between_two_colours():
    colours = theme.below_and_above()
    assert colours(0.5)[:3] == pytest.approx((1, 1, 1), abs=0.01)
    assert colours(0.0) != colours(1.0)
