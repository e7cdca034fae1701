"""Would data without groups look the same? Every number of groups against a null with the own marginals.

The null is a Gaussian copula (Nelsen, An Introduction to Copulas, 2006): every feature keeps its own
distribution, ties and zeros included, and its rank correlations, but nothing else. What such data reach
too says nothing about groups.

Whether groups are separate is judged by the depth of the valley between each two: customers of both are
projected on their discriminant axis (Fisher, 1936), where separate groups leave a valley between two
peaks (a dip in the sense of Hennig, Methods for merging Gaussian mixture components, 2010), and slices
of a continuum do not. Silhouette and stability cannot tell them apart: they depend on the tails, too,
which a copula does not keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.clustering.algorithms import Groups, Labels, group, nearest, sample
from segmentbook.clustering.transform import Array

SAMPLE = 1_500
"""At most this many customers are compared with the null."""

DRAWS = 49
"""Draws of the null that a valley must be deeper than: a level of 1 / (DRAWS + 1)."""

DESCRIBED = 19
"""Draws of the null whose silhouette and stability are shown."""

MARGIN = 0.1
"""A valley must be deeper by this than the deepest of the null in its middle draw: counts and money
depend on each other in another way than a Gaussian copula."""

FEW = 4
"""Up to this number of groups, one that stands apart from all others is looked for."""

APART_MARGIN = 0.3
"""The margin for a single group that stands apart: it may be small, and small groups vary more."""

LEAST_SHARE = 0.02
"""Share of the customers that a group must hold to stand apart: the farthest few always do."""

STARTS = 3
REFITS = 3
SILHOUETTE_POINTS = 1_500
"""Starts of K-means, resamples for its stability, and points for its silhouette."""

_BINS = np.linspace(-0.5, 1.5, 81)
_WIDTH = 0.12
"""Places on the axis between two centroids, 0 and 1, and the width of the kernel of the density."""


@dataclass(frozen=True)
class Null:
    """What the null gives, beside the customers.

    Args:
        table: For each k `k`, `depth` (the shallowest valley between two of the groups, from 0 for none
            to 1), `apart` (of the group that stands apart most, its shallowest valley), and
            `null_depth` (middle draw); `null_silhouette` and `null_stability` (middle draw) with
            `_low` and `_high` (lowest and highest draw), and `silhouette_percentile` and
            `stability_percentile`: the share of draws below the customers.
        critical: The depth from which groups are separate, for every k; above 1 where a draw of
            the null was as deep as the customers.
        critical_apart: The same for a single group.
        customers: How many were compared.
        draws: How many draws were needed.
    """

    table: pd.DataFrame
    critical: float
    critical_apart: float
    customers: int
    draws: int

    def separate(self, k: int) -> bool:
        """Return whether k groups are all separate from each other."""
        return self._over(k, "depth", self.critical)

    def one_apart(self, k: int) -> bool:
        """Return whether one of k groups stands apart from all others."""
        return self._over(k, "apart", self.critical_apart)

    def _over(self, k: int, column: str, bound: float) -> bool:
        return bool((self.table.loc[self.table["k"] == k, column] >= bound).any())


def compare(points: Array, numbers: Sequence[int], seed: int, described: int = DESCRIBED) -> Null:
    """Compare every number of groups with data without groups.

    A level of 0.02 holds for all numbers together: the depth of each is compared with the deepest of
    any number in a draw of the null. Drawing stops with the first draw that reaches what the customers
    do (Besag and Clifford, Sequential Monte Carlo p-values, 1991), and there is none where no
    valley is deeper than the margin.

    Args:
        points: Shape (customers, features), see `fit.fit_points`.
        numbers: The numbers of groups.
        seed: Seed of the draws.
        described: Draws of which silhouette and stability are computed.
    """
    seen = sample(points, SAMPLE, seed)
    own = _measure(seen, numbers, seed, with_indices=described > 0)
    random = np.random.default_rng(seed)
    factor, ranked = _factor(seen), np.sort(seen, axis=0)
    deep, apart = own["depth"].max(), own["apart"].max()
    draws: list[pd.DataFrame] = []
    open_depth, open_apart = deep >= MARGIN, apart >= APART_MARGIN
    while len(draws) < described or (len(draws) < DRAWS and (open_depth or open_apart)):
        drawn = _draw(factor, ranked, random)
        draws.append(_measure(drawn, numbers, seed, with_indices=len(draws) < described))
        open_depth = open_depth and draws[-1]["depth"].max() < deep
        open_apart = open_apart and draws[-1]["apart"].max() < apart
    critical = _critical(draws, "depth", MARGIN) if open_depth else np.inf
    critical_apart = _critical(draws, "apart", APART_MARGIN) if open_apart else np.inf
    table = _described(own, draws, described)
    return Null(table, critical, critical_apart, len(seen), len(draws))


def shared_order(points: Array, seed: int) -> bool:
    """Return whether the features are related: else there is no order by which to slice customers.

    The largest eigenvalue of the rank correlations is compared with those of features whose values are
    permuted (Horn, A rationale and test for the number of factors in factor analysis, 1965), at
    a level of 0.02. A single feature is an order by itself.
    """
    from scipy.stats import rankdata

    if points.shape[1] == 1:
        return True
    ranks = rankdata(sample(points, SAMPLE, seed), axis=0)
    ranks = ranks[:, np.ptp(ranks, axis=0) > 0]
    if ranks.shape[1] < 2:
        return bool(ranks.shape[1])
    random = np.random.default_rng(seed)
    own = np.linalg.eigvalsh(np.corrcoef(ranks.T))[-1]
    drawn = (np.corrcoef(random.permuted(ranks, axis=0).T) for _ in range(DRAWS))
    return all(bool(np.linalg.eigvalsh(one)[-1] < own) for one in drawn)


def valleys(points: Array, groups: Groups) -> Array:
    """Return the depth of the valley between each two groups, shape (groups, groups), 1 for itself.

    The depth is 1 less the lowest density between their centroids, divided by the lower of the two
    peaks beside it.
    """
    centroids, labels = groups.centroids, groups.labels
    spread = np.atleast_2d(np.cov((points - centroids[labels]).T))
    inverse = np.linalg.inv(spread + 1e-6 * np.eye(len(spread)))
    depths = np.ones((len(centroids), len(centroids)))
    for one, other in combinations(range(len(centroids)), 2):
        axis = inverse @ (centroids[other] - centroids[one])
        start, end = centroids[one] @ axis, centroids[other] @ axis
        if end <= start:
            continue
        places = (points[(labels == one) | (labels == other)] @ axis - start) / (end - start)
        depths[one, other] = depths[other, one] = _depth(places)
    return depths


def _depth(places: Array) -> float:
    counts, _ = np.histogram(places, bins=_BINS)
    density = np.convolve(counts, _kernel(), "same")
    within = slice(20, 61)  # from one centroid to the other
    lowest = 20 + int(np.argmin(density[within]))
    peak = min(density[: lowest + 1].max(), density[lowest:].max())
    return float(1 - density[lowest] / peak) if peak > 0 else 0.0


def _kernel() -> Array:
    width = _WIDTH / (_BINS[1] - _BINS[0])
    steps = np.arange(-int(3 * width), int(3 * width) + 1)
    return np.asarray(np.exp(-0.5 * (steps / width) ** 2))


def _factor(points: Array) -> Array:
    """Return a square root of the correlation of the normal scores of mid-ranks."""
    from scipy.stats import norm, rankdata

    scores = norm.ppf((rankdata(points, axis=0) - 0.5) / len(points))
    spread = scores.std(axis=0)
    scores = (scores - scores.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    correlation = scores.T @ scores / len(points)
    np.fill_diagonal(correlation, 1.0)
    values, vectors = np.linalg.eigh(correlation)
    return np.asarray(vectors * np.sqrt(np.clip(values, 0, None)))


def _draw(factor: Array, ranked: Array, random: np.random.Generator) -> Array:
    """Draw as many points as there are, with the marginals of `ranked`, from the copula."""
    from scipy.stats import norm

    levels = norm.cdf(random.standard_normal(ranked.shape) @ factor.T)
    places = np.minimum((levels * len(ranked)).astype(int), len(ranked) - 1)
    return np.take_along_axis(ranked, places, axis=0)


def _measure(points: Array, numbers: Sequence[int], seed: int, with_indices: bool) -> pd.DataFrame:
    """Return for each k `k`, `depth` and `apart`, and with indices `silhouette` and `stability`."""
    rows = []
    different = len(np.unique(points, axis=0))
    for k in numbers:
        if k >= different:
            rows.append({"k": k, "depth": 0.0, "apart": 0.0})
            continue
        groups = group(points, k, "k_means", seed, STARTS)
        depths = valleys(points, groups)
        row = {"k": k, "depth": float(depths.min()), "apart": _apart(depths, groups.labels)}
        if with_indices:
            row["silhouette"] = _silhouette(points, groups.labels)
            row["stability"] = _stability(points, groups, seed)
        rows.append(row)
    return pd.DataFrame(rows)


def _apart(depths: Array, labels: Labels) -> float:
    """Return the shallowest valley of the group that stands apart most, if k is low enough."""
    if len(depths) > FEW:
        return 0.0
    large = np.bincount(labels, minlength=len(depths)) >= LEAST_SHARE * len(labels)
    return float(np.where(large, depths.min(axis=1), 0.0).max())


def _silhouette(points: Array, labels: Labels) -> float:
    from sklearn.metrics import silhouette_score

    # Every few of the points: they are in random order already.
    step = -(-len(points) // SILHOUETTE_POINTS)
    few = labels[::step]
    if not 2 <= len(np.unique(few)) < len(few):
        return float("nan")
    return float(silhouette_score(points[::step], few))


def _stability(points: Array, groups: Groups, seed: int) -> float:
    from sklearn.metrics import adjusted_rand_score

    random = np.random.default_rng(seed)
    values = []
    for number in range(REFITS):
        drawn = points[random.integers(0, len(points), len(points))]
        refit = group(drawn, len(groups.centroids), "k_means", seed + number, 1)
        values.append(adjusted_rand_score(groups.labels, nearest(points, refit.centroids)[0]))
    return float(np.mean(values))


def _critical(draws: Sequence[pd.DataFrame], column: str, margin: float) -> float:
    """Return the bound that a depth must reach: over every draw, and the middle one by the margin."""
    deepest = _deepest(draws, column)
    return float(max(np.nextafter(deepest.max(), 2.0), np.median(deepest) + margin))


def _deepest(draws: Sequence[pd.DataFrame], column: str) -> NDArray[np.float64]:
    return np.array([draw[column].max() for draw in draws])


def _described(own: pd.DataFrame, draws: Sequence[pd.DataFrame], described: int) -> pd.DataFrame:
    table = own[["k", "depth", "apart"]].copy()
    if draws:
        table["null_depth"] = np.median([draw["depth"] for draw in draws], axis=0)
    for name in ("silhouette", "stability") if described else ():
        values = np.array([draw[name] for draw in draws[:described]])
        table[f"null_{name}"] = np.nanmedian(values, axis=0)
        table[f"null_{name}_low"] = np.nanmin(values, axis=0)
        table[f"null_{name}_high"] = np.nanmax(values, axis=0)
        table[f"{name}_percentile"] = (values < own[name].to_numpy()).mean(axis=0)
    return table
