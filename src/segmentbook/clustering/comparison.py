"""Would another algorithm find the same groups? See `algorithms` for them."""

from __future__ import annotations

import pandas as pd

from segmentbook.clustering.algorithms import ALGORITHMS, Labels, Settings, nearest, sample
from segmentbook.clustering.model import Segmentation
from segmentbook.clustering.transform import Array
from segmentbook.core.not_applicable import propagate_not_applicable
from segmentbook.params.clustering import Clustering

COMPARED = 5_000
"""Above this number of customers, algorithms are compared on a seeded sample."""


@propagate_not_applicable
def compare(points: Array, segmentation: Segmentation, params: Clustering) -> pd.DataFrame:
    """Group the same customers by each algorithm and set the results side by side.

    Args:
        points: Shape (customers, features).
        segmentation: The groups of the report, before any is split again.
        params: Seed, starts and the smallest share of a group.

    Returns:
        For each algorithm `algorithm` (its name in the params), `groups`, `agreement` (adjusted Rand
        index with the groups of the report; customers in no group count as one group), `silhouette`,
        `calinski_harabasz`, `davies_bouldin` (of those in groups, missing where there are fewer than
        two groups) and `in_no_group` (share of the customers).
    """
    from sklearn.metrics import adjusted_rand_score

    few = sample(points, COMPARED, params.seed)
    ours, _ = nearest(few, segmentation.centroids)
    k = len(segmentation.centroids)
    settings = Settings(k, params.seed, params.n_init, params.minimum_share)
    rows = []
    for algorithm, entry in ALGORITHMS.items():
        labels = entry.labels(few, settings)
        rows.append(
            {
                "algorithm": algorithm,
                "groups": len(set(labels.tolist()) - {-1}),
                "agreement": adjusted_rand_score(ours, labels),
                **_indices(few, labels),
                "in_no_group": float((labels < 0).mean()),
            }
        )
    return pd.DataFrame(rows)


def compared(points: Array) -> int:
    """Return how many customers the algorithms are compared on."""
    return min(COMPARED, len(points))


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
