"""The segmentation: scaling, assignment, numbering."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

from fixtures import customer_view
from segmentbook.clustering.model import Scaling, Segmentation, fit
from segmentbook.errors import UserError

NAMES = ["recency", "frequency", "monetary"]


@pytest.mark.parametrize("transform", ["none", "log1p"])
def test_coordinates_are_those_of_scikit_learn(transform):
    view = customer_view()
    values = view[NAMES].to_numpy(dtype=float)
    wanted = StandardScaler().fit_transform(np.log1p(values) if transform == "log1p" else values)
    found = Scaling.fit(view, NAMES, transform).coordinates(view)
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12)


def test_a_constant_feature_says_nothing_and_breaks_nothing():
    view = customer_view().assign(frequency=1)
    points = Scaling.fit(view, NAMES, "log1p").coordinates(view)
    assert np.isfinite(points).all()
    assert (points[:, 1] == 0).all()


def test_money_below_minus_one_has_no_logarithm():
    view = customer_view()
    view.loc[3, "monetary"] = -25.0
    with pytest.raises(UserError) as error:
        Scaling.fit(view, NAMES, "log1p")
    text = str(error.value)
    assert "monetary" in text
    assert "-25" in text
    assert "clustering.transform" in text
    assert np.isfinite(Scaling.fit(view, NAMES, "none").coordinates(view)).all()


@pytest.mark.parametrize("k", [2, 3, 4, 6])
def test_assignment_equals_prediction(k):
    view = customer_view(400)
    scaling = Scaling.fit(view, NAMES, "log1p")
    points = scaling.coordinates(view)
    centroids, labels, inertia = fit(points, k, seed=42, n_init=5)
    segmentation = Segmentation(scaling, centroids)
    assert np.array_equal(segmentation.assign(view), labels)
    distances = ((points - centroids[labels]) ** 2).sum()
    assert inertia == pytest.approx(distances, rel=1e-9)
    # New customers go where scikit-learn's own predict sends them.
    model = KMeans(k, random_state=42, n_init=5).fit(points)
    others = customer_view(300, seed=99)
    theirs = model.predict(scaling.coordinates(others))
    ours = segmentation.assign(others)
    pairs = set(zip(theirs.tolist(), ours.tolist(), strict=True))
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


def test_numbers_do_not_depend_on_the_seed():
    view = customer_view(200)
    points = Scaling.fit(view, NAMES, "log1p").coordinates(view)
    first_centroids, first, inertia = fit(points, 4, seed=0, n_init=10)
    raw = set()
    for seed in range(1, 6):
        centroids, labels, other = fit(points, 4, seed=seed, n_init=10)
        np.testing.assert_allclose(centroids, first_centroids, rtol=1e-9)
        assert np.array_equal(labels, first)
        assert other == pytest.approx(inertia, rel=1e-9)
        raw.add(tuple(KMeans(4, random_state=seed, n_init=10).fit(points).labels_[:8]))
    assert len(raw) > 1  # scikit-learn's own numbers do depend on it


def test_numbers_fall_with_the_last_feature_and_every_group_has_members():
    view = customer_view(200)
    points = Scaling.fit(view, NAMES, "log1p").coordinates(view)
    centroids, labels, _ = fit(points, 4, seed=42, n_init=3)
    assert centroids[:, 2].tolist() == sorted(centroids[:, 2], reverse=True)
    assert set(labels) == {0, 1, 2, 3}
    for number in range(4):
        np.testing.assert_allclose(points[labels == number].mean(axis=0), centroids[number])
    # The four groups were planted: each is found whole.
    pairs = set(zip(view["segment"], labels, strict=True))
    assert len(pairs) == 4


def test_the_order_of_customers_does_not_matter_to_assignment():
    view = customer_view(100)
    scaling = Scaling.fit(view, NAMES, "log1p")
    centroids, _, _ = fit(scaling.coordinates(view), 4, seed=42, n_init=3)
    segmentation = Segmentation(scaling, centroids)
    mixed = view.sample(frac=1, random_state=5)
    ours = pd.Series(segmentation.assign(mixed), index=mixed.index).sort_index()
    assert ours.tolist() == segmentation.assign(view).tolist()


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 400), st.integers(1, 50), st.floats(0, 1e6)),
        min_size=2,
        max_size=30,
        unique=True,
    )
)
def test_a_saved_segmentation_assigns_alike(rows):
    view = pd.DataFrame(rows, columns=NAMES)
    scaling = Scaling.fit(view, NAMES, "log1p")
    centroids = scaling.coordinates(view)[:2]
    data = json.loads(json.dumps(Segmentation(scaling, centroids).to_json()))
    assert data["schema"] == "segmentbook-model-1"
    assert data["features"] == NAMES
    again = Segmentation(
        Scaling(
            tuple(data["features"]),
            data["transform"],
            np.array(data["mean"]),
            np.array(data["scale"]),
        ),
        np.array(data["centroids"]),
    )
    assert again.assign(view).tolist() == Segmentation(scaling, centroids).assign(view).tolist()
    assert again.assign(view)[0] == 0
