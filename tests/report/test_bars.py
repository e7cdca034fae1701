"""Bars that exhibits share: rankings of any names, and histograms without small groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawing import AWKWARD, svg
from segmentbook.report import theme
from segmentbook.report.bars import histogram, ranking


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


@pytest.mark.parametrize("names", [AWKWARD, AWKWARD[:1], ["12 others"], ["same", "same"]])
def test_a_ranking_of_awkward_names(names):
    table = pd.DataFrame({"name": names, "revenue": [10.0 * n for n in range(len(names), 0, -1)]})
    picture = ranking(table, "name", "revenue", "revenue")
    svg(picture)
    for name, revenue in zip(table["name"], table["revenue"], strict=True):
        assert f"{name} {revenue:.0f}" in picture.alt
    shown = [
        label.get_text().replace(r"\$", "$") for label in picture.figure.axes[0].get_yticklabels()
    ]
    assert [text.removesuffix("…") for text in shown] == [
        name[:31] if len(name) > 32 else name for name in names
    ]


def test_a_ranking_of_money():
    table = pd.DataFrame({"name": ["A", "B"], "revenue": [1_234_567.0, 4_321.0]})
    picture = ranking(table, "name", "revenue", "revenue", "GBP")
    svg(picture)
    assert picture.alt == "Bars of revenue: A £1.23M, B £4,321."
    picture = ranking(table, "name", "revenue", "revenue", "IDR")
    assert picture.alt == "Bars of revenue: A IDR\u00a01.23M, B IDR\u00a04,321."
    assert len(picture.figure.axes[0].get_xticks()) <= 7


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=120),
    st.integers(1, 20),
    st.sampled_from([5, 30, np.arange(-0.5, 13)]),
)
def test_no_bar_of_a_histogram_has_too_few_customers(values, minimum, bins):
    figure, [axes] = theme.canvas()
    histogram(axes, np.array(values, dtype=float), bins, minimum, color="black", edgecolor="white")
    heights = np.array([patch.get_height() for patch in axes.patches])
    assert ((heights == 0) | (heights >= minimum)).all()
    hidden = len(values) - heights.sum()
    assert hidden == 0 or hidden >= minimum or not heights.any()
    assert figure.axes == [axes]
