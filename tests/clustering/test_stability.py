"""Stability of partitions and of single segments."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import jaccard_score

from fixtures import customer_view
from segmentbook.clustering import stability
from segmentbook.clustering.algorithms import group
from segmentbook.clustering.fit import fit_points, segment
from segmentbook.clustering.model import Segmentation
from segmentbook.clustering.transform import Scaling
from segmentbook.params.clustering import Clustering, Outliers, Split

NAMES = ["recency", "frequency", "monetary"]


def fitted(view, k=4, **changes):
    params = Clustering(**{"n_init": 3, **changes})
    scaling = Scaling.fit(view, NAMES, params)
    points = fit_points(view, scaling, params)
    return points, segment(points, scaling, k, params), params


def test_planted_groups_always_come_back():
    points, segmentation, params = fitted(customer_view(200))
    assert [*stability.agreement(points, segmentation.centroids, params).values()] == [1.0] * 3
    assert stability.of_segments(points, segmentation, params) == dict.fromkeys(range(1, 5), 1.0)


def test_slices_of_a_round_cloud_do_not():
    cloud = np.random.default_rng(3).normal(size=(300, 2))
    groups = group(cloud, 5, "k_means", 1, 3)
    found = stability.agreement(cloud, groups.centroids, Clustering(seed=1))
    assert found["stability_low"] < found["stability"] < found["stability_high"] < 0.8
    assert min(stability.jaccard(cloud, groups.centroids, Clustering(seed=1))) < 0.8


def test_a_firm_group_is_told_from_slices():
    random = np.random.default_rng(3)
    points = np.vstack([random.normal(size=(300, 2)), random.normal(20, 0.1, size=(60, 2))])
    groups = group(points, 4, "k_means", 1, 3)
    similar = stability.jaccard(points, groups.centroids, Clustering(seed=1))
    assert similar[0] == 1.0  # the far group has the highest last coordinate
    assert max(similar[1:]) < 0.95


def test_of_many_customers_a_sample_is_resampled(monkeypatch):
    points, segmentation, params = fitted(customer_view(200), split=Split(segment=2, k=2))
    drawn = []
    monkeypatch.setattr(stability, "RESAMPLED", 40)
    monkeypatch.setattr(
        stability, "group", lambda few, *rest: drawn.append(len(few)) or group(few, *rest)
    )
    found = stability.of_segments(points, segmentation, params)
    assert [*found] == [1, 2, 3, 4, 5]
    assert drawn == [40] * 2 * stability.RESAMPLES


def test_similarity_is_the_jaccard_index_of_the_best_match():
    random = np.random.default_rng(5)
    labels, others = random.integers(0, 3, 200), random.integers(0, 4, 200)
    found = stability._most_similar(labels, others, 3)
    wanted = [max(jaccard_score(labels == a, others == b) for b in range(4)) for a in range(3)]
    assert found.tolist() == pytest.approx(wanted)


def test_parts_have_a_stability_of_their_own_and_isolated_outliers_none():
    rich = customer_view(12).assign(monetary=lambda view: 5e6 + view.index)
    view = pd.concat([rich, customer_view(200)], ignore_index=True)
    outliers = Outliers(policy="isolate", fence=1.0)
    points, segmentation, params = fitted(view, split=Split(segment=2, k=2), outliers=outliers)
    found = stability.of_segments(points, segmentation, params)
    assert list(found) == [1, 2, 3, 4, 5, 6]
    assert [found[1], found[4], found[5]] == [1.0, 1.0, 1.0]
    assert found[2] < 1.0
    assert found[6] is None
    assert stability.metrics(found)["least_similar_segment"] in (2, 3)


def test_results_repeat():
    points, segmentation, params = fitted(customer_view(100), k=3)
    assert isinstance(segmentation, Segmentation)
    first = stability.of_segments(points, segmentation, params)
    assert first == stability.of_segments(points, segmentation, params)
