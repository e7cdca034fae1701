"""Scales of axes, and values of two digits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.report import axes


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ([1, 2, 3, 4, 5], "linear"),
        (np.geomspace(1, 1000, 50), "log"),
        ([0, *np.geomspace(1, 1000, 50)], "linear"),
        ([-5, 1000], "linear"),
        ([7], "linear"),
        ([0, 0], "linear"),
    ],
)
def test_only_wide_values_above_zero_are_logarithmic(values, scale):
    assert axes.scale_of(pd.Series(values)) == scale


@settings(deadline=None)
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20))
def test_two_digits_remain(numbers):
    values = pd.Series(numbers)
    rounded = axes.two_digits(values)
    assert rounded.to_numpy() == pytest.approx(values.to_numpy(), rel=0.0501, abs=0.06)
    again = axes.two_digits(rounded)
    assert again.to_numpy() == pytest.approx(rounded.to_numpy(), rel=1e-9, abs=1e-300)
