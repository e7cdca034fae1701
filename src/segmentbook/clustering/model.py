"""The segmentation: transform, scaler and centroids, as plain numbers.

K-means: Lloyd, Least squares quantization in PCM (1982), with k-means++ starts (Arthur and
Vassilvitskii, 2007), by scikit-learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.errors import UserError

SCHEMA = "segmentbook-model-1"

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Scaling:
    """How features become coordinates: an optional logarithm, then standard scores.

    Args:
        features: Names, in the order of the columns.
        transform: `none` or `log1p`.
        mean: Mean of each transformed feature.
        scale: Standard deviation (with n in the denominator) of each transformed feature, 1 where
            it is constant.
    """

    features: tuple[str, ...]
    transform: str
    mean: Array
    scale: Array

    @classmethod
    def fit(cls, view: pd.DataFrame, features: Sequence[str], transform: str) -> Scaling:
        """Learn means and standard deviations from the customers."""
        values = _transformed(view, features, transform)
        scale = values.std(axis=0)
        scale[scale == 0] = 1.0
        return cls(tuple(features), transform, values.mean(axis=0), scale)

    def coordinates(self, view: pd.DataFrame) -> Array:
        """Return the customers as points, shape (customers, features)."""
        values = _transformed(view, self.features, self.transform)
        return np.asarray((values - self.mean) / self.scale)


@dataclass(frozen=True)
class Segmentation:
    """A fitted segmentation.

    Args:
        scaling: How features become coordinates.
        centroids: Shape (segments, features), in coordinates.
    """

    scaling: Scaling
    centroids: Array

    def assign(self, view: pd.DataFrame) -> NDArray[np.int64]:
        """Return the number of the nearest centroid for each customer, shape (customers,)."""
        points = self.scaling.coordinates(view)
        distances = ((points[:, None, :] - self.centroids[None, :, :]) ** 2).sum(axis=2)
        return np.asarray(distances.argmin(axis=1), dtype=np.int64)

    def to_json(self) -> dict[str, Any]:
        """Return the segmentation as plain JSON."""
        return {
            "schema": SCHEMA,
            "features": list(self.scaling.features),
            "transform": self.scaling.transform,
            "mean": self.scaling.mean.tolist(),
            "scale": self.scaling.scale.tolist(),
            "centroids": self.centroids.tolist(),
        }


def fit(points: Array, k: int, seed: int, n_init: int) -> tuple[Array, NDArray[np.int64], float]:
    """Fit K-means and number the clusters by size of their last feature, largest first.

    The numbers that K-means gives depend on its random starts; these do not.

    Args:
        points: Shape (customers, features).
        k: Number of clusters.
        seed: Seed of the starts.
        n_init: Number of starts.

    Returns:
        Centroids of shape (k, features), labels of shape (customers,), and the inertia (sum of
        squared distances to the own centroid).
    """
    from sklearn.cluster import KMeans

    fitted = KMeans(n_clusters=k, random_state=seed, n_init=n_init).fit(points)
    order = np.lexsort(fitted.cluster_centers_.T)[::-1]
    number = np.empty(k, dtype=np.int64)
    number[order] = np.arange(k)
    return fitted.cluster_centers_[order], number[fitted.labels_], float(fitted.inertia_)


def _transformed(view: pd.DataFrame, features: Sequence[str], transform: str) -> Array:
    values = view[list(features)].to_numpy(dtype="float64")
    if transform == "none":
        return np.asarray(values)
    lowest = values.min(axis=0)
    for feature, value in zip(features, lowest, strict=True):
        if value <= -1:
            raise UserError(
                f"{feature} is {value:,.2f} for a customer, which has no logarithm",
                where="clustering.transform",
                expected="features above -1",
                todo="drop cancelled and negative lines by cleaning rules, or set it to 'none'.",
            )
    return np.asarray(np.log1p(values))
