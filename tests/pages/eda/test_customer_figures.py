"""Plots of customer tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from drawing import AWKWARD, svg, texts
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.eda import customer_figures
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_histograms_say_the_medians():
    random = np.random.default_rng(1)
    names = ["income", *AWKWARD[:4]]
    table = pd.DataFrame({name: random.lognormal(8, 1, 200) for name in names})
    table.loc[3, "income"] = np.nan
    picture = customer_figures.histograms(table)
    svg(picture)
    assert len([text for text in texts(picture) if text.startswith("median ")]) == 5
    assert f"median {theme.short(table['income'].median())}" in texts(picture)
    assert "income: median" in picture.alt


def test_histograms_of_equal_customers():
    svg(customer_figures.histograms(pd.DataFrame({"children": [1.0] * 12})))


def test_categories_show_every_share():
    table = pd.DataFrame(
        {
            "category": ["town"] * 3 + ["$edu$"] * 2,
            "value": ["Bandung", "$5_a^b", "others", "PhD", "Basic"],
            "customers": [60, 30, 10, 80, 20],
            "share": [0.6, 0.3, 0.1, 0.8, 0.2],
            "mean_amount": np.nan,
        }
    )
    picture = customer_figures.categories(table)
    svg(picture)
    assert {"60%", "30%", "10%", "80%", "20%"} <= {*texts(picture)}
    assert "Bandung 60%" in picture.alt


@pytest.mark.parametrize("form", ["MS", "YS"])
def test_joining_by_month_or_year(form):
    months = pd.date_range("2019-01-01", periods=4, freq=form)
    picture = customer_figures.joined(pd.DataFrame({"month": months, "customers": [20, 0, 31, 12]}))
    svg(picture)
    written = {text.replace("\n", " ") for text in texts(picture)}
    assert ("Jan 2019" if form == "MS" else "2019") in written
    assert "2019-01 20" in picture.alt


def test_what_is_not_applicable_is_handed_on():
    missing = NotApplicable("picture", "no column")
    for draw in (customer_figures.histograms, customer_figures.categories, customer_figures.joined):
        assert draw(missing) is missing
