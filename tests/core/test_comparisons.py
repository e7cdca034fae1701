"""Adjustments for the number of comparisons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentbook.core.comparisons import LEVEL, confidence, holm

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(P_VALUES)
def test_holm_is_between_the_p_value_and_bonferroni(values):
    for adjusted, value in zip(holm(values), values, strict=True):
        assert value <= adjusted <= min(1.0, value * len(values))


@given(P_VALUES)
def test_the_order_of_comparisons_changes_nothing(values):
    assert sorted(holm(values)) == pytest.approx(sorted(holm(values[::-1])))
    ranked = sorted(zip(values, holm(values), strict=True))
    assert [adjusted for _, adjusted in ranked] == sorted(holm(values))


def test_more_comparisons_need_surer_intervals():
    assert confidence(1) == confidence(0) == 1 - LEVEL
    assert confidence(10, 0.05) == pytest.approx(0.995)
