"""Find groups among points, by K-means or another algorithm, and number them.

K-means: Lloyd, Least squares quantization in PCM (1982), with k-means++ starts (Arthur and
Vassilvitskii, 2007). Gaussian mixture: Dempster, Laird and Rubin (1977). Ward (1963). HDBSCAN:
Campello, Moulavi and Sander (2013), which finds the number of groups itself and leaves customers where
few are in no group. All by scikit-learn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentbook.clustering.transform import Array

Labels = NDArray[np.int64]

LOOKED_AT = {"gaussian_mixture": 20_000, "ward": 5_000, "hdbscan": 5_000}
"""Above these numbers of customers, an algorithm other than K-means looks at a seeded sample."""

NEIGHBOURS = 10
"""HDBSCAN takes the distance to this neighbour for how dense it is around a customer."""

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
        agreement: Share of the points that the algorithm saw and itself puts into the group of the
            nearest centroid; 1 for K-means.
        in_no_group: Share of the points that the algorithm saw and puts into no group.
    """

    centroids: Array
    labels: Labels
    inertia: float
    agreement: float
    in_no_group: float = 0.0


def group(
    points: Array, k: int, algorithm: str, seed: int, n_init: int, minimum_share: float = 0.0
) -> Groups:
    """Find k groups, or as many as HDBSCAN finds.

    Args:
        points: Shape (customers, features).
        k: Number of groups; HDBSCAN pays no heed to it.
        algorithm: `k_means`, `gaussian_mixture`, `ward` or `hdbscan`. The last three give centroids,
            the means of their groups, to which all points are then assigned.
        seed: Seed of starts and samples.
        n_init: Number of starts.
        minimum_share: Least share of the points that HDBSCAN calls a group. Where it finds none, all
            points are one.
    """
    from sklearn.cluster import KMeans

    if algorithm == "k_means":
        fitted = KMeans(n_clusters=k, random_state=seed, n_init=n_init).fit(points)
        order = _order(fitted.cluster_centers_)
        labels = np.argsort(order)[fitted.labels_].astype(np.int64)
        return Groups(fitted.cluster_centers_[order], labels, float(fitted.inertia_), 1.0)
    seen = sample(points, LOOKED_AT[algorithm], seed)
    found = own_labels(seen, k, algorithm, seed, minimum_share)
    within = found >= 0
    if not within.any():
        found = np.zeros_like(found)
    centroids = np.array([seen[found == label].mean(axis=0) for label in range(found.max() + 1)])
    order = _order(centroids)
    centroids = centroids[order]
    labels, inertia = nearest(points, centroids)
    same = within & (nearest(seen, centroids)[0] == np.argsort(order)[found])
    return Groups(centroids, labels, inertia, float(same.mean()), float((~within).mean()))


def own_labels(
    points: Array, k: int, algorithm: str, seed: int, minimum_share: float = 0.0
) -> Labels:
    """Return the labels that an algorithm other than K-means itself gives, shape (customers,).

    Args:
        points: Shape (customers, features).
        k: See `group`, as for the others.
        algorithm: `gaussian_mixture`, `ward` or `hdbscan`.
        seed: Seed of starts.
        minimum_share: See `group`.

    Returns:
        Labels from 0, none of them without a customer; -1 is in no group.
    """
    from sklearn.cluster import HDBSCAN, AgglomerativeClustering
    from sklearn.mixture import GaussianMixture

    if algorithm == "hdbscan":
        fewest = min(NEIGHBOURS, len(points) // 2)
        smallest = max(fewest, round(minimum_share * len(points)))
        found = HDBSCAN(smallest, min_samples=min(NEIGHBOURS, smallest), copy=True).fit_predict(
            points
        )
        return np.asarray(found, dtype=np.int64)
    if algorithm == "ward":
        found = AgglomerativeClustering(n_clusters=k, linkage="ward").fit_predict(points)
    else:
        found = GaussianMixture(k, random_state=seed, reg_covar=1e-4).fit_predict(points)
    # A component of a mixture may hold nobody.
    return np.asarray(np.unique(found, return_inverse=True)[1], dtype=np.int64)


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


def _order(centroids: Array) -> NDArray[np.intp]:
    return np.lexsort(centroids.T)[::-1]
