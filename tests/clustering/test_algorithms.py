"""The algorithms, and the numbers of the groups that they find."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from sklearn.cluster import HDBSCAN, KMeans

from fixtures import customer_view, customers_and_strays
from segmentbook.clustering.algorithms import ALGORITHMS, Settings, group, nearest, sample
from segmentbook.clustering.transform import Scaling
from segmentbook.params.clustering import CHOOSES_K, AlgorithmName, Clustering

NAMES = ["recency", "frequency", "monetary"]


def points_of(view):
    return Scaling.fit(view, NAMES, Clustering()).coordinates(view)


def test_every_algorithm_of_the_params_has_an_entry_and_no_other():
    assert set(ALGORITHMS) == set(get_args(AlgorithmName))
    assert {name for name, one in ALGORITHMS.items() if one.chooses_k} == set(CHOOSES_K)


@pytest.mark.parametrize("name", ALGORITHMS)
def test_only_those_that_leave_customers_out_do(name):
    settings = Settings(4, seed=42, n_init=2, minimum_share=0.1)
    labels = ALGORITHMS[name].labels(points_of(customers_and_strays()), settings)
    assert (labels.min() < 0) == ALGORITHMS[name].leaves_out
    assert set(range(labels.max() + 1)) <= set(labels.tolist())


def test_of_many_customers_an_algorithm_sees_a_sample():
    assert ALGORITHMS["k_means"].seen(10**6) == 10**6
    assert ALGORITHMS["ward"].seen(10**6) == 5_000
    assert ALGORITHMS["ward"].seen(300) == 300
    points = np.arange(40.0).reshape(20, 2)
    few = sample(points, 5, seed=1)
    assert len({tuple(point) for point in few}) == 5
    assert np.array_equal(few, sample(points, 5, seed=1))
    assert sample(points, 20, seed=1) is points


def test_of_equally_near_centroids_the_first_is_taken():
    labels, inertia = nearest(np.array([[1.0, 0.0]]), np.array([[0.0, 0.0], [2.0, 0.0]]))
    assert (labels.tolist(), inertia) == ([0], 1.0)


def test_numbers_do_not_depend_on_the_seed():
    points = points_of(customer_view(200))
    first = group(points, 4, "k_means", seed=0, n_init=10)
    raw = set()
    for seed in range(1, 6):
        other = group(points, 4, "k_means", seed=seed, n_init=10)
        np.testing.assert_allclose(other.centroids, first.centroids, rtol=1e-9)
        assert np.array_equal(other.labels, first.labels)
        assert other.inertia == pytest.approx(first.inertia, rel=1e-9)
        raw.add(tuple(KMeans(4, random_state=seed, n_init=10).fit(points).labels_[:8]))
    assert len(raw) > 1  # scikit-learn's own numbers do depend on it


@pytest.mark.parametrize("algorithm", ["k_means", "gaussian_mixture", "ward"])
def test_every_algorithm_finds_the_planted_groups_and_numbers_them(algorithm):
    view = customer_view(200)
    points = points_of(view)
    groups = group(points, 4, algorithm, seed=42, n_init=3)
    assert groups.centroids[:, 2].tolist() == sorted(groups.centroids[:, 2], reverse=True)
    for number in range(4):
        np.testing.assert_allclose(
            points[groups.labels == number].mean(axis=0), groups.centroids[number]
        )
    assert len(set(zip(view["segment"], groups.labels, strict=True))) == 4
    assert groups.agreement == 1.0


def test_hdbscan_finds_as_many_as_there_are_and_leaves_some_out():
    points = points_of(customers_and_strays())
    groups = group(points, 0, "hdbscan", 42, 1, minimum_share=0.1)
    own = HDBSCAN(22, min_samples=10, copy=True).fit_predict(points)
    assert groups.centroids[:, 2].tolist() == sorted(groups.centroids[:, 2], reverse=True)
    assert len(groups.centroids) == own.max() + 1 == 4
    assert groups.in_no_group == pytest.approx((own < 0).mean())
    assert groups.in_no_group > 0
    # Whoever it puts into a group is nearest to the mean of that group; the others are not its own.
    assert groups.agreement == pytest.approx(1 - groups.in_no_group)
    assert len(set(zip(own[own >= 0], groups.labels[own >= 0], strict=True))) == 4


def test_where_hdbscan_finds_nothing_all_are_one_group():
    cloud = np.random.default_rng(0).normal(size=(300, 2))
    groups = group(cloud, 0, "hdbscan", 42, 1, minimum_share=0.2)
    assert (len(groups.centroids), groups.in_no_group, groups.agreement) == (1, 1.0, 0.0)


def test_where_groups_shade_into_each_other_a_mixture_agrees_with_its_centroids_in_part():
    cloud = np.random.default_rng(0).normal(size=(500, 2)) * [1.0, 4.0]
    groups = group(cloud, 3, "gaussian_mixture", seed=42, n_init=3)
    assert 0.5 < groups.agreement < 1.0
