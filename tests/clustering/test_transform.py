"""Transforms, scalers and outliers: the numbers of scikit-learn, kept as plain numbers."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special
from sklearn.preprocessing import (
    MinMaxScaler,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
    StandardScaler,
)

from fixtures import customer_view
from segmentbook.clustering.transform import Scaling, Transform, box_cox, slopes
from segmentbook.core.errors import UserError
from segmentbook.params.clustering import Clustering, Outliers

NAMES = ["recency", "frequency", "monetary"]
SCALERS = {"standard": StandardScaler, "robust": RobustScaler, "min_max": MinMaxScaler}


def transformed(values, kind):
    if kind == "log1p":
        return np.log1p(values)
    if kind == "yeo_johnson":
        return PowerTransformer(standardize=False).fit_transform(values)
    if kind == "quantile":
        return QuantileTransformer(n_quantiles=100, subsample=None).fit_transform(values)
    return values


@pytest.mark.parametrize("scaler", SCALERS)
@pytest.mark.parametrize("kind", ["none", "log1p", "yeo_johnson", "quantile"])
def test_coordinates_are_those_of_scikit_learn(kind, scaler):
    view = customer_view(300)
    wanted = SCALERS[scaler]().fit_transform(transformed(view[NAMES].to_numpy(float), kind))
    scaling = Scaling.fit(view, NAMES, Clustering(transform=kind, scaler=scaler))
    np.testing.assert_allclose(scaling.coordinates(view), wanted, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("kind", ["log1p", "yeo_johnson", "quantile"])
def test_new_customers_are_transformed_as_scikit_learn_does(kind):
    view, others = customer_view(300), customer_view(200, seed=9)
    others.loc[0, "monetary"], others.loc[1, "monetary"] = 0.0, 1e7
    for name in NAMES:
        old, new = view[[name]].to_numpy(float), others[[name]].to_numpy(float)
        fitted = {
            "log1p": StandardScaler(with_mean=False, with_std=False),
            "yeo_johnson": PowerTransformer(standardize=False),
            "quantile": QuantileTransformer(n_quantiles=100, subsample=None),
        }[kind].fit(old)
        wanted = np.log1p(new) if kind == "log1p" else fitted.transform(new)
        found = Transform.fit(old[:, 0], kind, seed=0)(new[:, 0])
        np.testing.assert_allclose(found, wanted[:, 0], rtol=1e-9, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 30) | st.floats(-50, 1e6), min_size=3, max_size=40),
    st.sampled_from(["none", "yeo_johnson", "quantile"]),
)
def test_a_transform_never_falls_and_survives_json(values, kind):
    column = np.array(values, dtype=float)
    transform = Transform.fit(column, kind, seed=1)
    found = transform(np.sort(column))
    assert np.isfinite(found).all()
    assert (np.diff(found) >= -1e-9 * (1 + np.abs(found[1:]))).all()
    again = Transform.from_json(json.loads(json.dumps(transform.to_json())))
    assert np.array_equal(again(column), transform(column))


@pytest.mark.parametrize("scaler", SCALERS)
@pytest.mark.parametrize("kind", ["none", "log1p", "yeo_johnson", "quantile"])
def test_a_constant_feature_says_nothing_and_breaks_nothing(kind, scaler):
    view = customer_view().assign(frequency=1)
    params = Clustering(transform=kind, scaler=scaler)
    points = Scaling.fit(view, NAMES, params).coordinates(view)
    assert np.isfinite(points).all()
    assert np.ptp(points[:, 1]) == 0


@pytest.mark.parametrize("differing", [9, 10])
def test_a_feature_in_which_too_few_differ_is_constant(differing):
    view = customer_view(60).assign(frequency=[1] * differing + [7] * (60 - differing))
    scaling = Scaling.fit(view, NAMES, Clustering(), minimum=10)
    width = np.ptp(scaling.coordinates(view)[:, 1])
    assert (width > 0) == (differing == 10)
    others = view.assign(frequency=range(60))
    assert (np.ptp(scaling.coordinates(others)[:, 1]) > 0) == (differing == 10)
    recency = np.log1p(view["recency"])
    wanted = (recency - recency.mean()) / recency.std(ddof=0)
    np.testing.assert_allclose(scaling.coordinates(view)[:, 0], wanted)


def test_a_feature_without_interquartile_range_is_scaled_by_its_range():
    view = customer_view().assign(frequency=[1] * 110 + [5] * 10)
    points = Scaling.fit(view, NAMES, Clustering(transform="none", scaler="robust"))
    assert set(points.coordinates(view)[:, 1]) == {0.0, 1.0}


def test_money_below_minus_one_has_no_logarithm():
    view = customer_view()
    view.loc[3, "monetary"] = -25.0
    with pytest.raises(UserError) as error:
        Scaling.fit(view, NAMES, Clustering())
    text = str(error.value)
    assert "monetary" in text
    assert "-25" in text
    assert "clustering.transform" in text
    for kind in ("none", "yeo_johnson", "quantile"):
        scaling = Scaling.fit(view, NAMES, Clustering(transform=kind))
        assert np.isfinite(scaling.coordinates(view)).all()


def test_the_feature_with_a_missing_value_is_named():
    view = customer_view().astype({"recency": float})
    view.loc[[2, 5], "recency"] = np.nan
    with pytest.raises(UserError, match="recency has no value for 2 of 120 customers"):
        Scaling.fit(view, NAMES, Clustering())


def outlying(policy, **bounds):
    """Return a view of which 12 of 132 customers spend a thousand times more, and its scaling."""
    rich = customer_view(12).assign(monetary=lambda view: 5e6 + view.index)
    view = pd.concat([customer_view(120), rich], ignore_index=True)
    params = Clustering(outliers=Outliers(policy=policy, **bounds))
    return view, Scaling.fit(view, NAMES, params)


def test_outliers_are_kept():
    view, scaling = outlying("keep")
    assert not scaling.outside(view).any()
    assert np.isinf(scaling.bounds).all()


def test_outliers_are_capped_at_the_percentile():
    view, scaling = outlying("cap", bounds="percentile", percentile=10)
    limit = np.log1p(view["monetary"].quantile([0.1, 0.9]).to_numpy())
    wanted = np.clip(np.log1p(view["monetary"].to_numpy()), *np.percentile(
        np.log1p(view["monetary"]), [10, 90]
    ))  # fmt: skip
    found = scaling.coordinates(view)[:, 2]
    np.testing.assert_allclose(found, StandardScaler().fit_transform(wanted[:, None])[:, 0])
    assert scaling.bounds[2] == pytest.approx(limit, rel=0.01)


def test_outliers_are_isolated_and_leave_the_scaler_alone():
    view, scaling = outlying("isolate", bounds="iqr", fence=1.0)
    assert scaling.outside(view).tolist() == [False] * 120 + [True] * 12
    alone = Scaling.fit(view.head(120), NAMES, Clustering())
    np.testing.assert_allclose(scaling.centre, alone.centre)
    np.testing.assert_allclose(scaling.scale, alone.scale)


def test_too_few_outliers_make_no_segment():
    view, _ = outlying("keep")
    params = Clustering(outliers=Outliers(policy="isolate", fence=1.0))
    scaling = Scaling.fit(view.head(129), NAMES, params)
    assert not scaling.isolated
    assert not scaling.outside(view).any()
    just_enough = Scaling.fit(view.head(130), NAMES, params)
    assert just_enough.outside(view.head(130)).sum() == 10


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=20, unique=True))
def test_the_slopes_of_a_quantile_transform_are_those_between_its_knots(values):
    transform = Transform.fit(np.array(values, dtype=float), "quantile", seed=1)
    places, below, _, above = transform.knots.T
    found = slopes(transform.knots)
    assert len(found) == len(places) - 1
    assert above[:-1] + found * np.diff(places) == pytest.approx(below[1:], abs=1e-9)


@pytest.mark.parametrize("exponent", [0.0, 1e-13, 0.5, 1.0, 2.0])
def test_box_cox_is_that_of_scipy(exponent):
    values = np.array([0.1, 1.0, 5.0, 1e4])
    assert box_cox(values, exponent, np.log) == pytest.approx(special.boxcox(values, exponent))
