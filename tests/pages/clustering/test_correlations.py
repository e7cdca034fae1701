"""Correlations, and warnings of constants and copies."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from drawing import AWKWARD, svg
from exhibits import picture_of, texts_of
from segmentbook.pages.clustering import correlations
from segmentbook.report import theme

NOTHING = {"constant_features": [], "copied_features": [], "copy_bound": 0.95}


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


@pytest.mark.parametrize("names", [["Recency", "Frequency", "Orders"], AWKWARD])
def test_every_pair_is_in_the_text_alternative(names):
    values = np.random.default_rng(0).normal(size=(50, len(names)))
    values[:, 0] = 5.0
    table = pd.DataFrame(values, columns=names).corr()
    picture = picture_of(correlations(table, NOTHING))
    svg(picture)
    assert f"{names[1]} and {names[2]} {table.iloc[1, 2]:.2f}" in picture.alt
    assert f"{names[0]} and {names[1]} –" in picture.alt


def test_one_feature_has_no_pairs():
    picture = picture_of(correlations(pd.DataFrame({"Recency": [1.0]}, index=["Recency"]), NOTHING))
    assert picture.alt == "Correlation of features: one feature only."


def test_constants_and_copies_are_named():
    table = pd.DataFrame(np.eye(2), columns=["A", "B"], index=["A", "B"])
    copied = [{"first": "Frequency", "second": "Monetary value", "correlation": 0.97}]
    found = {**NOTHING, "constant_features": ["Recency"], "copied_features": copied}
    assert texts_of(correlations(table, found))[1:] == [
        "Recency is the same for all customers, or for all but too few to form a group.",
        "Frequency and Monetary value have a correlation of 0.97: the clustering counts what both "
        "measure once for each.",
    ]
    [sentence] = texts_of(correlations(table, NOTHING))[1:]
    assert sentence.startswith("No feature is constant, and no two have a correlation")
    assert "0.95 or more" in sentence
