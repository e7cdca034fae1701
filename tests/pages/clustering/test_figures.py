"""Plots of the choice of groups, on ordinary and awkward tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import silhouette_samples

from drawing import AWKWARD, svg, texts
from fixtures import customer_view
from segmentbook.clustering import stability
from segmentbook.clustering.transform import Scaling
from segmentbook.pages.clustering import figures
from segmentbook.params.clustering import Clustering
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def scan(*numbers):
    columns = [*figures.RANKED_PANELS, *figures.OTHER_PANELS, "gap_error"]
    return pd.DataFrame([{"k": k, **dict.fromkeys(columns, 1.0 / k)} for k in numbers])


def points_of(view):
    names = ["recency", "frequency", "monetary"]
    return Scaling.fit(view, names, Clustering()).coordinates(view)


def test_choice_of_k():
    table = scan(*range(2, 11))
    picture = figures.choice_of_k(table, 4)
    svg(picture)
    assert "k = 4 is chosen" in picture.alt
    for row in table.itertuples():
        assert f"k={row.k}: {row.silhouette:.3f} and {row.stability:.2f}" in picture.alt


def test_a_single_number_of_groups_makes_no_curve():
    assert figures.choice_of_k(scan(4), 4).reason == "only one number was looked at"
    assert figures.other_indices(scan(4), 4, 4, 0.125).reason == "only one number was looked at"


def test_other_indices():
    picture = figures.other_indices(scan(2, 3, 4, 5), 4, 3, 0.125)
    svg(picture)
    assert "elbow at k = 3" in picture.alt
    assert "one group 0.12, k=2: 0.50" in picture.alt
    assert "elbow at k = 3" in texts(picture)


def test_silhouettes_are_those_of_scikit_learn():
    view = customer_view(200)
    points, segments = points_of(view), view["segment"].to_numpy()
    picture = figures.silhouettes(points, segments, 1)
    svg(picture)
    wanted = silhouette_samples(points, segments)
    for number in (1, 2, 3, 4):
        assert f"segment {number} mean {wanted[segments == number].mean():.2f}" in picture.alt
    assert f"mean {wanted.mean():.2f}" in texts(picture)


def test_silhouettes_of_many_are_a_sample(monkeypatch):
    monkeypatch.setattr(figures, "SHOWN", 50)
    view = customer_view(200)
    segments = view["segment"].to_numpy()
    picture = figures.silhouettes(points_of(view), segments, 1)
    svg(picture)
    assert "Silhouettes of 50 customers" in picture.alt
    assert figures.silhouette_metrics(segments) == {"silhouettes_drawn": 50}
    assert figures.silhouette_metrics(segments[:20]) == {"silhouettes_drawn": 20}


def test_silhouettes_of_one_segment_are_zero():
    view = customer_view(20)
    svg(figures.silhouettes(points_of(view), np.ones(20, dtype=int), 1))


@pytest.mark.parametrize("names", [["Recency", "Frequency", "Orders"], AWKWARD])
def test_correlations(names):
    values = np.random.default_rng(0).normal(size=(50, len(names)))
    values[:, 0] = 5.0
    table = pd.DataFrame(values, columns=names).corr()
    picture = figures.correlations(table)
    svg(picture)
    assert f"{names[1]} and {names[2]} {table.iloc[1, 2]:.2f}" in picture.alt
    assert f"{names[0]} and {names[1]} –" in picture.alt


def test_stability():
    picture = figures.stability({1: 0.91, 2: 0.4, 3: None}, stability.BADGES)
    svg(picture)
    assert picture.alt == "Stability of each segment: segment 1 0.91; segment 2 0.40."
    assert {"highly stable", "stable", "doubtful", "0.91", "0.40"} <= set(texts(picture))
