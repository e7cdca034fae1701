"""The table of bounds."""

from __future__ import annotations

import pandas as pd

from fixtures import customer_view
from segmentbook.clustering import outliers
from segmentbook.clustering.transform import Scaling
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM
from segmentbook.params.clustering import Clustering, Outliers

NAMES = [feature.name for feature in RFM]


def view_with_rich():
    rich = customer_view(12).assign(monetary=lambda view: 5e6 + view.index)
    return pd.concat([rich, customer_view(120)], ignore_index=True)


def table(**policy):
    view = view_with_rich()
    scaling = Scaling.fit(view, NAMES, Clustering(outliers=Outliers(**policy)))
    return view, outliers.table(view, scaling, RFM)


def test_bounds_are_told_in_the_units_of_the_feature():
    for policy in ("cap", "isolate"):
        view, found = table(policy=policy, fence=1.0)
        usual = view["monetary"][view["monetary"] < 5e6]
        row = found.set_index("feature").loc["Monetary value"]
        assert (row["lowest"], row["highest"]) == (usual.min(), usual.max())
        assert found["beyond"].tolist() == ["fewer than 10", "fewer than 10", "12"]


def test_where_all_are_kept_there_are_no_bounds():
    _, found = table(policy="keep")
    assert isinstance(found, NotApplicable)
