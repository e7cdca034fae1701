"""Would other customers of the same kind give the same groups?

Bootstrap resamples (Efron, 1979) are grouped again. Agreement of whole partitions: the adjusted Rand
index (Hubert and Arabie, 1985). Of single groups: the Jaccard similarity of Hennig, Cluster-wise
assessment of cluster stability (2007).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from segmentbook.clustering.algorithms import RESAMPLED, Labels, group, nearest, sample
from segmentbook.clustering.fit import members_to_split
from segmentbook.clustering.model import Segmentation
from segmentbook.clustering.transform import Array
from segmentbook.core.not_applicable import propagate_not_applicable
from segmentbook.params.clustering import Clustering

RESAMPLES = 20
REFIT_STARTS = 2
"""Number of resamples, and starts of K-means on each."""


def agreement(points: Array, centroids: Array, params: Clustering) -> dict[str, float]:
    """Return how similar the groups of resamples are: the mean adjusted Rand index, and its interval.

    It compares, over all points, the groups with those that the refit of a resample gives. 1 is
    perfect, 0 is chance.

    Args:
        points: Shape (customers, features).
        centroids: Of the groups, shape (k, features).
        params: How they were found, and the seed of the resamples.

    Returns:
        `stability`, the mean; `stability_low` and `stability_high`, its 95% interval over the resamples.
    """
    from scipy.stats import t
    from sklearn.metrics import adjusted_rand_score

    labels, _ = nearest(points, centroids)
    refits = _refits(points, len(centroids), params)
    found = np.array([adjusted_rand_score(labels, refit) for refit, _ in refits])
    error = float(t.ppf(0.975, len(found) - 1) * found.std(ddof=1) / np.sqrt(len(found)))
    mean = float(found.mean())
    return {
        "stability": mean,
        "stability_low": mean - error,
        "stability_high": min(mean + error, 1.0),
    }


def jaccard(points: Array, centroids: Array, params: Clustering) -> list[float]:
    """Return how well each group is found again in resamples: its mean Jaccard similarity.

    For each resample it is the similarity with the most similar group of the refit, among the points
    that were drawn.

    Args:
        points: Shape (customers, features).
        centroids: Of the groups, shape (k, features).
        params: How they were found, and the seed of the resamples.
    """
    labels, _ = nearest(points, centroids)
    found = [
        _most_similar(labels[drawn], refit[drawn], len(centroids))
        for refit, drawn in _refits(points, len(centroids), params)
    ]
    return [float(value) for value in np.mean(found, axis=0)]


@propagate_not_applicable
def of_segments(
    points: Array, segmentation: Segmentation, params: Clustering
) -> dict[int, float | None]:
    """Return the mean Jaccard similarity of each segment by its number, over at most `RESAMPLED` points.

    Parts of a split segment are compared with the parts of resamples of that segment. Isolated
    outliers are found by a bound, not by a grouping: None.
    """
    few = sample(points, RESAMPLED, params.seed)
    values: list[float | None] = [*jaccard(few, segmentation.centroids, params)]
    if segmentation.parts is not None and params.split is not None:
        members = members_to_split(points, segmentation.centroids, params.split)
        members = sample(members, RESAMPLED, params.seed)
        inner = jaccard(members, segmentation.parts.centroids, params)
        place = segmentation.parts.group
        values[place : place + 1] = inner
    if segmentation.isolated is not None:
        values.append(None)
    return dict(zip(segmentation.numbers, values, strict=True))


def metrics(similarities: Mapping[int, float | None]) -> dict[str, Any]:
    """Return the segment that is least similar in resamples. What it is called: see `sensitivity`."""
    known = {number: value for number, value in similarities.items() if value is not None}
    least = min(known, key=lambda number: known[number])
    return {
        "least_similar_segment": least,
        "least_similarity": known[least],
    }


def _refits(
    points: Array, k: int, params: Clustering
) -> Iterator[tuple[Labels, np.ndarray[Any, np.dtype[np.intp]]]]:
    """Yield the labels that each resample's groups give to all points, and the points drawn."""
    random = np.random.default_rng(params.seed)
    for number in range(RESAMPLES):
        drawn = random.integers(0, len(points), len(points))
        seed = params.seed + number
        groups = group(points[drawn], k, params.algorithm, seed, REFIT_STARTS, params.minimum_share)
        yield nearest(points, groups.centroids)[0], np.unique(drawn)


def _most_similar(labels: Labels, others: Labels, k: int) -> Array:
    """Return for each group from 0 to k - 1 its highest Jaccard similarity with another's groups."""
    both = np.zeros((k, int(others.max()) + 1))
    np.add.at(both, (labels, others), 1)
    either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
    return np.asarray(
        np.divide(both, either, out=np.zeros_like(both), where=either > 0).max(axis=1)
    )
