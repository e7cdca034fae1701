"""Customer views in which it is known whether there are groups: recency, frequency, monetary value.

Without groups: copulas that have the marginals, zeros and ties of a real study and its rank
correlations, and buyers of one kind. With groups: planted ones, a known distance apart.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.worlds import buyers, marginals

Floats = NDArray[np.float64]

# ---------------------------------------------------------------- no groups


def copula(
    seed: int, customers: int, *, study: str = "complete_journey", freedom: float | None = None
) -> pd.DataFrame:
    """Draw customers whose features have a study's marginals and rank correlations, and no groups.

    Args:
        seed: Seed of the draw.
        customers: Number of customers.
        study: See `marginals.STUDIES`.
        freedom: Degrees of freedom of a t-copula, whose extremes go together; None for the Gaussian.

    Returns:
        `customer` (str), `recency` (days, int), `frequency` (orders, int), `monetary` (money).

    Raises:
        MissingStudyError: If the study's export is not on this machine.
    """
    from scipy.special import ndtr, stdtr

    random = np.random.default_rng(seed)
    real = marginals.view(study)
    # The normal correlation that has the ranks' correlation.
    related = 2 * np.sin(np.pi / 6 * real.corr("spearman").to_numpy())
    np.fill_diagonal(related, 1.0)
    scores = random.multivariate_normal(np.zeros(3), related, customers)
    if freedom is None:
        shares = ndtr(scores)
    else:
        together = np.sqrt(random.chisquare(freedom, (customers, 1)) / freedom)
        shares = stdtr(freedom, scores / together)
    columns = {
        name: marginals.quantiles(real[name].to_numpy(), shares[:, place])
        for place, name in enumerate(marginals.FEATURES)
    }
    return _view(pd.DataFrame(columns))


def one_kind(seed: int, customers: int, *, orders: float = 6.0, shape: float = 1.0) -> pd.DataFrame:
    """Draw gamma-Poisson buyers of one kind, in a steady state; see `buyers.gamma_poisson`.

    Returns:
        As `copula`.
    """
    frame = buyers.gamma_poisson(seed, customers, orders=orders, shape=shape)
    return buyers.rfm_view(frame)[["customer", *marginals.FEATURES]]


# ---------------------------------------------------------------- planted groups

Planted = Literal["apart", "touching", "small", "two"]

DISTANCE = {"apart": 6.0, "touching": 3.83, "small": 6.0, "two": 6.0}
"""Of the nearest centres at a multiple of 1, in standard deviations within a group.

At 3.83, who knows all parameters misplaces 5 % of three equal groups.
"""

_SHARES = {
    "apart": (0.25, 0.35, 0.40),
    "touching": (1 / 3, 1 / 3, 1 / 3),
    "small": (0.03, 0.45, 0.52),
    "two": (0.4, 0.6),
}
_WITHIN = 0.3
"""Standard deviation of the logarithms within a group."""

_MIDDLE = np.log([45.0, 12.0, 400.0])
"""Recency in days, orders, money."""

_CENTRES = {
    # Regulars; recent customers who order little; lapsed ones. Equally far from each other.
    3: np.array([[-0.35, 0.5, 0.0], [-0.35, -0.5, 0.0], [0.35, 0.0, -np.sqrt(0.26)]]),
    2: np.array([[-0.5, 0.5, 0.5], [0.5, -0.5, -0.5]]) / np.sqrt(3.0),
}


def planted(
    seed: int, customers: int, kind: Planted, effect: float = 1.0, *, heavy: bool = False
) -> pd.DataFrame:
    """Draw customers from planted groups: three well apart, three that touch, one of 3 %, or two.

    Recency, frequency and monetary value are lognormal within a group, rounded to days, orders and
    cents; whoever draws a group of 3 % gets at least one of its customers.

    Args:
        seed: Seed of the draw.
        customers: Number of customers.
        kind: Which groups.
        effect: Multiple of their distance.
        heavy: Whether logarithms have a t distribution of four degrees of freedom within a group (of
            the same standard deviation), not a normal one.

    Returns:
        As `copula`, with `planted`, the number of the group from 0.
    """
    random = np.random.default_rng(seed)
    shares = np.array(_SHARES[kind])
    group = random.choice(len(shares), customers, p=shares)
    group[: len(shares)] = np.arange(len(shares))
    noise = random.standard_normal((customers, 3))
    if heavy:
        noise /= np.sqrt(random.chisquare(4, (customers, 1)) / 2)
    away = _CENTRES[len(shares)][group] * effect * DISTANCE[kind]
    days, orders, money = np.exp(_MIDDLE + _WITHIN * (away + noise)).T
    columns = pd.DataFrame(
        {
            "recency": np.maximum(days.round(), 1),
            "frequency": np.maximum(orders.round(), 1),
            "monetary": np.maximum(money.round(2), 0.01),
        }
    )
    return _view(columns).assign(planted=group)


def misplaced(kind: Planted, effect: float = 1.0) -> float:
    """Return the share of customers whom a classifier that knows all parameters misplaces."""
    shares = np.array(_SHARES[kind])
    centres = _CENTRES[len(shares)] * effect * DISTANCE[kind]
    random = np.random.default_rng(0)
    group = random.choice(len(shares), 200_000, p=shares)
    points = centres[group] + random.standard_normal((len(group), 3))
    distance = ((points[:, None, :] - centres) ** 2).sum(axis=2)
    return float(np.mean(np.argmax(np.log(shares) - distance / 2, axis=1) != group))


def _view(columns: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer": pd.Series([f"c{n:06d}" for n in range(len(columns))], dtype="str"),
            "recency": columns["recency"].astype("int64"),
            "frequency": columns["frequency"].astype("int64"),
            "monetary": columns["monetary"].astype("float64"),
        }
    )
