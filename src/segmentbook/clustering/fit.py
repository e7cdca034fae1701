"""Fit a segmentation: groups of the customers within the bounds, one of them perhaps split again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from segmentbook.clustering.algorithms import (
    LOOKED_AT,
    RESAMPLED,
    SILHOUETTE_SAMPLE,
    group,
    nearest,
    sample,
)
from segmentbook.clustering.model import Parts, Segmentation
from segmentbook.clustering.transform import Array, Scaling
from segmentbook.core.errors import UserError
from segmentbook.core.language import gettext as _
from segmentbook.params.clustering import Clustering, Split
from segmentbook.report.sentences import Said


def fit_points(view: pd.DataFrame, scaling: Scaling, params: Clustering) -> Array:
    """Return the points that groups are found among, shape (customers, features).

    Isolated outliers are left out; above `fit_sample` customers the rest is a seeded sample.
    """
    points = scaling.coordinates(view)
    if scaling.isolated:
        points = points[~scaling.outside(view)]
    return sample(points, params.fit_sample, params.seed)


def segment(points: Array, scaling: Scaling, k: int, params: Clustering) -> Segmentation:
    """Find k groups, or as many as HDBSCAN finds, and split one where the params say so.

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
            todo="name one of these; they are numbered as in the report without the split.",
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
        "algorithm_customers": min(len(points), LOOKED_AT.get(segmentation.algorithm, len(points))),
        "algorithm_agreement": segmentation.agreement,
        "algorithm_in_no_group": segmentation.in_no_group,
        "segment_count": segmentation.segments,
        "split_parts": len(segmentation.parts.centroids) if segmentation.parts else None,
    }


def sentences(values: dict[str, Any], params: Clustering) -> list[Said]:
    """Say what the reader must know of how the groups were found.

    Args:
        values: See `metrics`.
        params: The same params.
    """
    said: list[Said] = []
    if params.outliers.policy == "cap":
        said.append((_("Values far outside the rest were moved to a bound before grouping."), {}))
    elif values["isolated_customers"]:
        said.append(
            (
                _(
                    "{isolated_customers:count} customers far outside the rest are the last segment."
                ),
                {},
            )
        )
    elif params.outliers.policy == "isolate":
        said.append((_("Hardly any customer is far outside the rest, so none was set apart."), {}))
    if params.split is not None:
        said.append(
            (
                _(
                    "One group was split again into {split_parts:count}, which makes "
                    "{segment_count:count} segments in all."
                ),
                {},
            )
        )
    return [*said, *_samples(values), *_algorithm(values, params)]


def _samples(values: dict[str, Any]) -> list[Said]:
    """Say what was computed on a random sample of the customers."""
    said: list[Said] = []
    if values["fitted_share"] < 1:
        said.append(
            (
                _(
                    "Groups were found among a random sample of {fitted_customers:count} customers "
                    "({fitted_share:percent}); every customer was then given to the nearest group."
                ),
                {},
            )
        )
    if values["silhouette_customers"] < values["fitted_customers"]:
        said.append(
            (
                _(
                    "Silhouettes were computed on a random sample of {silhouette_customers:count} "
                    "customers."
                ),
                {},
            )
        )
    if values["resampled_customers"] < values["fitted_customers"]:
        said.append(
            (
                _(
                    "Gap and stability were computed on a random sample of {resampled_customers:count} "
                    "customers."
                ),
                {},
            )
        )
    if values["algorithm_customers"] < values["fitted_customers"]:
        said.append(
            (
                _(
                    "The algorithm looked at a random sample of {algorithm_customers:count} customers."
                ),
                {},
            )
        )
    return said


def _algorithm(values: dict[str, Any], params: Clustering) -> list[Said]:
    """Say how far an algorithm other than K-means would itself put customers there."""
    said: list[Said] = []
    if params.algorithm != "k_means":
        said.append(
            (
                _(
                    "Customers belong to the group with the nearest centre, which for "
                    "{algorithm_agreement:percent} of those that the algorithm saw is its own group."
                ),
                {},
            )
        )
    if values["algorithm_in_no_group"]:
        said.append(
            (
                _(
                    "HDBSCAN left {algorithm_in_no_group:percent} of those that it saw in no group; "
                    "here they too belong to the group with the nearest centre."
                ),
                {},
            )
        )
    return said
