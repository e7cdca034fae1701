"""Find groups among points, by K-means or another algorithm, and number them.

K-means: Lloyd, Least squares quantization in PCM (1982), with k-means++ starts (Arthur and
Vassilvitskii, 2007). Gaussian mixture: Dempster, Laird and Rubin (1977). Ward (1963). HDBSCAN:
Campello, Moulavi and Sander (2013), which finds the number of groups itself and leaves customers in
sparse regions in no group. All by scikit-learn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentbook.clustering.transform import Array
from segmentbook.params.clustering import CHOOSES_K, AlgorithmName

Labels = NDArray[np.int64]

NEIGHBOURS = 10
"""HDBSCAN takes the distance to this neighbour as the density around a customer."""

SILHOUETTE_SAMPLE = 5_000
"""Above this number of customers the silhouette is that of a seeded sample."""

RESAMPLED = 20_000
"""Above this number of customers, gap and stability are those of a seeded sample."""


@dataclass(frozen=True)
class Groups:
    """A partition of points into the regions nearest to centroids.

    Args:
        centroids: Shape (groups, features), by the last feature, largest first: the numbers that an
            algorithm gives depend on its random starts; these do not.
        labels: Place of the nearest centroid of each point, shape (customers,).
        inertia: Sum of squared distances to the own centroid.
        agreement: Share of the points seen by the algorithm that it puts into the group of the nearest
            centroid itself; 1 for K-means.
        in_no_group: Share of the points seen by the algorithm that it puts into no group.
    """

    centroids: Array
    labels: Labels
    inertia: float
    agreement: float
    in_no_group: float = 0.0


@dataclass(frozen=True)
class Settings:
    """What an algorithm is run with.

    Args:
        k: Number of groups, ignored by algorithms that find it themselves.
        seed: Seed of starts and samples.
        n_init: Number of starts.
        minimum_share: Least share of the points in a group, for algorithms that find k themselves.
    """

    k: int
    seed: int
    n_init: int
    minimum_share: float = 0.0


@dataclass(frozen=True)
class Algorithm:
    """A way to find groups.

    Args:
        name: Its name in the params.
        labels: Returns the labels that it gives itself, shape (customers,): from 0, none of them
            without a customer; -1 is in no group.
        groups: Returns groups with centroids of its own; None where the centroids are the means of
            groups by `labels`, to which all points are then assigned.
        most_customers: Above this number of customers it sees a seeded sample; None for no limit.
        leaves_out: Whether customers may be in no group.
    """

    name: AlgorithmName
    labels: Callable[[Array, Settings], Labels]
    groups: Callable[[Array, Settings], Groups] | None = None
    most_customers: int | None = None
    leaves_out: bool = False

    @property
    def chooses_k(self) -> bool:
        """Whether it finds the number of groups itself."""
        return self.name in CHOOSES_K

    def seen(self, customers: int) -> int:
        """Return how many of so many customers it sees."""
        return customers if self.most_customers is None else min(customers, self.most_customers)


def _k_means(points: Array, settings: Settings) -> Groups:
    from sklearn.cluster import KMeans

    model = KMeans(n_clusters=settings.k, random_state=settings.seed, n_init=settings.n_init)
    fitted = model.fit(points)
    order = _order(fitted.cluster_centers_)
    labels = np.argsort(order)[fitted.labels_].astype(np.int64)
    return Groups(fitted.cluster_centers_[order], labels, float(fitted.inertia_), 1.0)


def _gaussian_mixture(points: Array, settings: Settings) -> Labels:
    from sklearn.mixture import GaussianMixture

    mixture = GaussianMixture(settings.k, random_state=settings.seed, reg_covar=1e-4)
    # A component may hold nobody.
    return _consecutive(mixture.fit_predict(points))


def _ward(points: Array, settings: Settings) -> Labels:
    from sklearn.cluster import AgglomerativeClustering

    return _consecutive(AgglomerativeClustering(settings.k, linkage="ward").fit_predict(points))


def _hdbscan(points: Array, settings: Settings) -> Labels:
    from sklearn.cluster import HDBSCAN

    fewest = min(NEIGHBOURS, len(points) // 2)
    smallest = max(fewest, round(settings.minimum_share * len(points)))
    model = HDBSCAN(smallest, min_samples=min(NEIGHBOURS, smallest), copy=True)
    return np.asarray(model.fit_predict(points), dtype=np.int64)


ALGORITHMS: dict[AlgorithmName, Algorithm] = {
    one.name: one
    for one in (
        Algorithm("k_means", lambda points, how: _k_means(points, how).labels, groups=_k_means),
        Algorithm("gaussian_mixture", _gaussian_mixture, most_customers=20_000),
        Algorithm("ward", _ward, most_customers=5_000),
        Algorithm("hdbscan", _hdbscan, most_customers=5_000, leaves_out=True),
    )
}
"""The algorithms by the names of `params.clustering.AlgorithmName`."""


def group(
    points: Array,
    k: int,
    algorithm: AlgorithmName,
    seed: int,
    n_init: int,
    minimum_share: float = 0.0,
) -> Groups:
    """Find k groups, or as many as an algorithm finds that chooses the number itself.

    Args:
        points: Shape (customers, features).
        k: See `Settings`, as for the others.
        algorithm: Name of the algorithm.
        seed: Seed of starts and samples.
        n_init: Number of starts.
        minimum_share: Least share of the points in a group, for algorithms that find k themselves.
            Where one finds no group, all points are one.
    """
    entry, settings = ALGORITHMS[algorithm], Settings(k, seed, n_init, minimum_share)
    if entry.groups is not None:
        return entry.groups(points, settings)
    seen = sample(points, entry.seen(len(points)), seed)
    found = entry.labels(seen, settings)
    within = found >= 0
    if not within.any():
        found = np.zeros_like(found)
    centroids = np.array([seen[found == label].mean(axis=0) for label in range(found.max() + 1)])
    order = _order(centroids)
    centroids = centroids[order]
    labels, inertia = nearest(points, centroids)
    same = within & (nearest(seen, centroids)[0] == np.argsort(order)[found])
    return Groups(centroids, labels, inertia, float(same.mean()), float((~within).mean()))


def nearest(points: Array, centroids: Array) -> tuple[Labels, float]:
    """Return the place of the nearest centroid of each point, and the sum of squared distances."""
    distances = squared_distances(points, centroids)
    labels = distances.argmin(axis=1)
    return labels.astype(np.int64), float(distances.min(axis=1).sum())


def squared_distances(points: Array, centroids: Array) -> Array:
    """Return the squared distances, shape (customers, groups), one centroid after the other."""
    return np.column_stack([((points - centre) ** 2).sum(axis=1) for centre in centroids])


def sample(points: Array, limit: int, seed: int) -> Array:
    """Return at most `limit` of the points, drawn with the seed without replacement."""
    if len(points) <= limit:
        return points
    return points[np.random.default_rng(seed).choice(len(points), limit, replace=False)]


def in_order(points: Array) -> NDArray[np.intp]:
    """Return the places of the points in an order of their own: by their values, highest first.

    Samples and starts are drawn by place; in this order they depend on what customers did, and
    neither on the order of rows nor on the spelling of ids.
    """
    return np.lexsort(points.T[::-1])[::-1]


def _order(centroids: Array) -> NDArray[np.intp]:
    return np.lexsort(centroids.T)[::-1]


def _consecutive(labels: NDArray[np.integer]) -> Labels:
    """Number labels from 0 without gaps."""
    return np.asarray(np.unique(labels, return_inverse=True)[1], dtype=np.int64)
