"""Data without groups: what a null keeps, and what is told from it."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.planted import KINDS, customers, without_structure
from segmentbook.clustering import null_models
from segmentbook.clustering.algorithms import group, in_order
from segmentbook.clustering.transform import Scaling
from segmentbook.params.clustering import Clustering

NAMES = ["recency", "frequency", "monetary"]


def points_of(view):
    points = Scaling.fit(view, NAMES, Clustering()).coordinates(view)
    return points[in_order(points)]


@pytest.fixture(scope="module")
def shapeless():
    return points_of(without_structure(600, seed=2))


@pytest.fixture(scope="module")
def planted():
    return points_of(customers(KINDS[3], 600, seed=2))


def test_a_draw_keeps_values_ties_and_rank_correlations(shapeless):
    from scipy.stats import spearmanr

    random = np.random.default_rng(1)
    drawn = null_models._draw(null_models._factor(shapeless), np.sort(shapeless, axis=0), random)
    assert drawn.shape == shapeless.shape
    for own, other in zip(shapeless.T, drawn.T, strict=True):
        assert {*other} <= {*own}
        assert np.quantile(other, [0.1, 0.5, 0.9]) == pytest.approx(
            np.quantile(own, [0.1, 0.5, 0.9]), abs=0.25
        )
    kept, own = spearmanr(drawn).statistic, spearmanr(shapeless).statistic
    assert kept == pytest.approx(own, abs=0.12)


def test_a_valley_lies_between_separate_groups_and_none_between_slices():
    random = np.random.default_rng(3)
    blobs = np.vstack([random.normal(0, 1, (300, 2)), random.normal(6, 1, (300, 2))])
    assert null_models.valleys(blobs, group(blobs, 2, "k_means", 1, 3)).min() > 0.8
    cloud = random.normal(0, 1, (600, 2))
    assert null_models.valleys(cloud, group(cloud, 2, "k_means", 1, 3)).min() < 0.1


def test_without_groups_no_number_is_separate_and_hardly_a_draw_is_needed(shapeless):
    null = null_models.compare(shapeless, range(2, 7), 1, described=0)
    assert null.draws <= 5
    assert not any(null.separate(k) or null.one_apart(k) for k in range(2, 7))


def test_planted_groups_are_separate_and_no_more_than_they_are(planted):
    null = null_models.compare(planted, range(2, 6), 1, described=2)
    assert null.draws == null_models.DRAWS
    assert [k for k in range(2, 6) if null.separate(k)][-1] == 3
    row = null.table.set_index("k").loc[3]
    assert row["null_silhouette_low"] <= row["null_silhouette"] <= row["null_silhouette_high"]
    assert row["silhouette_percentile"] == 1.0


def test_too_few_different_customers_have_no_valleys():
    points = np.repeat(np.arange(3.0)[:, np.newaxis], 20, axis=0)
    null = null_models.compare(points, range(2, 6), 1, described=0)
    assert null.table.loc[null.table["k"] > 2, "depth"].tolist() == [0.0, 0.0, 0.0]


def test_related_features_share_an_order_and_permuted_ones_do_not(shapeless):
    assert null_models.shared_order(shapeless, 1)
    permuted = np.random.default_rng(1).permuted(shapeless, axis=0)
    assert not null_models.shared_order(permuted, 1)
    assert null_models.shared_order(shapeless[:, :1], 1)
    assert not null_models.shared_order(np.ones((50, 2)), 1)
