"""The sample of points that maps show."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.pages.segments.sampled import MOST_POINTS, rounded, sample


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 3 * MOST_POINTS), st.integers(0, 99))
def test_a_sample_has_distinct_rows_in_order(customers, seed):
    rows = sample(customers, seed)
    assert len(rows) == min(customers, MOST_POINTS)
    assert (np.diff(rows) > 0).all()
    assert 0 <= rows[0] <= rows[-1] < customers
    assert (rows == sample(customers, seed)).all()


@given(st.lists(st.floats(-1e3, 1e3), min_size=1))
def test_places_are_rounded_to_a_twentieth(values):
    places = rounded(np.array(values))
    np.testing.assert_allclose(places * 20, np.round(places * 20), atol=1e-6)
    np.testing.assert_allclose(places, values, atol=0.026)
