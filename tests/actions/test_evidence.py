"""Evidence: what a condition may look like, and when it holds."""

from __future__ import annotations

import operator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.actions.evidence import Condition, parse

MEASURES = ("quiet_share", "order_value", "web_visits", "web_purchases")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("quiet_share >= 0.5", Condition("quiet_share", ">=", 0.5)),
        ("quiet_share<2", Condition("quiet_share", "<", 2)),
        ("order_value > all.order_value", Condition("order_value", ">", 1, "order_value", True)),
        (
            " order_value <= 0.9 * all.order_value ",
            Condition("order_value", "<=", 0.9, "order_value", True),
        ),
        ("web_visits > web_purchases", Condition("web_visits", ">", 1, "web_purchases")),
        ("web_visits > 3*web_purchases", Condition("web_visits", ">", 3, "web_purchases")),
    ],
)
def test_a_condition_is_read(text, wanted):
    assert parse(text, MEASURES) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("quiet_shar >= 0.5", "did you mean 'quiet_share'"),
        ("order_value > all.order_valu", "did you mean 'order_value'"),
        ("quiet_share = 0.5", "of the form"),
        ("0.5 < quiet_share", "no number '0'|of the form"),
        ("quiet_share > 0.5 and order_value > 1", "of the form"),
        ("quiet_share > __import__('os')", "of the form"),
        ("all.quiet_share > 0.5", "of the form"),
        ("quiet_share > -1", "of the form"),
        ("", "of the form"),
    ],
)
def test_anything_else_is_refused(text, said):
    with pytest.raises(ValueError, match=said):
        parse(text, MEASURES)


SIGNS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
VALUES = st.integers(0, 40).map(lambda number: number / 8)


@settings(max_examples=60, deadline=None)
@given(VALUES, VALUES, st.sampled_from(sorted(SIGNS)), st.integers(1, 16).map(lambda n: n / 8))
def test_a_condition_is_the_comparison_that_it_says(own, other, sign, factor):
    compare = SIGNS[sign]
    segment, everyone = {"web_visits": own, "web_purchases": other}, {"web_visits": other}
    fixed = parse(f"web_visits {sign} {factor}", MEASURES)
    assert fixed.holds(segment, everyone) is compare(own, factor)
    against_all = parse(f"web_visits {sign} {factor} * all.web_visits", MEASURES)
    assert against_all.holds(segment, everyone) is compare(own, factor * other)
    against_own = parse(f"web_visits {sign} web_purchases", MEASURES)
    assert against_own.holds(segment, everyone) is compare(own, other)


def test_what_is_not_known_neither_holds_nor_fails():
    against_all = parse("order_value > all.order_value", MEASURES)
    assert against_all.holds({"order_value": None}, {"order_value": 1.0}) is None
    assert against_all.holds({"order_value": 1.0}, {}) is None
    assert parse("quiet_share > 0.1", MEASURES).holds({}, {"quiet_share": 1.0}) is None
