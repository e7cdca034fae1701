"""Constant features and copies are told."""

from __future__ import annotations

import pytest

from fixtures import customer_view, said
from segmentbook.clustering import redundancy
from segmentbook.clustering.transform import Scaling
from segmentbook.features import RFM
from segmentbook.params.clustering import Clustering

NAMES = [feature.name for feature in RFM]


def values_of(view, bound=0.95):
    points = Scaling.fit(view, NAMES, Clustering()).coordinates(view)
    return redundancy.metrics(points, RFM, bound)


def test_nothing_to_warn_of():
    values = values_of(customer_view(), bound=0.999)
    assert (values["constant_features"], values["copied_features"]) == ([], [])
    [sentence] = redundancy.warnings(values)
    assert "No feature is constant" in sentence[0]


def test_a_constant_feature_and_a_copy_are_told():
    view = customer_view().assign(recency=30, monetary=lambda table: table["frequency"] * 10.0 - 1)
    values = values_of(view)
    assert values["constant_features"] == ["Recency"]
    [pair] = values["copied_features"]
    assert (pair["first"], pair["second"]) == ("Frequency", "Monetary value")
    assert 0.95 <= pair["correlation"] <= 1
    texts = said(redundancy.warnings(values), values)
    assert texts[0] == (
        "Recency is the same for all customers, or all but too few for a group, and tells none apart."
    )
    assert texts[1].startswith("Frequency and Monetary value are nearly copies of each other")


def test_a_reversed_copy_is_a_copy():
    view = customer_view().assign(frequency=lambda table: 500 - table["recency"])
    points = Scaling.fit(view, NAMES, Clustering(transform="none")).coordinates(view)
    [pair] = redundancy.metrics(points, RFM, 0.95)["copied_features"]
    assert pair["correlation"] == pytest.approx(-1.0)
