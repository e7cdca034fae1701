"""Other algorithms on the same customers."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from fixtures import customer_view
from segmentbook.clustering import comparison
from segmentbook.clustering.algorithms import ALGORITHMS, nearest
from segmentbook.clustering.fit import fit_points, segment
from segmentbook.clustering.transform import Scaling
from segmentbook.params.clustering import Clustering

NAMES = ["recency", "frequency", "monetary"]


def compared(view, k=4, **changes):
    params = Clustering(**{"n_init": 3, **changes})
    scaling = Scaling.fit(view, NAMES, params)
    points = fit_points(view, scaling, params)
    segmentation = segment(points, scaling, k, params)
    return points, segmentation, comparison.compare(points, segmentation, params)


def test_planted_groups_are_found_by_all():
    view = customer_view(200)
    points, segmentation, table = compared(view)
    assert table["algorithm"].tolist() == list(ALGORITHMS)
    assert table["groups"].tolist() == [4, 4, 4, 4]
    assert table["agreement"][:3].tolist() == [1.0, 1.0, 1.0]
    wanted = silhouette_score(points, nearest(points, segmentation.centroids)[0])
    assert table["silhouette"][0] == pytest.approx(wanted)
    assert table["in_no_group"][:3].tolist() == [0.0, 0.0, 0.0]


def test_where_all_are_in_no_group_there_is_no_index():
    points = np.random.default_rng(0).uniform(size=(30, 3))
    found = comparison._indices(points, np.full(30, -1))
    assert np.isnan(list(found.values())).all()
    partly = comparison._indices(points, np.array([-1] * 10 + [0] * 10 + [1] * 10))
    wanted = silhouette_score(points[10:], [0] * 10 + [1] * 10)
    assert partly["silhouette"] == pytest.approx(wanted)


def test_large_data_are_sampled(monkeypatch):
    monkeypatch.setattr(comparison, "COMPARED", 100)
    points, _, table = compared(customer_view(200))
    assert table["groups"].tolist()[:3] == [4, 4, 4]
    assert comparison.compared(points) == 100


def test_a_handful_of_customers_can_be_compared():
    points, _, table = compared(customer_view(6), k=2)
    assert len(points) == 6
    assert table["groups"].tolist()[:3] == [2, 2, 2]
