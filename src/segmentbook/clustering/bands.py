"""Bands of value in place of segments, where there is nothing to segment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segmentbook.clustering.choice import Choice
from segmentbook.clustering.fit import segment
from segmentbook.clustering.model import Segmentation
from segmentbook.clustering.transform import Array, Scaling
from segmentbook.features import Feature
from segmentbook.features.score_columns import base_of
from segmentbook.params.clustering import Clustering

MOST = 3
"""High, middle and low value."""


def segment_or_band(
    choice: Choice,
    view: pd.DataFrame,
    points: Array,
    scaling: Scaling,
    params: Clustering,
    features: Sequence[Feature],
    minimum: int,
) -> Segmentation:
    """Return the groups of a choice, or where it says that there is nothing to segment, bands of value.

    Bands are regions nearest to centroids that differ in value alone, so that they are saved, assigned
    and scored as segments are. Where too few customers differ in value, groups are returned.

    Args:
        choice: See `choice.choose`.
        view: The customer view.
        points: See `fit.fit_points`.
        scaling: How features became coordinates.
        params: The params of the clustering.
        features: The features, in the order of the coordinates.
        minimum: The least number of customers of a band.
    """
    if choice.banded:
        place = scaling.features.index(value_of(features).name)
        for count in range(MOST, 1, -1):
            found = Segmentation(scaling, _centroids(points, place, count), None, "k_means", 1.0)
            counts = pd.Series(found.assign(view)).value_counts()
            if len(counts) == found.segments and counts.min() >= minimum:
                return found
    return segment(points, scaling, choice.k, params)


def value_of(features: Sequence[Feature]) -> Feature:
    """Return the feature that customers are banded by: spend, else the first in money, else the first.

    Args:
        features: One or more.
    """
    by_spend = (one for one in features if base_of(one.name) == "monetary")
    in_money = (one for one in features if one.unit == "money")
    return next(by_spend, next(in_money, features[0]))


def _centroids(points: Array, place: int, count: int) -> Array:
    """Return centroids, highest first, that part the values of one coordinate into equal shares."""
    values = points[:, place]
    bounds = np.quantile(values, [number / count for number in range(1, count)])[::-1]
    if count == MOST:
        middle = bounds.mean()
        heights = np.array([2 * bounds[0] - middle, middle, 2 * bounds[1] - middle])
    else:
        heights = np.array([bounds[0] + 1, bounds[0] - 1])
    centroids = np.tile(points.mean(axis=0), (count, 1))
    centroids[:, place] = heights
    return centroids
