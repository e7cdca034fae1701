from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from segmentbook.core.matching import best_pairs

costs = arrays(
    np.float64,
    array_shapes(min_dims=2, max_dims=2, max_side=4),
    elements=st.integers(-9, 9).map(float),
)


@settings(max_examples=100, deadline=None)
@given(costs)
def test_no_other_pairing_costs_less(cost):
    pairs = best_pairs(cost)
    rows, columns = zip(*pairs, strict=True)
    assert list(rows) == sorted(set(rows))
    assert len(set(columns)) == len(columns) == min(cost.shape)
    wide = cost if cost.shape[0] <= cost.shape[1] else cost.T
    least = min(
        sum(wide[row, column] for row, column in enumerate(chosen))
        for chosen in permutations(range(wide.shape[1]), wide.shape[0])
    )
    assert sum(cost[pair] for pair in pairs) == least


def test_negated_similarities_pair_what_is_most_alike():
    alike = np.array([[0.1, 0.9], [0.2, 0.8], [0.7, 0.0]])
    assert best_pairs(-alike) == [(0, 1), (2, 0)]
