"""The gamma-gamma model of what an order is worth to come, shrunken to the population.

The values of a customer's orders vary about her own mean, and the means follow a gamma mixture;
neither depends on how often she orders. Fader and Hardie, The Gamma-Gamma Model of Monetary Value
(2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_LIMIT = 12.0
_START = (1.0, 2.0, 1.0)


@dataclass(frozen=True)
class GammaGamma:
    """A fitted model.

    Args:
        p: Shape of the values of a customer's orders.
        q: Shape of the mixture over customers.
        v: Scale of the mixture, in money.
    """

    p: float
    q: float
    v: float

    def expected(self, x: Floats, mean: Floats) -> Floats:
        """Return the mean value of each customer's orders to come.

        Args:
            x: Number of orders behind each mean; 0 gives the population's mean.
            mean: Mean value of a customer's orders.

        Returns:
            NaN for those whose mean is infinite to the model.
        """
        below = self.p * x + self.q - 1
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(below > 0, self.p * (self.v + x * mean) / below, np.nan)


def fit(x: Floats, mean: Floats) -> GammaGamma:
    """Fit the model by maximum likelihood.

    Args:
        x: Number of orders behind each mean, at least 1, shape (customers,).
        mean: Mean value of a customer's orders, above 0.

    Raises:
        ValueError: If there is no such customer.
    """
    from scipy.optimize import minimize

    if not len(x):
        raise ValueError("nobody has an order with a value")
    unit = float(np.median(mean))
    found = minimize(
        _loss,
        np.log(_START),
        args=(x, mean / unit),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-_LIMIT, _LIMIT)] * 3,
        options={"maxiter": 2_000, "ftol": 1e-13, "gtol": 1e-8},
    )
    p, q, v = (float(value) for value in np.exp(found.x))
    return GammaGamma(p, q, v * unit)


def _loss(logs: Floats, x: Floats, mean: Floats) -> tuple[float, Floats]:
    """Return the mean negative log-likelihood and its gradient in the logarithms."""
    from scipy.special import digamma, gammaln

    p, q, v = np.exp(logs)
    px, whole = p * x, x * mean + v
    log_likelihood = (
        gammaln(px + q)
        - gammaln(px)
        - gammaln(q)
        + q * np.log(v)
        + (px - 1) * np.log(mean)
        + px * np.log(x)
        - (px + q) * np.log(whole)
    )
    by_p = x * (digamma(px + q) - digamma(px) + np.log(mean * x) - np.log(whole))
    by_q = digamma(px + q) - digamma(q) + np.log(v) - np.log(whole)
    by_v = q / v - (px + q) / whole
    slopes = np.array([by_p.mean() * p, by_q.mean() * q, by_v.mean() * v])
    return -float(log_likelihood.mean()), -slopes
