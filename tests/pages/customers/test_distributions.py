"""Histograms of the features before and after the transformation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from drawing import svg, texts
from exhibits import picture_of
from fixtures import customer_view
from segmentbook.clustering.transform import Scaling
from segmentbook.features import RFM
from segmentbook.pages.customers import distributions
from segmentbook.pages.customers.distributions import coordinates
from segmentbook.params.clustering import Clustering
from segmentbook.report import theme

NAMES = [feature.name for feature in RFM]


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def drawn(view, **changes):
    params = Clustering(**changes)
    points = Scaling.fit(view, NAMES, params).coordinates(view)
    return points, picture_of(distributions(view, points, RFM, params, "GBP"))


def test_skewness_before_and_after_is_in_the_text_alternative():
    view = customer_view()
    points, picture = drawn(view)
    svg(picture)
    for number, feature in enumerate(RFM):
        before, after = view[feature.name].skew(), pd.Series(points[:, number]).skew()
        stated = picture.alt.split(f"{feature.title} ")[1].split(" after")[0].split(" before, ")
        assert [float(n) for n in stated] == pytest.approx([before, after], abs=0.1)


def test_equal_customers_have_no_skewness():
    _, picture = drawn(customer_view(8).assign(recency=5, frequency=1, monetary=9.99))
    svg(picture)
    assert picture.alt.count("0.0 before, 0.0 after") == 3


def test_more_than_four_features_take_more_bands():
    view = customer_view()
    seven = [*RFM, *RFM, RFM[0]]
    points, params = np.zeros((len(view), len(seven))), Clustering(transform="none")
    picture = picture_of(distributions(view, points, seven, params, "GBP"))
    svg(picture)
    assert texts(picture).count("standard scores") == 7
    assert picture.figure.get_size_inches()[1] == 2 * theme.WIDE[1]


def test_coordinates_are_described_by_transform_and_scaler():
    assert coordinates(Clustering()) == "standard scores of the logarithm"
    assert coordinates(Clustering(transform="none")) == "standard scores"


@pytest.mark.parametrize("transform", ["none", "log1p", "yeo_johnson", "quantile"])
@pytest.mark.parametrize("scaler", ["standard", "robust", "min_max"])
def test_all_coordinates_have_words(transform, scaler):
    assert coordinates(Clustering(transform=transform, scaler=scaler))
