"""Would another algorithm find the same groups? See `grouping` for the algorithms."""

from __future__ import annotations

from typing import Any

import pandas as pd

from segmentbook.clustering.algorithms import Labels, group, nearest, own_labels, sample
from segmentbook.clustering.model import Segmentation
from segmentbook.clustering.transform import Array
from segmentbook.core.message import mark
from segmentbook.params.clustering import Clustering

COMPARED = 5_000
"""Above this number of customers, algorithms are compared on a seeded sample."""

NAMES = {
    "k_means": mark("K-means"),
    "gaussian_mixture": mark("Gaussian mixture"),
    "ward": mark("Ward"),
    "hdbscan": mark("HDBSCAN"),
}

COLUMNS = {
    "name": (mark("Algorithm"), "term"),
    "groups": (mark("Groups"), "count"),
    "agreement": (mark("Agreement with the report's groups"), "number3"),
    "silhouette": (mark("Silhouette"), "number3"),
    "calinski_harabasz": (mark("Calinski-Harabasz"), "number"),
    "davies_bouldin": (mark("Davies-Bouldin"), "number3"),
    "in_no_group": (mark("In no group"), "percent"),
}
"""The columns of the comparison with their titles and formats."""


def compare(points: Array, segmentation: Segmentation, params: Clustering) -> pd.DataFrame:
    """Group the same customers by each algorithm and set the results side by side.

    Args:
        points: Shape (customers, features).
        segmentation: The groups of the report, before any is split again.
        params: Seed, starts and the smallest share of a group.

    Returns:
        For each algorithm `algorithm` (its key), `name`, `groups`, `agreement` (adjusted Rand index
        with the groups of the report; who is in no group counts as one group), `silhouette`,
        `calinski_harabasz`, `davies_bouldin` (of those in groups, missing where there are fewer than
        two groups) and `in_no_group` (share of the customers).
    """
    from sklearn.metrics import adjusted_rand_score

    few = sample(points, COMPARED, params.seed)
    ours, _ = nearest(few, segmentation.centroids)
    k = len(segmentation.centroids)
    rows = []
    for algorithm, name in NAMES.items():
        labels = _labels(few, k, algorithm, params)
        rows.append(
            {
                "algorithm": algorithm,
                "name": name,
                "groups": len(set(labels.tolist()) - {-1}),
                "agreement": adjusted_rand_score(ours, labels),
                **_indices(few, labels),
                "in_no_group": float((labels < 0).mean()),
            }
        )
    return pd.DataFrame(rows)


def metrics(table: pd.DataFrame, points: Array) -> dict[str, Any]:
    """Return the table as `algorithms` and the number of customers compared."""
    return {
        "algorithms": table.to_dict("records"),
        "compared_customers": min(COMPARED, len(points)),
    }


def _labels(points: Array, k: int, algorithm: str, params: Clustering) -> Labels:
    if algorithm == "k_means":
        return group(points, k, algorithm, params.seed, params.n_init).labels
    return own_labels(points, k, algorithm, params.seed, params.minimum_share)


def _indices(points: Array, labels: Labels) -> dict[str, float]:
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score

    names = {
        "silhouette": silhouette_score,
        "calinski_harabasz": calinski_harabasz_score,
        "davies_bouldin": davies_bouldin_score,
    }
    within = labels >= 0
    if not 2 <= len(set(labels[within].tolist())) < within.sum():
        return dict.fromkeys(names, float("nan"))
    return {name: score(points[within], labels[within]) for name, score in names.items()}
