"""Silhouettes by segment."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from drawing import svg, texts
from exhibits import picture_of, texts_of
from segmentbook.pages.clustering import silhouettes
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def table(customers=200, segments=4):
    random = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "segment": 1 + np.arange(customers) % segments,
            "silhouette": random.uniform(-0.2, 0.9, customers),
        }
    )


def test_means_and_negatives_of_each_segment_are_in_the_text_alternative():
    values = table()
    picture = picture_of(silhouettes(values))
    svg(picture)
    for number, own in values.groupby("segment")["silhouette"]:
        assert (
            f"segment {number} mean {own.mean():.2f}, {(own < 0).mean():.0%} below" in picture.alt
        )
    assert f"mean {values['silhouette'].mean():.2f}" in texts(picture)


def test_the_number_of_customers_is_in_the_title():
    assert texts_of(silhouettes(table(50))) == ["Silhouettes of 50 customers, by segment"]


def test_silhouettes_of_one_segment_may_be_zero():
    svg(picture_of(silhouettes(table(20, 1).assign(silhouette=0.0))))
