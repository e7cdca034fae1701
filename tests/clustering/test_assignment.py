"""Assignment in the engine: the same segments as in pandas and as scikit-learn's own."""

from __future__ import annotations

from dataclasses import replace

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans

from fixtures import customer_view, customers_and_strays
from models import NAMES, fitted
from segmentbook.clustering.assignment import _transformed, assign
from segmentbook.clustering.fit import fit_points, segment
from segmentbook.clustering.model import Segmentation
from segmentbook.clustering.transform import Scaling, Transform
from segmentbook.params.clustering import Clustering

pytestmark = pytest.mark.whole

SEEN = dict.fromkeys(NAMES, (2.0, 300.0))
TRANSFORMS = ["none", "log1p", "yeo_johnson", "quantile"]


def assigned(view: pd.DataFrame, model: Segmentation) -> pd.DataFrame:
    names = {number: f"Segment {number}" for number in model.numbers}
    expression = assign(ibis.memtable(view[["customer", *NAMES]]), model, names, SEEN)
    return expression.to_pandas().set_index("customer").loc[view["customer"]]


def any_customers() -> pd.DataFrame:
    """Return the customers of the model, others like them, and others unlike any."""
    random = np.random.default_rng(2)
    wild = pd.DataFrame(
        {
            "recency": random.integers(1, 2000, 500),
            "frequency": random.geometric(0.2, 500),
            "monetary": np.round(10 ** random.uniform(-2, 7, 500), 2),
        }
    )
    parts = [customer_view(300), customer_view(200, seed=11), wild]
    view = pd.concat(parts, ignore_index=True)[NAMES]
    return view.assign(customer=[f"{n:05d}" for n in range(len(view))])


@pytest.mark.parametrize(
    ("policy", "scaler", "split"),
    [("keep", "standard", 0), ("cap", "robust", 1), ("isolate", "min_max", 3)],
)
@pytest.mark.parametrize("transform", TRANSFORMS)
def test_the_engine_assigns_as_pandas_does(transform, policy, scaler, split):
    model = fitted(transform, scaler, policy, split)
    view = any_customers()
    found = assigned(view, model)
    assert found["segment"].tolist() == model.assign(view).tolist()
    assert (found["name"] == "Segment " + found["segment"].astype(str)).all()


@pytest.mark.parametrize("transform", TRANSFORMS)
def test_the_engine_assigns_as_scikit_learn_predicts(transform):
    view = customer_view(300)
    model = fitted(transform)
    points = model.scaling.coordinates(view)
    means = KMeans(4, init=model.centroids, n_init=1, max_iter=1).fit(points)
    means.cluster_centers_ = model.centroids
    assert (assigned(view, model)["segment"] == means.predict(points) + 1).all()


def test_the_engine_gives_customers_in_no_group_to_the_nearest():
    view, params = customers_and_strays(), Clustering(algorithm="hdbscan")
    scaling = Scaling.fit(view, NAMES, params)
    model = segment(fit_points(view, scaling, params), scaling, 0, params)
    assert model.in_no_group > 0
    everybody = any_customers()
    assert assigned(everybody, model)["segment"].tolist() == model.assign(everybody).tolist()


def test_segments_keep_the_numbers_of_an_earlier_report():
    model = replace(fitted("log1p", policy="isolate", split=2), kept=(7, 3, 9, 1, 4, 12))
    view = any_customers()
    assert assigned(view, model)["segment"].tolist() == model.assign(view).tolist()


def test_customers_at_a_knot_of_a_quantile_transform():
    model = fitted("quantile")
    knots = model.scaling.transforms[2].knots[:, 0]
    view = pd.DataFrame({"recency": 5, "frequency": 3, "monetary": knots})
    view.insert(0, "customer", [f"{n:04d}" for n in range(len(view))])
    assert assigned(view, model)["segment"].tolist() == model.assign(view).tolist()


def test_outside_the_seen_range_is_flagged():
    view = customer_view(6).assign(recency=[1, 2, 300, 301, 5, 5], frequency=2, monetary=50.0)
    view.loc[4, "monetary"] = 1.99
    assert assigned(view, fitted("log1p"))["outside_range"].tolist() == [
        True, False, False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("policy", ["keep", "isolate"])
def test_without_a_value_there_is_no_segment(policy):
    view = customer_view(4).astype({"monetary": "float64"})
    view.loc[1, "monetary"] = None
    found = assigned(view, fitted("log1p", policy=policy))
    assert found["segment"].isna().tolist() == [False, True, False, False]
    assert found["name"].isna().tolist() == [False, True, False, False]


def test_a_value_without_logarithm_gets_no_segment():
    view = customer_view(2).assign(monetary=[-5.0, 10.0])
    assert assigned(view, fitted("log1p"))["segment"].isna().tolist() == [True, False]


def test_equal_distances_go_to_the_first_segment():
    scaling = Scaling.fit(customer_view(50), NAMES, Clustering(transform="none"))
    centre = scaling.coordinates(customer_view(1))
    model = Segmentation(scaling, np.vstack([centre + 1, centre, centre]))
    assert assigned(customer_view(1), model)["segment"].tolist() == [2]


@settings(max_examples=12, deadline=None)
@given(
    kind=st.sampled_from(TRANSFORMS),
    learnt=st.lists(st.floats(0, 1e6) | st.integers(0, 9), min_size=3, max_size=30),
    others=st.lists(st.floats(0, 2e6) | st.integers(0, 9), min_size=1, max_size=30),
)
def test_numpy_and_the_engine_transform_alike(kind, learnt, others):
    transform = Transform.fit(np.array(learnt, dtype=float), kind, seed=0)
    values = np.array([*learnt, *others], dtype=float)
    table = ibis.memtable(pd.DataFrame({"place": range(len(values)), "value": values}))
    found = table.mutate(moved=_transformed(table.value, transform)).order_by("place").to_pandas()
    np.testing.assert_allclose(found["moved"], transform(values), rtol=1e-9, atol=1e-9)
