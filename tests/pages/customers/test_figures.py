"""Plots of features and scores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from drawing import svg, texts
from fixtures import customer_view
from segmentbook.clustering.transform import Scaling
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM, scores
from segmentbook.pages.customers import figures
from segmentbook.params.clustering import Clustering
from segmentbook.report import theme

NAMES = [feature.name for feature in RFM]


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_distributions():
    view = customer_view()
    points = Scaling.fit(view, NAMES, Clustering()).coordinates(view)
    picture = figures.distributions(view, points, RFM, "standard scores of the logarithm", "GBP")
    svg(picture)
    for number, feature in enumerate(RFM):
        before, after = view[feature.name].skew(), pd.Series(points[:, number]).skew()
        assert feature.title in picture.alt
        stated = picture.alt.split(f"{feature.title} ")[1].split(" after")[0].split(" before, ")
        assert [float(n) for n in stated] == pytest.approx([before, after], abs=0.1)


def test_distributions_of_equal_customers():
    view = customer_view(8).assign(recency=5, frequency=1, monetary=9.99)
    points = Scaling.fit(view, NAMES, Clustering(transform="none")).coordinates(view)
    picture = figures.distributions(view, points, RFM, "standard scores", "GBP")
    svg(picture)
    assert picture.alt.count("0.0 before, 0.0 after") == 3


def test_segment_map():
    scored = scores.add_scores(customer_view(400), RFM)
    table = scores.segment_map(scored)
    picture = figures.segment_map(table, "GBP")
    svg(picture)
    best = table.loc[table["monetary"].idxmax()]
    assert f"{theme.money(best['monetary'], 'GBP')}, is at recency" in picture.alt
    assert f"recency {best['recency_score']:.0f} and frequency {best['frequency_score']:.0f}" in (
        picture.alt
    )
    counts = scored.groupby(["recency_score", "frequency_score"]).size()
    hidden = table["customers"].isna().sum()
    assert (counts < 10).sum() <= hidden < len(counts)
    assert texts(picture).count("·") == hidden


def test_segment_map_where_no_cell_has_ten_customers():
    scored = scores.add_scores(customer_view(5), RFM)
    picture = figures.segment_map(scores.segment_map(scored), "GBP")
    svg(picture)
    assert "highest" not in picture.alt


def test_more_than_four_features_take_more_bands():
    view = customer_view()
    seven = [*RFM, *RFM, RFM[0]]
    points = np.zeros((len(view), len(seven)))
    picture = figures.distributions(view, points, seven, "standard scores", "GBP")
    svg(picture)
    assert texts(picture).count("standard scores") == 7
    assert picture.figure.get_size_inches()[1] == 2 * theme.WIDE[1]


def test_a_map_that_is_not_applicable_is_handed_on():
    missing = NotApplicable("map", "no scores")
    assert figures.segment_map(missing, "GBP") is missing
