"""How the numeric attributes of customers are distributed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from drawing import AWKWARD, svg, texts
from exhibits import blocks_of, picture_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.eda import numbers
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_medians_are_in_the_picture_and_in_its_text_alternative():
    random = np.random.default_rng(1)
    names = ["income", *AWKWARD[:4]]
    table = pd.DataFrame({name: random.lognormal(8, 1, 200) for name in names})
    table.loc[3, "income"] = np.nan
    picture = picture_of(numbers(table))
    svg(picture)
    assert len([text for text in texts(picture) if text.startswith("median ")]) == 5
    assert f"median {theme.short(table['income'].median())}" in texts(picture)
    assert "income: median" in picture.alt


def test_the_strongest_correlation_is_in_words():
    values = np.arange(50.0)
    table = pd.DataFrame({"income": values, "noise": values % 7, "age": -values})
    title, _, sentence = texts_of(numbers(table))
    assert title == "income and age correlate most strongly"
    assert "rank correlation, −1.00 (" in sentence


def test_numbers_of_equal_customers_have_no_correlation():
    shown = numbers(pd.DataFrame({"children": [1.0] * 12}))
    svg(picture_of(shown))
    assert texts_of(shown) == [
        "How customers are distributed",
        "Customers by each number, median in red",
    ]


def test_no_bar_has_too_few_customers():
    table = pd.DataFrame({"children": [0.0] * 40 + [1.0] * 30 + [2.0] * 4 + [3.0] * 12})
    [axes] = picture_of(numbers(table, 10)).figure.axes
    heights = [patch.get_height() for patch in axes.patches]
    assert heights == [40, 30, 0, 0]  # 12 goes with 4, which the number of all would reveal


def test_without_numbers_the_exhibit_is_not_applicable():
    [block] = blocks_of(numbers(NotApplicable(reason="the params name no numeric columns")))
    assert block["kind"] == "not_applicable"
