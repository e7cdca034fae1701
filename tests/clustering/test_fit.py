"""How many customers are used for what when segments are found."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from fixtures import customer_view, customers_and_strays
from segmentbook.clustering import fit
from segmentbook.clustering.algorithms import ALGORITHMS
from segmentbook.clustering.transform import Scaling
from segmentbook.params.clustering import Clustering, Outliers, Split

NAMES = ["recency", "frequency", "monetary"]
RICH = customer_view(12).assign(monetary=lambda view: 5e6 + view.index)


def metrics(view, **changes):
    params = Clustering(**{"n_init": 2, **changes})
    scaling = Scaling.fit(view, NAMES, params)
    points = fit.fit_points(view, scaling, params)
    return fit.metrics(view, points, fit.segment(points, scaling, 4, params))


def test_all_customers_are_used():
    found = metrics(customer_view())
    assert (found["fitted_customers"], found["fitted_share"], found["segment_count"]) == (120, 1, 4)
    assert found["algorithm_customers"] == found["silhouette_customers"] == 120
    assert (found["isolated_customers"], found["split_parts"]) == (0, None)
    assert (found["algorithm_agreement"], found["algorithm_in_no_group"]) == (1.0, 0.0)


def test_parts_count_as_segments():
    found = metrics(customer_view(), split=Split(segment=2, k=3))
    assert (found["segment_count"], found["split_parts"]) == (6, 3)


def test_isolated_outliers_are_counted():
    view = pd.concat([customer_view(), RICH], ignore_index=True)
    found = metrics(view, outliers=Outliers(policy="isolate", fence=1.0))
    assert found["isolated_customers"] == 12
    assert (found["segment_count"], found["fitted_share"]) == (5, 1.0)


def test_customers_in_no_group_are_counted():
    assert 0 < metrics(customers_and_strays(), algorithm="hdbscan")["algorithm_in_no_group"] < 0.5


def test_samples_are_counted(monkeypatch):
    monkeypatch.setattr(fit, "RESAMPLED", 500)
    monkeypatch.setattr(fit, "SILHOUETTE_SAMPLE", 400)
    ward = dataclasses.replace(ALGORITHMS["ward"], most_customers=300)
    monkeypatch.setitem(ALGORITHMS, "ward", ward)
    found = metrics(customer_view(1600), fit_sample=1000, algorithm="ward")
    assert found["fitted_customers"] == 1000
    assert found["fitted_share"] == pytest.approx(0.625)
    assert found["silhouette_customers"] == 400
    assert found["resampled_customers"] == 500
    assert found["algorithm_customers"] == 300
