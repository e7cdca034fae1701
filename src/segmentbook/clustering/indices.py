"""Every number of groups with its indices, and the silhouette of each customer.

Silhouette: Rousseeuw (1987). Simplified silhouette: Hruschka, de Castro and Campello (2004), with
distances to centroids. Calinski and Harabasz (1974). Davies and Bouldin (1979). Gap: Tibshirani,
Walther and Hastie, Estimating the number of clusters in a data set via the gap statistic (2001).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentbook.clustering.algorithms import (
    ALGORITHMS,
    RESAMPLED,
    SILHOUETTE_SAMPLE,
    Groups,
    Labels,
    group,
    in_order,
    sample,
    squared_distances,
)
from segmentbook.clustering.null_models import Null, compare, shared_order
from segmentbook.clustering.stability import agreement
from segmentbook.clustering.transform import Array
from segmentbook.core.errors import UserError
from segmentbook.params.clustering import Clustering

REFERENCES = 10
"""Number of reference data sets of the gap statistic."""

SILHOUETTES = 2_000
"""At most this many customers are shown with their silhouette."""

REFERENCE_STARTS = 2
"""Starts of K-means on a reference data set."""


@dataclass(frozen=True)
class Scan:
    """What was found for every number of groups.

    Args:
        table: See `scan`.
        gap_of_one: Gap of a single group.
        null: What data without groups give.
        ordered: Whether the features are related, see `null_models.shared_order`.
    """

    table: pd.DataFrame
    gap_of_one: float
    null: Null
    ordered: bool


def scan(points: Array, params: Clustering) -> Scan:
    """Fit every k, or the one that the algorithm finds itself, and compute its indices.

    Args:
        points: Shape (customers, features).
        params: Range of k, algorithm, seed and number of starts.

    Returns:
        For each k `k`, `inertia`, `silhouette`, `simplified_silhouette`, `calinski_harabasz`,
        `davies_bouldin`, `gap`, `gap_error` (the s of the paper), `stability`,
        `stability_low` and `stability_high` (see `stability.agreement`), `smallest_share` and
        `largest_share`.

    Raises:
        UserError: If there are fewer different customers than groups, or the algorithm finds too few
            or too many groups itself.
    """
    _require_different(points, params.k_max)
    numbers = [*range(params.k_min, params.k_max + 1)]
    if ALGORITHMS[params.algorithm].chooses_k:
        numbers = [_found(points, params)]
    few = sample(points, RESAMPLED, params.seed)
    gaps = gap(few, [1, *numbers], params.seed).set_index("k")
    rows = []
    for k in numbers:
        groups = group(
            points, k, params.algorithm, params.seed, params.n_init, params.minimum_share
        )
        rows.append(
            {
                "k": k,
                "inertia": groups.inertia,
                **_internal(points, groups, params.seed),
                "gap": gaps.loc[k, "gap"],
                "gap_error": gaps.loc[k, "gap_error"],
                **agreement(few, groups.centroids, params),
                **_shares(groups.labels, k),
            }
        )
    return Scan(
        pd.DataFrame(rows),
        float(gaps["gap"].loc[1]),
        compare(points, numbers, params.seed),
        shared_order(points, params.seed),
    )


def gap(points: Array, numbers: list[int], seed: int) -> pd.DataFrame:
    """Compute the gap statistic against uniform data in the box along the principal axes.

    It is that of K-means, whatever algorithm the study uses.

    Args:
        points: Shape (customers, features).
        numbers: The numbers of groups.
        seed: Seed of the reference data.

    Returns:
        For each k `k`, `gap` and `gap_error`, the standard deviation of the reference data times
        the square root of 1 + 1 / references.
    """
    centre = points.mean(axis=0)
    axes = np.linalg.svd(points - centre, full_matrices=False)[2]
    along = (points - centre) @ axes.T
    low, high = along.min(axis=0), along.max(axis=0)
    random = np.random.default_rng(seed)
    references = np.array(
        [
            _log_inertias(random.uniform(low, high, size=points.shape), numbers, seed)
            for _ in range(REFERENCES)
        ]
    )
    own = _log_inertias(points, numbers, seed)
    error = references.std(axis=0) * np.sqrt(1 + 1 / REFERENCES)
    return pd.DataFrame({"k": numbers, "gap": references.mean(axis=0) - own, "gap_error": error})


def simplified_silhouette(points: Array, centroids: Array) -> float:
    """Return the mean of (b - a) / max(a, b), a and b the distances to the two nearest centroids."""
    distances = np.sqrt(np.partition(squared_distances(points, centroids), 1, axis=1)[:, :2])
    own, other = distances.T
    return float(np.divide(other - own, other, out=np.zeros_like(own), where=other > 0).mean())


def silhouettes(points: Array, segments: Labels, seed: int) -> pd.DataFrame:
    """Return the silhouettes of a sample of customers.

    Args:
        points: Shape (customers, features).
        segments: Number of each customer's segment, shape (customers,).
        seed: Seed of the sample.

    Returns:
        `segment` and `silhouette` of at most `SILHOUETTES` customers; 0 where the sample is of one
        segment, or none of its segments has two customers.
    """
    from sklearn.metrics import silhouette_samples

    drawn = np.arange(len(points))
    if len(points) > SILHOUETTES:
        drawn = np.random.default_rng(seed).permutation(in_order(points))[:SILHOUETTES]
    shown = segments[drawn]
    values = np.zeros(len(shown))
    if 2 <= len(np.unique(shown)) < len(shown):
        values = silhouette_samples(points[drawn], shown)
    return pd.DataFrame({"segment": shown, "silhouette": values})


def _internal(points: Array, groups: Groups, seed: int) -> dict[str, float]:
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score

    limit = SILHOUETTE_SAMPLE if len(points) > SILHOUETTE_SAMPLE else None
    return {
        "silhouette": silhouette_score(points, groups.labels, sample_size=limit, random_state=seed),
        "simplified_silhouette": simplified_silhouette(points, groups.centroids),
        "calinski_harabasz": calinski_harabasz_score(points, groups.labels),
        "davies_bouldin": davies_bouldin_score(points, groups.labels),
    }


def _shares(labels: Labels, k: int) -> dict[str, float]:
    shares = np.bincount(labels, minlength=k) / len(labels)
    return {"smallest_share": shares.min(), "largest_share": shares.max()}


def _log_inertias(points: Array, numbers: list[int], seed: int) -> list[float]:
    found = [group(points, k, "k_means", seed, REFERENCE_STARTS).inertia for k in numbers]
    return [float(np.log(max(inertia, 1e-12))) for inertia in found]


def _found(points: Array, params: Clustering) -> int:
    """Return how many groups an algorithm finds itself."""
    groups = group(points, 0, params.algorithm, params.seed, params.n_init, params.minimum_share)
    found = 0 if groups.in_no_group == 1.0 else len(groups.centroids)
    if params.k_min <= found <= params.k_max:
        return found
    raise UserError(
        f"{params.algorithm!r} finds {found} groups of at least {params.minimum_share:.1%} of the "
        "customers",
        where="clustering.algorithm",
        expected=f"{params.k_min} to {params.k_max} (clustering.k_min, clustering.k_max)",
        todo=("lower" if found < params.k_min else "raise")
        + " clustering.minimum_share, or take 'k_means'.",
    )


def _require_different(points: Array, largest: int) -> None:
    different = len(np.unique(points, axis=0))
    if different <= 2:
        raise UserError(
            f"{different} different customers cannot be put into groups",
            where="customers",
            expected="three customers or more who differ in a feature",
            todo="use an export of more customers, or look at what cleaning removed.",
        )
    if different <= largest:
        raise UserError(
            f"{different} different customers cannot be put into up to {largest} groups",
            where="clustering.k_max",
            expected=f"at most {different - 1}, or more customers",
            todo="lower clustering.k_max (and clustering.k), or use an export of a longer period.",
        )
