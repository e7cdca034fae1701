"""Constant features, copies, and bounds for outliers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from fixtures import customer_view
from segmentbook.clustering import diagnostics
from segmentbook.clustering.transform import Scaling
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM
from segmentbook.params.clustering import Clustering, Outliers

NAMES = [feature.name for feature in RFM]


def redundancy(view, bound=0.95, **changes):
    points = Scaling.fit(view, NAMES, Clustering(**changes)).coordinates(view)
    return diagnostics.redundancy(points, RFM, bound)


def test_features_that_differ_are_not_redundant():
    found = redundancy(customer_view(), bound=0.999)
    assert (found["constant_features"], found["copied_features"]) == ([], [])
    assert found["copy_bound"] == 0.999


def test_constant_features_and_copies_are_found():
    view = customer_view().assign(recency=30, monetary=lambda table: table["frequency"] * 10.0 - 1)
    found = redundancy(view)
    assert found["constant_features"] == ["Recency"]
    [pair] = found["copied_features"]
    assert (pair["first"], pair["second"]) == ("Frequency", "Monetary value")
    assert 0.95 <= pair["correlation"] <= 1


def test_a_reversed_copy_is_a_copy():
    view = customer_view().assign(frequency=lambda table: 500 - table["recency"])
    [pair] = redundancy(view, transform="none")["copied_features"]
    assert pair["correlation"] == pytest.approx(-1.0)


def test_correlations_are_those_of_the_coordinates():
    points = np.random.default_rng(0).normal(size=(50, 3))
    points[:, 0] = 5.0
    table = diagnostics.correlations(points, RFM)
    assert table.columns.tolist() == [feature.title for feature in RFM]
    assert table.iloc[0].isna().all()
    assert table.iloc[1, 2] == pytest.approx(np.corrcoef(points[:, 1], points[:, 2])[0, 1])


def bounds(**policy):
    rich = customer_view(12).assign(monetary=lambda view: 5e6 + view.index)
    view = pd.concat([rich, customer_view(120)], ignore_index=True)
    scaling = Scaling.fit(view, NAMES, Clustering(outliers=Outliers(**policy)))
    return view, diagnostics.outlier_bounds(view, scaling, RFM)


@pytest.mark.parametrize("policy", ["cap", "isolate"])
def test_bounds_are_in_the_units_of_the_feature(policy):
    view, found = bounds(policy=policy, fence=1.0)
    usual = view["monetary"][view["monetary"] < 5e6]
    row = found.set_index("feature").loc["Monetary value"]
    assert (row["lowest"], row["highest"]) == (usual.min(), usual.max())
    # Too few to be shown are missing.
    assert found["beyond"].fillna(-1).tolist() == [-1, -1, 12]


def test_where_all_are_kept_there_are_no_bounds():
    _, found = bounds(policy="keep")
    assert isinstance(found, NotApplicable)
