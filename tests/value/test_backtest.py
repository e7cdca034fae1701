"""Errors of forecasts, and the tests that decide what is said of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from segmentbook.value import backtest


def test_the_largest_outcomes_and_refunds_are_cut():
    outcome = np.concatenate([[-5.0], np.arange(99.0), [1e6]])
    assert backtest.winsorised(outcome).max() < 1_000
    assert backtest.winsorised(outcome).min() == 0


def test_errors():
    found = backtest.errors(np.array([0.0, 10.0]), np.array([5.0, 10.0]))
    assert (found.r2, found.mae, found.bias) == (0.5, 2.5, 1.5)
    flat = backtest.errors(np.zeros(2), np.ones(2))
    assert (flat.r2, flat.bias) == (None, None)


def test_a_forecast_that_is_better_a_worse_one_and_the_same():
    random = np.random.default_rng(1)
    outcome = random.normal(size=500)
    near, far = outcome + 0.1 * random.normal(size=500), random.normal(size=500)
    assert backtest.better(outcome, near, far) < 1e-6
    assert backtest.better(outcome, far, near) > 1 - 1e-6
    assert backtest.better(outcome, near, near) == 1.0


def customers(seed: int, number: int = 2_000, stay_away: float = 0.0) -> pd.DataFrame:
    """Return buyers at a constant rate; of those flagged, more stay away."""
    random = np.random.default_rng(seed)
    days = 3 + random.poisson(random.gamma(1.0, 6.0, number))
    known = random.integers(100, 270, number)
    away = random.uniform(size=number) < 1 / (1 + days * 90 / known)
    flagged = random.uniform(size=number) < 0.1
    away |= flagged & (random.uniform(size=number) < stay_away)
    frame = pd.DataFrame({"days": days, "known": known, "weeks": np.minimum(days, 12)})
    return frame.assign(next_days=np.where(away, 0, 1), flagged=flagged)


def test_flags_that_say_nothing_are_seldom_significant():
    p = [backtest.returns(one, one["flagged"].to_numpy()).p for one in map(customers, range(200))]
    assert sum(value < 0.02 for value in p) <= 10


def test_flags_of_customers_who_stay_away():
    one = customers(1, stay_away=0.3)
    found = backtest.returns(one, one["flagged"].to_numpy())
    assert found.p < 1e-6
    assert found.away > found.expected
    assert found.flagged == one["flagged"].sum()


@pytest.mark.parametrize("flag", [False, True])
def test_nobody_or_everybody_is_flagged(flag):
    one = customers(1)
    assert backtest.returns(one, np.full(len(one), flag)).p == 1.0
