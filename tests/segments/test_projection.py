"""The customers in two dimensions."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_iris

from segmentbook.core.errors import UserError
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM, Feature
from segmentbook.segments import projection

IRIS = [
    Feature(name, name, "", "cm", "high", "number")
    for name in ("Sepal length", "Sepal width", "Petal length", "Petal width")
]


def test_principal_components_of_iris():
    # R's prcomp(iris[, 1:4]): proportions 0.9246 and 0.05307; PC1 is 0.85667 petal length.
    found = projection.plane(load_iris().data, IRIS)
    assert found.explained == pytest.approx((0.9246, 0.05307), abs=5e-5)
    assert abs(found.loadings["axis1"][2]) == pytest.approx(0.85667, abs=5e-5)
    assert found.places.shape == (150, 2)
    metrics = projection.plane_metrics(found)
    assert metrics["map_axis1_feature"] == "Petal length"
    assert metrics["map_axis2_feature"] == "Sepal width"
    assert metrics["map_share"] == pytest.approx(0.9777, abs=1e-4)


def test_the_same_points_give_the_same_map():
    points = np.random.default_rng(1).normal(size=(50, 3))
    np.testing.assert_array_equal(
        projection.plane(points, RFM).places, projection.plane(points, RFM).places
    )


@pytest.mark.parametrize(
    ("points", "features"),
    [(np.ones((9, 3)), RFM), (np.arange(9.0).reshape(-1, 1), RFM[:1]), (np.ones((1, 3)), RFM)],
)
def test_customers_without_two_differences_have_no_map(points, features):
    assert isinstance(projection.plane(points, features), NotApplicable)


def test_a_pair_is_of_the_features_that_are_named():
    assert projection.pair_of(RFM, []) == (RFM[0], RFM[2])
    assert projection.pair_of(RFM, ["monetary", "frequency"]) == (RFM[2], RFM[1])
    with pytest.raises(UserError, match="did you mean 'monetary'"):
        projection.pair_of(RFM, ["monetry", "frequency"])
