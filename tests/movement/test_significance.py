"""Intervals and tests, against published examples."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.core import privacy
from segmentbook.movement import significance


def outcomes(segments: dict[int, list[tuple[bool, float]]]) -> pd.DataFrame:
    rows = [(segment, *row) for segment, members in segments.items() for row in members]
    return pd.DataFrame(rows, columns=["segment", "again", "revenue"])


@pytest.mark.parametrize(
    ("hits", "number", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_intervals_are_those_of_newcombe(hits, number, low, high):
    # Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3.
    members = [(n < hits, 0.0) for n in range(number)]
    row = significance.by_segment(outcomes({1: members}), 42, minimum=1).iloc[0]
    assert row["again"] == hits / number
    assert (row["again_low"], row["again_high"]) == pytest.approx((low, high), abs=5e-5)


def test_fisher_and_the_lady_tasting_tea():
    # Fisher, The Design of Experiments (1935); R's fisher.test(TeaTasting), two-sided: 0.4857.
    three = [(n < 3, 0.0) for n in range(4)]
    one = [(n < 1, 0.0) for n in range(4)]
    found = significance.pairs(outcomes({1: three, 2: one}), [1, 2])
    assert found["again"][0] == pytest.approx(0.4857, abs=5e-5)


def test_welch_and_the_sleep_of_student():
    # Student's sleep data; R's t.test(extra ~ group): p-value = 0.07939.
    one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    two = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    data = outcomes({1: [(True, v) for v in one], 2: [(True, v) for v in two]})
    assert significance.pairs(data, [1, 2])["revenue"][0] == pytest.approx(0.07939, abs=5e-6)


def test_holm_is_that_of_r():
    # R's p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm").
    found = np.asarray(significance.holm([0.01, 0.02, 0.03, 0.04, 0.05]))
    assert found == pytest.approx([0.05, 0.08, 0.09, 0.09, 0.09])


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_keeps_the_order_and_never_lowers(values):
    adjusted = np.asarray(significance.holm(values))
    assert ((adjusted >= np.array(values)) & (adjusted <= 1)).all()
    order = np.argsort(values, kind="stable")
    assert (np.diff(adjusted[order]) >= 0).all()


def test_the_bootstrap_interval_of_many_values_is_the_normal_one():
    values = np.random.default_rng(3).gamma(2, 50, 4000)
    row = significance.by_segment(outcomes({1: [(True, v) for v in values]}), 42).iloc[0]
    reach = 1.96 * values.std() / np.sqrt(len(values))
    assert row["revenue"] == pytest.approx(values.mean())
    assert row["revenue_low"] == pytest.approx(values.mean() - reach, rel=0.005)
    assert row["revenue_high"] == pytest.approx(values.mean() + reach, rel=0.005)


def test_the_bootstrap_repeats():
    values = [(True, float(v)) for v in np.random.default_rng(3).gamma(2, 50, 60)]
    one, again = (significance.by_segment(outcomes({1: values}), 42) for _ in range(2))
    pd.testing.assert_frame_equal(one, again)


def test_segments_under_ten_customers_are_left_out():
    few = [(True, 5.0)] * (privacy.MINIMUM - 1)
    table = significance.by_segment(outcomes({1: few, 2: [(False, 0.0)] * 10}), 42)
    assert table["segment"].tolist() == [2]
    assert significance.by_segment(outcomes({1: few}), 42).empty


@settings(max_examples=10, deadline=None)
@given(st.integers(10, 40), st.integers(10, 40), st.floats(0, 100))
def test_equal_revenues_are_no_difference(one, other, value):
    data = outcomes({1: [(True, value)] * one, 2: [(True, value)] * other})
    assert significance.pairs(data, [1, 2])[["again", "revenue"]].iloc[0].tolist() == [1.0, 1.0]


def test_different_revenues_without_spread_are_a_difference():
    data = outcomes({1: [(True, 5.0)] * 10, 2: [(True, 6.0)] * 10})
    assert significance.pairs(data, [1, 2])["revenue"].tolist() == [0.0]


def test_a_share_that_tells_of_few_is_a_bound_without_interval():
    members = [(True, 5.0)] * 197 + [(False, 0.0)] * 3
    table = significance.by_segment(outcomes({1: members, 2: [(True, 1.0)] * 20}), 42)
    assert table["again"].tolist() == [{"above": 0.95}, 1.0]
    assert table.loc[0, ["again_low", "again_high"]].isna().all()
