"""Planted customers: no blobs, and hard enough."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import skew
from sklearn.metrics import adjusted_rand_score

from benchmarks.planted import KINDS, Kind, customers, drawn, oracle, without_structure
from segmentbook.clustering.algorithms import group
from segmentbook.clustering.transform import Scaling
from segmentbook.params.clustering import Clustering

pytestmark = pytest.mark.whole

NAMES = ["recency", "frequency", "monetary"]


@pytest.mark.parametrize("count", list(KINDS))
def test_even_who_knows_all_parameters_errs(count):
    view = customers(KINDS[count], 20_000, seed=1)
    assert 0.96 <= adjusted_rand_score(view["planted"], oracle(view, KINDS[count])) <= 0.99


def test_the_oracle_is_the_bayes_classifier():
    # Two kinds that differ in weight only: the heavier is always the better guess.
    kinds = (Kind(30, 3, 40, 1), Kind(30, 3, 40, 2))
    assert set(oracle(customers(kinds, 200, seed=1), kinds)) == {1}


@pytest.mark.parametrize("count", list(KINDS))
def test_customers_are_skewed_with_ties(count):
    view = customers(KINDS[count], 5_000, seed=2)
    assert (view["frequency"] == 1).mean() > 0.15
    assert view["recency"].between(1, 2_000).all()
    assert view["monetary"].gt(0).all()
    for place in range(count):
        members = view[view["planted"] == place]
        assert skew(members["monetary"]) > 0.4
        assert len(members) > 200


def test_the_planted_means_are_those_asked_for():
    view = customers(KINDS[4], 20_000, seed=3)
    for place, kind in enumerate(KINDS[4]):
        members = view[view["planted"] == place]
        assert members["recency"].mean() == pytest.approx(kind.recency + 0.5, rel=0.03)
        assert members["frequency"].mean() == pytest.approx(kind.orders, rel=0.03)
        per_order = members["monetary"].sum() / members["frequency"].sum()
        assert per_order == pytest.approx(kind.value, rel=0.03)


def test_four_segments_of_twenty_thousand_are_found_again():
    view = customers(KINDS[4], 20_000, seed=1)
    points = Scaling.fit(view, NAMES, Clustering()).coordinates(view)
    labels = group(points, 4, "k_means", seed=42, n_init=2).labels
    assert adjusted_rand_score(view["planted"], labels) >= 0.90


def test_draws_repeat_and_differ_by_seed():
    first, again, other = (customers(KINDS[2], 50, seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)
    cloud = without_structure(500, 1)
    assert cloud["planted"].eq(0).all()
    assert np.corrcoef(np.log(cloud["frequency"]), np.log(cloud["monetary"]))[0, 1] > 0.5


def test_segments_that_lie_anywhere_overlap_to_the_usual_degree():
    kinds = drawn(3, seed=1)
    assert len(kinds) == 3
    assert kinds == drawn(3, seed=1)
    assert kinds != drawn(3, seed=2)
    view = customers(kinds, 2_000, seed=1)
    assert 0.96 <= adjusted_rand_score(view["planted"], oracle(view, kinds)) <= 0.99
