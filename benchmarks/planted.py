"""Customers whose segments are known, to test whether they are found again.

They are no round clouds: recency is a rounded gamma variable, orders a shifted negative binomial one
with many ties, money a sum of gamma variables, so that all are skewed, also as logarithms, and
segments overlap. `oracle` says how well somebody could do who knew all parameters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SHAPE_OF_RECENCY = 6.0
SHAPE_OF_ORDER = 7.0
DISPERSION = 15.0
"""The larger these shapes, the narrower recency, the value of an order, and the number of orders."""


@dataclass(frozen=True)
class Kind:
    """A planted segment.

    Args:
        recency: Mean days since the last order.
        orders: Mean number of orders, above 1.
        value: Mean value of an order.
        weight: Relative number of customers.
    """

    recency: float
    orders: float
    value: float
    weight: float


KINDS = {
    2: (Kind(24, 7.5, 55, 4), Kind(125, 2, 38, 6)),
    3: (Kind(10, 18, 60, 3), Kind(45, 4.5, 40, 4), Kind(240, 1.5, 25, 4)),
    4: (Kind(9, 18, 70, 3), Kind(60, 6, 60, 4), Kind(12, 2, 25, 3), Kind(250, 1.4, 25, 6)),
    6: (
        Kind(6, 30, 80, 2),
        Kind(40, 12, 60, 3),
        Kind(7, 4, 25, 3),
        Kind(180, 9, 90, 3),
        Kind(40, 1.5, 80, 3),
        Kind(280, 1.3, 15, 4),
    ),
    8: (
        Kind(5, 40, 90, 2),
        Kind(40, 18, 70, 2),
        Kind(5, 7, 30, 3),
        Kind(220, 15, 80, 2),
        Kind(25, 1.4, 150, 3),
        Kind(35, 3, 12, 3),
        Kind(280, 1.3, 12, 4),
        Kind(270, 2, 130, 3),
    ),
}
"""Planted segments by their number."""


def customers(kinds: tuple[Kind, ...], count: int, seed: int) -> pd.DataFrame:
    """Draw customers from planted segments.

    Args:
        kinds: The segments.
        count: Number of customers.
        seed: Seed of the draw.

    Returns:
        `customer`, `recency` (days, int), `frequency` (orders, int), `monetary` (money) and `planted`,
        the place of the segment from 0.
    """
    random = np.random.default_rng(seed)
    weights = np.array([kind.weight for kind in kinds])
    planted = random.choice(len(kinds), count, p=weights / weights.sum())
    recency, orders, value = _columns(kinds, planted)
    days = np.ceil(random.gamma(SHAPE_OF_RECENCY, recency / SHAPE_OF_RECENCY))
    more = random.negative_binomial(DISPERSION, DISPERSION / (DISPERSION + orders - 1))
    money = random.gamma(SHAPE_OF_ORDER * (1 + more), value / SHAPE_OF_ORDER)
    return pd.DataFrame(
        {
            "customer": [f"{number:06d}" for number in range(count)],
            "recency": days.astype(np.int64),
            "frequency": 1 + more,
            "monetary": np.maximum(money.round(2), 0.01),
            "planted": planted,
        }
    )


def drawn(segments: int, seed: int) -> tuple[Kind, ...]:
    """Draw the segments themselves, wherever they lie, until they overlap to the usual degree.

    Nobody has looked at these when the rule for the number of groups was made. They overlap so that
    `oracle` has an adjusted Rand index of 0.96 to 0.99.

    Args:
        segments: How many.
        seed: Seed of the draw.
    """
    from sklearn.metrics import adjusted_rand_score

    random = np.random.default_rng(seed)
    lowest, highest = np.log([5.0, 0.3, 12.0]), np.log([300.0, 30.0, 150.0])
    while True:
        means = np.exp(random.uniform(lowest, highest, size=(segments, 3)))
        weights = random.uniform(1, 4, segments)
        kinds = tuple(
            Kind(recency, 1 + more, value, weight)
            for (recency, more, value), weight in zip(means.tolist(), weights.tolist(), strict=True)
        )
        view = customers(kinds, 2_000, seed)
        if 0.96 <= adjusted_rand_score(view["planted"], oracle(view, kinds)) <= 0.99:
            return kinds


def without_structure(count: int, seed: int) -> pd.DataFrame:
    """Draw customers of one kind: skewed and related features with ties, but no segments.

    Args:
        count: Number of customers.
        seed: Seed of the draw.

    Returns:
        As `customers`, with `planted` 0.
    """
    random = np.random.default_rng(seed)
    related = [[1.0, -0.5, -0.4], [-0.5, 1.0, 0.75], [-0.4, 0.75, 1.0]]
    recency, orders, money = random.multivariate_normal(np.zeros(3), related, count).T
    return pd.DataFrame(
        {
            "customer": [f"{number:06d}" for number in range(count)],
            "recency": np.ceil(np.exp(4.0 + 0.9 * recency)).astype(np.int64),
            "frequency": np.ceil(np.exp(2.2 + 0.7 * orders)).astype(np.int64),
            "monetary": np.exp(6.0 + 1.0 * money).round(2),
            "planted": 0,
        }
    )


def oracle(view: pd.DataFrame, kinds: tuple[Kind, ...]) -> NDArray[np.int64]:
    """Return the most probable segment of each customer, given the true parameters.

    No method that sees features only can expect to do better (Bayes classifier).
    """
    from scipy.stats import gamma, nbinom

    days, orders = view["recency"].to_numpy(), view["frequency"].to_numpy()
    money = view["monetary"].to_numpy()
    scores = []
    for kind in kinds:
        scale = kind.recency / SHAPE_OF_RECENCY
        on_the_day = gamma.cdf(days, SHAPE_OF_RECENCY, scale=scale) - gamma.cdf(
            days - 1, SHAPE_OF_RECENCY, scale=scale
        )
        times = nbinom.pmf(orders - 1, DISPERSION, DISPERSION / (DISPERSION + kind.orders - 1))
        sum_of = gamma.logpdf(money, SHAPE_OF_ORDER * orders, scale=kind.value / SHAPE_OF_ORDER)
        with np.errstate(divide="ignore"):
            scores.append(np.log(kind.weight) + np.log(on_the_day) + np.log(times) + sum_of)
    return np.asarray(np.argmax(scores, axis=0), dtype=np.int64)


def _columns(
    kinds: tuple[Kind, ...], planted: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    table = np.array([(kind.recency, kind.orders, kind.value) for kind in kinds])
    recency, orders, value = table[planted].T
    return recency, orders, value
