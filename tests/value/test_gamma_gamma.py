"""Gamma-gamma: the published fit, recovery of known parameters, and what is expected."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from fixtures import real_export
from segmentbook.value.gamma_gamma import GammaGamma, fit

PUBLISHED = GammaGamma(6.25, 3.74, 15.44)
"""Of the 946 repeat customers of the sample of CDNOW (Fader and Hardie 2013)."""


def test_published_fit():
    sample = pd.read_csv(real_export("cdnow_customers_summary_with_transactions.csv"))
    sample = sample[sample["x"] > 0]
    found = fit(sample["x"].to_numpy(dtype=float), sample["zbar"].to_numpy(dtype=float))
    assert len(sample) == 946
    assert (found.p, found.q, found.v) == pytest.approx((6.2488, 3.7446, 15.4477), rel=1e-3)


def test_known_parameters_are_found_again():
    random = np.random.default_rng(1)
    x = 1.0 + random.poisson(3, 20_000)
    scale = random.gamma(3.74, 1 / 15.44, len(x))
    mean = random.gamma(6.25 * x, 1 / (scale * x))
    found = fit(x, mean)
    assert (found.p, found.q, found.v) == pytest.approx((6.25, 3.74, 15.44), rel=0.1)


def test_the_more_orders_the_less_is_shrunken():
    expected = PUBLISHED.expected(np.array([0.0, 1.0, 100.0]), np.array([0.0, 100.0, 100.0]))
    population = 6.25 * 15.44 / 2.74
    assert expected[0] == pytest.approx(population)
    assert population < expected[1] < expected[2] < 100


def test_without_an_infinite_mean():
    assert np.isnan(GammaGamma(1.0, 0.5, 1.0).expected(np.array([0.0]), np.array([0.0]))).all()


def test_without_orders_there_is_no_fit():
    with pytest.raises(ValueError, match="nobody has an order"):
        fit(np.empty(0), np.empty(0))
