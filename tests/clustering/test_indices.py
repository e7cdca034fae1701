"""The indices of every k, against scikit-learn and the definitions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.metrics import (
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_samples,
    silhouette_score,
)

from fixtures import customer_view, customers_and_strays
from segmentbook.clustering import indices
from segmentbook.clustering.transform import Scaling
from segmentbook.core.errors import UserError
from segmentbook.params.clustering import Clustering

NAMES = ["recency", "frequency", "monetary"]


def points():
    view = customer_view(160)
    return Scaling.fit(view, NAMES, Clustering()).coordinates(view)


def params(**changes):
    return Clustering(**{"k_min": 2, "k_max": 5, "n_init": 4, **changes})


def test_scan_gives_the_indices_of_scikit_learn():
    found = indices.scan(points(), params()).table.set_index("k")
    assert found.index.tolist() == [2, 3, 4, 5]
    for k in found.index:
        model = KMeans(k, random_state=42, n_init=4).fit(points())
        shares = np.bincount(model.labels_) / 160
        distances = np.sort(cdist(points(), model.cluster_centers_), axis=1)
        wanted = {
            "inertia": model.inertia_,
            "silhouette": silhouette_score(points(), model.labels_),
            "simplified_silhouette": (1 - distances[:, 0] / distances[:, 1]).mean(),
            "calinski_harabasz": calinski_harabasz_score(points(), model.labels_),
            "davies_bouldin": davies_bouldin_score(points(), model.labels_),
            "smallest_share": shares.min(),
            "largest_share": shares.max(),
        }
        others = {name: found.loc[k, name] for name in wanted}
        assert others == pytest.approx(wanted, rel=1e-9)


def test_large_data_are_sampled_with_the_seed(monkeypatch):
    monkeypatch.setattr(indices, "SILHOUETTE_SAMPLE", 60)
    first, again = (indices.scan(points(), params(k_max=3)).table for _ in range(2))
    pd.testing.assert_frame_equal(first, again, check_exact=True)
    exact = silhouette_score(points(), KMeans(3, random_state=42, n_init=4).fit_predict(points()))
    assert first["silhouette"][1] == pytest.approx(exact, abs=0.1)
    assert first["silhouette"][1] != exact


def test_fewer_different_customers_than_groups():
    few = np.repeat(points()[:5], 40, axis=0)
    with pytest.raises(UserError) as error:
        indices.scan(few, params())
    assert "5 different customers cannot be put into up to 5 groups" in str(error.value)
    assert "at most 4" in str(error.value)
    assert len(indices.scan(few, params(k_max=4)).table) == 3


def test_one_customer_makes_no_groups():
    with pytest.raises(UserError, match="1 different customers cannot be put into groups"):
        indices.scan(np.repeat(points()[:1], 3, axis=0), params(k_max=4))


def test_the_gap_prefers_one_group_of_even_customers_and_the_planted_four():
    even = np.random.default_rng(1).uniform(size=(400, 2))
    gaps = indices.gap(even, [1, 2, 3], seed=0).set_index("k")
    # The rule of the paper: the first k whose gap is at least that of the next less its error.
    assert gaps["gap"][1] >= gaps["gap"][2] - gaps["gap_error"][2]
    planted = indices.gap(points(), [1, 2, 3, 4, 5], seed=0).set_index("k")
    assert planted["gap"].idxmax() >= 4
    assert planted["gap"][4] - planted["gap_error"][4] > planted["gap"][3]


def test_the_gap_of_data_like_the_reference_is_near_zero():
    even = np.random.default_rng(1).uniform(size=(2000, 2)) * [4.0, 1.0]
    assert indices.gap(even, [1, 2, 4], seed=0)["gap"].abs().max() < 0.05


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"minimum_share": 0.5}, ["finds 0 groups of at least 50.0%", "lower clustering.min"]),
        ({"k_max": 3}, ["'hdbscan' finds 4 groups", "2 to 3", "raise clustering.minimum_share"]),
    ],
)
def test_a_number_that_the_algorithm_finds_outside_the_range_is_refused(changes, words):
    view, params = customers_and_strays(), Clustering(algorithm="hdbscan", **changes)
    strays = Scaling.fit(view, NAMES, params).coordinates(view)
    with pytest.raises(UserError) as caught:
        indices.scan(strays, params)
    assert all(word in str(caught.value) for word in words)


def test_silhouettes_are_those_of_scikit_learn():
    segments = customer_view(160)["segment"].to_numpy()
    table = indices.silhouettes(points(), segments, 1)
    assert table["silhouette"].tolist() == silhouette_samples(points(), segments).tolist()
    assert table["segment"].tolist() == segments.tolist()


def test_silhouettes_of_many_are_those_of_a_sample(monkeypatch):
    monkeypatch.setattr(indices, "SILHOUETTES", 50)
    segments = customer_view(160)["segment"].to_numpy()
    table = indices.silhouettes(points(), segments, 1)
    assert len(table) == 50
    pd.testing.assert_frame_equal(table, indices.silhouettes(points(), segments, 1))


def test_silhouettes_of_one_segment_or_of_single_customers_are_zero():
    few = points()[:4]
    assert indices.silhouettes(few, np.ones(4, dtype=int), 1)["silhouette"].tolist() == [0.0] * 4
    assert indices.silhouettes(few, np.arange(4), 1)["silhouette"].tolist() == [0.0] * 4
