"""Fit a segmentation: groups of the customers within the bounds, one of them perhaps split again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from segmentbook.clustering.algorithms import (
    ALGORITHMS,
    RESAMPLED,
    SILHOUETTE_SAMPLE,
    group,
    in_order,
    nearest,
    sample,
)
from segmentbook.clustering.model import Parts, Segmentation
from segmentbook.clustering.transform import Array, Scaling
from segmentbook.core.errors import UserError
from segmentbook.params.clustering import Clustering, Split


def fit_points(view: pd.DataFrame, scaling: Scaling, params: Clustering) -> Array:
    """Return the points that groups are found among, shape (customers, features), ordered by value.

    Isolated outliers are left out; above `fit_sample` customers the rest is a seeded sample.
    """
    points = scaling.coordinates(view)
    if scaling.isolated:
        points = points[~scaling.outside(view)]
    return sample(points[in_order(points)], params.fit_sample, params.seed)


def segment(points: Array, scaling: Scaling, k: int, params: Clustering) -> Segmentation:
    """Find k groups, or as many as the algorithm finds itself, and split one if the params ask for it.

    Args:
        points: See `fit_points`.
        scaling: How features became coordinates.
        k: Number of groups.
        params: Algorithm, split, seed and starts.

    Raises:
        UserError: If the group to split does not exist, or holds too few different customers.
    """
    groups = group(points, k, params.algorithm, params.seed, params.n_init, params.minimum_share)
    parts = None
    if params.split is not None:
        members = members_to_split(points, groups.centroids, params.split)
        inner = group(members, params.split.k, params.algorithm, params.seed, params.n_init)
        parts = Parts(params.split.segment - 1, inner.centroids)
    return Segmentation(
        scaling,
        groups.centroids,
        parts,
        params.algorithm,
        groups.agreement,
        in_no_group=groups.in_no_group,
    )


def members_to_split(points: Array, centroids: Array, split: Split) -> Array:
    """Return the points of the group that is split again.

    Raises:
        UserError: If it does not exist, or holds too few different customers.
    """
    if split.segment > len(centroids):
        raise UserError(
            f"there is no segment {split.segment} to split",
            where="clustering.split.segment",
            expected=f"a number from 1 to {len(centroids)}",
            todo="choose one of these; they are numbered as in the report without the split.",
        )
    members = points[nearest(points, centroids)[0] == split.segment - 1]
    different = len(np.unique(members, axis=0))
    if different <= split.k:
        raise UserError(
            f"segment {split.segment} has {different} different customers, too few to be split "
            f"into {split.k}",
            where="clustering.split.k",
            expected=f"a number below {max(different, 3)}",
            todo="lower it, or split a larger segment.",
        )
    return np.asarray(members)


def metrics(view: pd.DataFrame, points: Array, segmentation: Segmentation) -> dict[str, Any]:
    """Return how many customers were used for what, and how many segments came of it."""
    scaling = segmentation.scaling
    isolated = int(scaling.outside(view).sum()) if scaling.isolated else 0
    return {
        "isolated_customers": isolated,
        "fitted_customers": len(points),
        "fitted_share": len(points) / (len(view) - isolated),
        "resampled_customers": min(len(points), RESAMPLED),
        "silhouette_customers": min(len(points), SILHOUETTE_SAMPLE),
        "algorithm_customers": ALGORITHMS[segmentation.algorithm].seen(len(points)),
        "algorithm_agreement": segmentation.agreement,
        "algorithm_in_no_group": segmentation.in_no_group,
        "segment_count": segmentation.segments,
        "split_parts": len(segmentation.parts.centroids) if segmentation.parts else None,
    }
