"""Bands of what customers spend in a period."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from segmentbook.movement.bands import BANDS, band, cuts


def test_bands_are_quarters_at_round_amounts():
    revenue = pd.Series(np.arange(1, 1001) * 1.234)
    bounds = cuts(revenue)
    assert bounds.tolist() == [930, 620, 310]
    shares = band(revenue, bounds).value_counts(normalize=True)
    assert sorted(shares.index) == [1, 2, 3, 4]
    assert shares.between(0.24, 0.26).all()
    assert band(pd.Series([930.0, 929.99, 0.0]), bounds).tolist() == [1, 2, 4]


def test_where_many_spend_the_same_there_are_fewer_bands():
    assert cuts(pd.Series([5.0] * 90 + [9.0] * 10)).size == 0
    assert cuts(pd.Series([1.0] * 40 + [9.0] * 60)).tolist() == [9.0]


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=60))
def test_who_spends_more_is_never_in_a_lower_band(amounts):
    revenue = pd.Series(amounts)
    bounds = cuts(revenue)
    assert len(bounds) < BANDS
    placed = band(revenue, bounds)
    order = revenue.sort_values(kind="stable").index
    assert placed[order].is_monotonic_decreasing
    assert placed.between(1, len(bounds) + 1).all()
