"""The BG/NBD model of repeat purchases: how often customers order, and after which they stop.

While active, a customer orders at a constant rate; rates follow a gamma distribution (r, alpha). After
any repeat order she leaves for good with a probability of her own; these follow a beta distribution
(a, b). Fader, Hardie and Lee, "Counting Your Customers" the Easy Way (Marketing Science 24, 2005).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_LIMIT = 9.0
"""Parameters are sought between exp(-9) and exp(9), in units of the longest time."""

_START = (0.5, 0.1, 0.5, 2.0)


@dataclass(frozen=True)
class BgNbd:
    """A fitted model.

    Args:
        r: Shape of the order rates.
        alpha: Rate of the order rates, in units of time.
        a: First parameter of the probabilities of leaving.
        b: Second parameter of the probabilities of leaving.
    """

    r: float
    alpha: float
    a: float
    b: float

    def active(self, x: Floats, t_x: Floats, total: Floats) -> Floats:
        """Return the probability that each customer is still active.

        Args:
            x: Repeat order days.
            t_x: Time from the first to the last order, 0 without a repeat order.
            total: Time from the first order to the end.

        Returns:
            One for each customer; 1 without a repeat order, as the model has nobody leave before.
        """
        repeat = np.maximum(x, 1)
        silence = np.log((self.alpha + total) / (self.alpha + t_x))
        log_odds = np.log(self.a / (self.b + repeat - 1)) + (self.r + x) * silence
        return np.where(x > 0, _expit(-log_odds), 1.0)

    def none(self, time: Floats | float) -> Floats:
        """Return the probability that a new customer orders no more within a time."""
        return np.asarray((self.alpha / (self.alpha + np.asarray(time, dtype=float))) ** self.r)

    def mean(self, time: Floats | float) -> Floats:
        """Return the mean number of repeat orders of a new customer within a time."""
        from scipy.special import hyp2f1

        t = np.asarray(time, dtype=float)
        part = (self.alpha / (self.alpha + t)) ** self.r * hyp2f1(
            self.r, self.b, self.a + self.b - 1, t / (self.alpha + t)
        )
        return np.asarray((self.a + self.b - 1) / (self.a - 1) * (1 - part))

    def expected(self, x: Floats, t_x: Floats, total: Floats, time: float) -> Floats:
        """Return the mean number of orders of each customer in the time to come.

        Args:
            x: Repeat order days.
            t_x: Time from the first to the last order.
            total: Time from the first order to the end.
            time: The time to come.
        """
        from scipy.special import hyp2f1

        whole = self.alpha + total + time
        shrink = np.exp((self.r + x) * np.log((self.alpha + total) / whole))
        part = shrink * hyp2f1(self.r + x, self.b + x, self.a + self.b + x - 1, time / whole)
        mean = (self.a + self.b + x - 1) / (self.a - 1) * (1 - part)
        return np.asarray(mean * self.active(x, t_x, total))


def fit(x: Floats, t_x: Floats, total: Floats) -> BgNbd:
    """Fit the model by maximum likelihood.

    Args:
        x: Repeat order days, shape (customers,).
        t_x: Time from the first to the last order.
        total: Time from the first order to the end.

    Returns:
        The model, in the unit of the times.

    Raises:
        ValueError: If nobody has a repeat order.
    """
    from scipy.optimize import minimize

    if not (x > 0).any():
        raise ValueError("nobody has a repeat order")
    unit = float(total.max())
    # Customers with the same history count once, with their number as the weight.
    rows, number = np.unique(
        np.column_stack([x, t_x / unit, total / unit]), axis=0, return_counts=True
    )
    columns = tuple(np.ascontiguousarray(rows.T))
    weight = number / number.sum()
    found = minimize(
        _loss,
        np.log(_START),
        args=(*columns, weight),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-_LIMIT, _LIMIT)] * 4,
        options={"maxiter": 2_000, "ftol": 1e-11, "gtol": 1e-7},
    )
    r, alpha, a, b = (float(value) for value in np.exp(found.x))
    return BgNbd(r, alpha * unit, a, b)


def _loss(
    logs: Floats, x: Floats, t_x: Floats, total: Floats, weight: Floats
) -> tuple[float, Floats]:
    """Return the mean negative log-likelihood and its gradient in the logarithms."""
    from scipy.special import digamma, gammaln

    r, alpha, a, b = np.exp(logs)
    repeat = x > 0
    since_end, since_last = np.log(alpha + total), np.log(alpha + t_x)
    bx = np.where(repeat, b + x - 1, 1.0)
    stays = -(r + x) * since_end
    leaves = np.where(repeat, np.log(a) - np.log(bx) - (r + x) * since_last, -np.inf)
    both = np.logaddexp(stays, leaves)
    log_likelihood = (
        gammaln(r + x)
        - gammaln(r)
        + r * np.log(alpha)
        + (gammaln(a + b) - gammaln(a + b + x))
        + (gammaln(b + x) - gammaln(b))
        + both
    )
    left = np.exp(leaves - both)
    kept = 1 - left
    by_r = digamma(r + x) - digamma(r) + np.log(alpha) - kept * since_end - left * since_last
    by_alpha = r / alpha - (r + x) * (kept / (alpha + total) + left / (alpha + t_x))
    shared = digamma(a + b) - digamma(a + b + x)
    by_a = shared + left / a
    by_b = shared + digamma(b + x) - digamma(b) - left / bx
    slopes = np.array([weight @ one for one in (by_r * r, by_alpha * alpha, by_a * a, by_b * b)])
    return -float(weight @ log_likelihood), -slopes


def _expit(values: Floats) -> Floats:
    from scipy.special import expit

    return np.asarray(expit(values))
