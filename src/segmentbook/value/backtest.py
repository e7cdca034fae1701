"""Judge what was predicted at a date by what came after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVEL = 0.02
"""Significance level of each test."""

WINSORISED = 0.99
"""Outcomes above this quantile count as that quantile: a few customers would decide every error."""


def winsorised(outcome: Floats) -> Floats:
    """Return outcomes between 0 and their `WINSORISED` quantile.

    Cancelled revenue may be below 0 in a period; nobody can be expected to spend less than nothing.
    """
    return np.clip(outcome, 0.0, max(float(np.quantile(outcome, WINSORISED)), 0.0))


@dataclass(frozen=True)
class Errors:
    """How far a forecast was from what came.

    Args:
        r2: Share of the variance that the forecast explains; below 0 where the mean does better.
        mae: Mean absolute error.
        bias: Mean forecast as a ratio of the mean outcome.
    """

    r2: float | None
    mae: float
    bias: float | None


def errors(outcome: Floats, forecast: Floats) -> Errors:
    """Compare a forecast with what came.

    Args:
        outcome: What came, shape (customers,).
        forecast: What was expected.
    """
    spread = float(((outcome - outcome.mean()) ** 2).sum())
    r2 = 1 - float(((outcome - forecast) ** 2).sum()) / spread if spread > 0 else None
    mean = float(outcome.mean())
    bias = float(forecast.mean()) / mean if mean > 0 else None
    return Errors(r2, float(np.abs(outcome - forecast).mean()), bias)


def better(outcome: Floats, forecast: Floats, other: Floats) -> float:
    """Test whether a forecast has smaller squared errors than another.

    Args:
        outcome: What came, shape (customers,).
        forecast: What was expected.
        other: The forecast that it should beat.

    Returns:
        The one-sided p-value of a paired t-test of the squared errors (Diebold and Mariano, Journal of
        Business & Economic Statistics 13, 1995), 1 where they do not differ.
    """
    from scipy.stats import t

    gain = (outcome - other) ** 2 - (outcome - forecast) ** 2
    deviation = float(gain.std(ddof=1)) if len(gain) > 1 else 0.0
    if deviation == 0:
        return 1.0
    return float(t.sf(gain.mean() / deviation * np.sqrt(len(gain)), len(gain) - 1))


@dataclass(frozen=True)
class Returns:
    """Whether flagged customers came back less often than others who ordered as often as they.

    Args:
        flagged: Number of flagged customers.
        away: Share of them without an order in the period after the date.
        expected: That share were they as those who had as many days with an order, in as long a time.
        p: One-sided p-value of the difference.
    """

    flagged: int
    away: float
    expected: float
    p: float


def returns(customers: pd.DataFrame, flagged: NDArray[np.bool_]) -> Returns:
    """Test whether flagged customers came back less often than their order days would have it.

    Where nobody leaves, and each buys at a constant rate times a season, the number of days with an
    order and the time in which they fell say everything about what comes: the time of the last one adds
    nothing, however customers differ. So the null is a logistic regression of ordering again on these,
    quadratic in their logarithms, and on the number of weeks with an order, as orders may come in
    clumps; what the flag adds is judged by its score test (Rao 1948).

    Args:
        customers: See `purchases.histories`, with the columns of what came.
        flagged: Which of them are flagged.
    """
    from scipy.stats import norm

    away: Floats = np.asarray(customers["next_days"] == 0, dtype=np.float64)
    number = int(flagged.sum())
    if not 0 < number < len(away) or away.min() == away.max():
        share = float(away[flagged].mean()) if number else 0.0
        return Returns(number, share, share, 1.0)
    basis = _quadratic(customers[["days", "weeks", "known"]].to_numpy(dtype=float))
    fitted = _logistic(basis, away)
    weight = fitted * (1 - fitted)
    flag = flagged.astype(float)
    moved = basis.T @ (weight * flag)
    inner = (basis.T * weight) @ basis + _RIDGE * np.eye(basis.shape[1])
    variance = float(weight @ flag - moved @ np.linalg.solve(inner, moved))
    score = float(flag @ (away - fitted)) / np.sqrt(max(variance, 1e-9))
    return Returns(
        number, float(away[flagged].mean()), float(fitted[flagged].mean()), float(norm.sf(score))
    )


_RIDGE = 1e-3
"""Keeps the regression defined where customers are few or the columns depend on each other."""


def _quadratic(columns: Floats) -> Floats:
    """Return an intercept, the standardised logarithms, their squares and products."""
    logs = np.log(np.maximum(columns, 1))
    logs = (logs - logs.mean(axis=0)) / np.maximum(logs.std(axis=0), 1e-9)
    one, other = np.triu_indices(logs.shape[1])
    return np.column_stack([np.ones(len(logs)), logs, logs[:, one] * logs[:, other]])


def _logistic(basis: Floats, outcome: Floats) -> Floats:
    """Return fitted probabilities of a logistic regression, by Newton's method."""
    from scipy.special import expit

    slopes = np.zeros(basis.shape[1])
    penalty = _RIDGE * np.eye(basis.shape[1])
    for _step in range(50):
        fitted = expit(basis @ slopes)
        weight = np.maximum(fitted * (1 - fitted), 1e-9)
        change = np.linalg.solve(
            (basis.T * weight) @ basis + penalty,
            basis.T @ (outcome - fitted) - _RIDGE * slopes,
        )
        # A step of Newton's may leap where outcomes are nearly separated.
        slopes = slopes + change * min(1.0, 5.0 / max(float(np.abs(change).max()), 1e-9))
        if np.abs(change).max() < 1e-8:
            break
    return np.asarray(expit(basis @ slopes))
