"""BG/NBD: the published fit, its published predictions, and recovery of known parameters."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from fixtures import real_export
from segmentbook.value.bg_nbd import BgNbd, fit

PUBLISHED = BgNbd(0.243, 4.414, 0.793, 2.426)
"""Of the sample of 2,357 customers of CDNOW, in weeks (Fader, Hardie and Lee 2005)."""


def one(*values: float) -> list[np.ndarray]:
    return [np.array([value], dtype=float) for value in values]


def drawn(seed: int, customers: int, model: BgNbd, total: float = 39.0):
    """Draw purchases from the model itself."""
    random = np.random.default_rng(seed)
    rates = random.gamma(model.r, 1 / model.alpha, customers)
    leaving = random.beta(model.a, model.b, customers)
    x, t_x = np.zeros(customers), np.zeros(customers)
    for customer in range(customers):
        now = random.exponential(1 / rates[customer])
        while now < total:
            x[customer] += 1
            t_x[customer] = now
            if random.uniform() < leaving[customer]:
                break
            now += random.exponential(1 / rates[customer])
    return x, t_x, np.full(customers, total)


def test_published_predictions():
    expected = PUBLISHED.expected(*one(2, 30.43, 38.86), 39)
    assert expected == pytest.approx(1.226, abs=5e-4)
    assert PUBLISHED.none(39.0) == pytest.approx(0.5737864, abs=1e-7)


def test_published_means():
    # The published table is of the unrounded fit.
    fitted = BgNbd(0.2426, 4.4135, 0.7929, 2.4258)
    weeks = np.array([0.1429, 1, 3, 31.8571, 32, 78])
    published = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
    np.testing.assert_allclose(fitted.mean(weeks), published, rtol=5e-4, atol=5e-5)


def test_published_fit():
    sample = pd.read_csv(real_export("cdnow_customers_summary_with_transactions.csv"))
    found = fit(*(sample[name].to_numpy(dtype=float) for name in ("x", "t_x", "T")))
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx(
        (0.2426, 4.4135, 0.7929, 2.4258), abs=1e-4
    )


def test_known_parameters_are_found_again():
    found = fit(*drawn(1, 20_000, PUBLISHED))
    assert found.r == pytest.approx(0.243, rel=0.1)
    assert found.alpha == pytest.approx(4.414, rel=0.15)
    assert found.a / (found.a + found.b) == pytest.approx(0.793 / (0.793 + 2.426), rel=0.15)


def test_nobody_leaves_where_buyers_are_memoryless():
    random = np.random.default_rng(2)
    number = random.poisson(random.gamma(1.0, 6.0, 3_000))
    times = [np.sort(random.uniform(0, 364, count)) for count in number[number > 0]]
    x = np.array([len(one) - 1 for one in times], dtype=float)
    t_x = np.array([one[-1] - one[0] for one in times])
    total = np.array([364 - one[0] for one in times])
    assert 1 - fit(x, t_x, total).active(x, t_x, total).mean() < 0.01


def test_the_unit_of_time_does_not_matter():
    x, t_x, total = drawn(3, 2_000, PUBLISHED)
    weeks, days = fit(x, t_x, total), fit(x, 7 * t_x, 7 * total)
    assert days.alpha == pytest.approx(7 * weeks.alpha, rel=1e-3)
    np.testing.assert_allclose(
        weeks.active(x, t_x, total), days.active(x, 7 * t_x, 7 * total), atol=1e-3
    )


def test_silence_lowers_the_probability_and_one_order_tells_nothing():
    active = PUBLISHED.active(np.full(3, 5.0), np.array([38.0, 20.0, 5.0]), np.full(3, 39.0))
    assert (np.diff(active) < 0).all()
    assert ((active > 0) & (active < 1)).all()
    assert PUBLISHED.active(*one(0, 0, 39)) == [1.0]


def test_without_repeat_orders_there_is_no_fit():
    with pytest.raises(ValueError, match="nobody has a repeat order"):
        fit(np.zeros(3), np.zeros(3), np.ones(3))
