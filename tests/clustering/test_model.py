"""The segmentation: assignment, numbering, the form of model.json."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans

from fixtures import customer_view, customers_and_strays
from segmentbook.clustering.algorithms import group, in_order
from segmentbook.clustering.fit import fit_points, segment
from segmentbook.clustering.model import Parts, Segmentation
from segmentbook.clustering.transform import Scaling
from segmentbook.core.errors import UserError
from segmentbook.params.clustering import Clustering, Outliers, Split

NAMES = ["recency", "frequency", "monetary"]


def points_of(view):
    return Scaling.fit(view, NAMES, Clustering()).coordinates(view)


def fitted(view, k=4, **changes):
    params = Clustering(**{"n_init": 3, **changes})
    scaling = Scaling.fit(view, NAMES, params)
    return segment(fit_points(view, scaling, params), scaling, k, params)


@pytest.mark.parametrize("k", [2, 3, 4, 6])
def test_assignment_equals_prediction(k):
    view, others = customer_view(400), customer_view(300, seed=99)
    segmentation = fitted(view, k, n_init=5)
    points = points_of(view)
    model = KMeans(k, random_state=42, n_init=5).fit(points)
    for customers in (view, others):
        ours = segmentation.assign(customers)
        theirs = model.predict(segmentation.scaling.coordinates(customers))
        pairs = set(zip(theirs.tolist(), ours.tolist(), strict=True))
        assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
    groups = group(points, k, "k_means", 42, 5)
    assert np.array_equal(segmentation.assign(view), groups.labels + 1)
    assert groups.inertia == pytest.approx(model.inertia_, rel=1e-9)


def test_a_model_of_hdbscan_is_plain_numbers_too():
    view = customers_and_strays()
    segmentation = fitted(view, 0, algorithm="hdbscan")
    written = json.loads(json.dumps(segmentation.to_json()))
    assert written["algorithm"] == "hdbscan"
    assert written["in_no_group"] == segmentation.in_no_group > 0
    again = Segmentation.from_json(written)
    assert again.in_no_group == segmentation.in_no_group
    assert again.assign(view).tolist() == segmentation.assign(view).tolist()


def test_the_order_of_customers_does_not_matter_to_assignment():
    view = customer_view(100)
    segmentation = fitted(view)
    mixed = view.sample(frac=1, random_state=5)
    ours = pd.Series(segmentation.assign(mixed), index=mixed.index).sort_index()
    assert ours.tolist() == segmentation.assign(view).tolist()


def test_a_split_puts_its_parts_in_the_place_of_the_segment():
    view = customer_view(400)
    whole, parts = fitted(view), fitted(view, split=Split(segment=2, k=3))
    before, after = whole.assign(view), parts.assign(view)
    assert parts.segments == 6
    pairs = {(int(a), int(b)) for a, b in zip(before, after, strict=True)}
    assert pairs == {(1, 1), (2, 2), (2, 3), (2, 4), (3, 5), (4, 6)}
    members = points_of(view)[before == 2]
    inner = group(members[in_order(members)], 3, "k_means", 42, 3)
    assert sorted(np.bincount(inner.labels)) == sorted(np.bincount(after)[2:5])


@pytest.mark.parametrize(
    ("split", "message"),
    [
        (Split(segment=5, k=2), "there is no segment 5 to split"),
        (Split(segment=1, k=12), "too few to be split into 12"),
    ],
)
def test_a_split_that_cannot_be_made_is_refused(split, message):
    with pytest.raises(UserError, match=message):
        fitted(customer_view(40), split=split)


def test_outliers_are_the_last_segment():
    rich = customer_view(12).assign(monetary=lambda view: 5e6 + view.index)
    view = pd.concat([rich, customer_view(120)], ignore_index=True)
    options = {"outliers": Outliers(policy="isolate", fence=1.0)}
    segmentation = fitted(view, split=Split(segment=1, k=2), **options)
    assert segmentation.isolated == segmentation.segments == 6
    assert segmentation.assign(view)[:12].tolist() == [6] * 12
    assert set(segmentation.assign(view)[12:]) == {1, 2, 3, 4, 5}


def test_a_sample_is_fitted_and_everybody_assigned():
    view = customer_view(1500)
    segmentation = fitted(view, fit_sample=1000)
    assert not np.array_equal(segmentation.centroids, fitted(view).centroids)
    assert len(set(zip(view["segment"], segmentation.assign(view), strict=True))) == 4


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 400), st.integers(1, 50), st.floats(0, 1e6)),
        min_size=4,
        max_size=30,
        unique=True,
    ),
    transform=st.sampled_from(["none", "log1p", "yeo_johnson", "quantile"]),
    policy=st.sampled_from(["keep", "cap", "isolate"]),
    split=st.booleans(),
)
def test_a_saved_segmentation_assigns_alike(rows, transform, policy, split):
    view = pd.DataFrame(rows, columns=NAMES)
    params = Clustering(transform=transform, outliers=Outliers(policy=policy, fence=0.1))
    try:
        scaling = Scaling.fit(view, NAMES, params)
    except UserError:
        assume(policy != "isolate")
        raise
    points = scaling.coordinates(view)
    segmentation = Segmentation(scaling, points[:2], Parts(0, points[1:4]) if split else None)
    data = json.loads(json.dumps(segmentation.to_json(), allow_nan=False))
    assert data["schema"] == "segmentbook-model-2"
    assert [feature["name"] for feature in data["features"]] == NAMES
    again = Segmentation.from_json(data)
    assert again.assign(view).tolist() == segmentation.assign(view).tolist()
    assert set(again.assign(view)) <= set(range(1, again.segments + 1))


def test_bounds_that_leave_no_customer_within_are_refused():
    # Each customer is far from the others in one feature, and as most of them in the other two.
    far = [1, 2, 3, 7, 8, 9]
    view = pd.DataFrame(5, index=range(18), columns=NAMES)
    for place, name in enumerate(NAMES):
        view.loc[6 * place : 6 * place + 5, name] = far
    params = Clustering(transform="none", outliers=Outliers(policy="isolate", fence=0.1))
    with pytest.raises(UserError, match="all 18 customers lie outside the bounds"):
        Scaling.fit(view, NAMES, params)


def test_another_schema_is_refused_by_name():
    with pytest.raises(UserError, match=r"'segmentbook-model-1'.*\n.*'segmentbook-model-2'"):
        Segmentation.from_json({"schema": "segmentbook-model-1"})
