"""Bands of value in place of groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fixtures import customer_view
from scans import ROWS, params, scan
from segmentbook.clustering.bands import segment_or_band, value_of
from segmentbook.clustering.choice import choose
from segmentbook.clustering.fit import fit_points
from segmentbook.clustering.transform import Scaling
from segmentbook.features import RFM

NAMES = [feature.name for feature in RFM]


def segmented(view, minimum=10, ordered=False):
    options = params()
    scaling = Scaling.fit(view, NAMES, options)
    points = fit_points(view, scaling, options)
    best = choose(scan(ROWS, ordered=ordered), options)
    return segment_or_band(best, view, points, scaling, options, RFM, minimum)


def test_bands_are_thirds_by_value():
    view = customer_view(300).assign(monetary=np.random.default_rng(1).permutation(300) + 1.0)
    bands = pd.Series(segmented(view).assign(view))
    assert bands.value_counts().tolist() == [100, 100, 100]
    ranges = view.groupby(bands.to_numpy())["monetary"].agg(["min", "max"])
    assert ranges["min"].is_monotonic_decreasing
    assert (ranges["max"].shift(-1).dropna() < ranges["min"].iloc[:-1]).all()


def test_where_few_differ_in_value_there_are_two_bands_or_groups():
    half = customer_view(300).assign(monetary=np.r_[np.ones(140), np.full(160, 9.0)])
    assert segmented(half).segments in (2, 5)
    same = customer_view(300).assign(monetary=5.0)
    assert segmented(same).segments == 5


def test_groups_are_kept_where_there_is_an_order():
    assert segmented(customer_view(300), ordered=True).segments == 5


def test_customers_are_banded_by_spend():
    assert value_of(RFM).name == "monetary"
    assert value_of(RFM[:1]).name == RFM[0].name
