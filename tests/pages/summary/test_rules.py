"""Rules of the summary: they hold on one side of their bound, and for no number that is unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentbook.core import privacy
from segmentbook.pages.summary import rules

SHARES = st.floats(0, 1)
SHOWN = "{share:percent}"


@given(SHARES, SHARES)
def test_a_rule_holds_on_its_side_of_the_bound(value, bound):
    metrics = {"share": value}
    assert (rules.at_least("share", bound, SHOWN)(metrics) == SHOWN) == (value >= bound)
    assert (rules.below("share", bound, SHOWN)(metrics) == SHOWN) == (value < bound)


@given(st.integers(1, 60), st.integers(0, 60), SHARES)
def test_of_a_small_group_a_rule_shows_only_what_its_bound_guarantees(size, some, bound):
    value = min(some, size) / size
    metrics = {"share": privacy.share(value, size)}
    if rules.at_least("share", bound, SHOWN)(metrics):
        assert value >= bound
    if rules.below("share", bound, SHOWN)(metrics):
        assert value < bound


@pytest.mark.parametrize("metrics", [{}, {"share": None}])
def test_what_is_not_known_meets_no_condition(metrics):
    assert rules.at_least("share", 0, SHOWN)(metrics) is None
    assert rules.below("share", 1, SHOWN)(metrics) is None
    assert rules.known(SHOWN)(metrics) is None


def visits(*numbers, usual=2.0):
    return {
        "segments": [{"name": str(place)} for place in range(len(numbers))],
        "segment_actions": [{"web_share": value} for value in numbers],
        "all_measures": {"web_share": usual},
    }


@pytest.mark.parametrize(
    ("metrics", "found"),
    [
        (visits(1.0, 3.0, 2.0), "1"),
        (visits(1.0, 2.9), None),
        (visits(None, 4.0), "1"),
        (visits(None, None), None),
        (visits(4.0, usual=None), None),
        (visits(4.0, usual=0.0), None),
    ],
)
def test_a_segment_stands_out_against_all_customers(metrics, found):
    shown = rules.outstanding("web_share", 1.5, "{name}: {web_share:percent}")(metrics)
    if found is None:
        assert shown is None
    else:
        assert shown[1] == {
            "name": f"segments.{found}.name",
            "web_share": f"segment_actions.{found}.web_share",
        }


@pytest.mark.parametrize(
    ("own", "usual", "holds"),
    [
        (0.5, {"below": 0.4}, True),  # as 1.25 times 0.4 is 0.5
        (0.49, {"below": 0.4}, False),
        (0.99, {"above": 0.3}, False),  # all customers may be as many
        ({"above": 0.9}, 0.7, True),
        ({"above": 0.8}, 0.7, False),
        ({"below": 0.9}, 0.1, False),
    ],
)
def test_a_bound_supports_only_what_it_implies(own, usual, holds):
    rule = rules.outstanding("web_share", 1.25, "{name} stand out.")
    assert (rule(visits(0.0, own, usual=usual)) is not None) is holds


def test_segments_are_ranked_and_ties_keep_their_order():
    assert rules.ranked(visits(1.0, 3.0, None, 3.0), "web_share") == [1, 3, 0]
    bound = {"segments": [{"new": {"below": 0.5}}, {"new": {"above": 0.1}}, {"new": 0.05}]}
    assert rules.ranked(bound, "new") == [1, 2, 0]


def test_the_first_rules_that_hold_are_shown():
    three = [rules.known("{a}"), rules.known("{b}"), rules.known("{a}{a}"), rules.known("x")]
    assert rules.first(three, {"a": 1}, 2) == ["{a}", "{a}{a}"]
    assert rules.first(three, {}, 2) == ["x"]
