"""The customers in two dimensions: principal components, or two of the features.

Principal components: Pearson (1901), Hotelling (1933), by scikit-learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.clustering.transform import Array
from segmentbook.core.errors import UserError, nearest
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import Feature


@dataclass(frozen=True)
class Plane:
    """Customers by their first two principal components.

    Args:
        places: Shape (customers, 2).
        explained: Share of the variance along each axis.
        loadings: For each feature its correlation-like weight on each axis, columns `axis1`,
            `axis2`; `feature` and `title`.
    """

    places: Array
    explained: tuple[float, float]
    loadings: pd.DataFrame


def plane(points: Array, features: Sequence[Feature]) -> Plane | NotApplicable:
    """Project the customers to the two directions in which they differ most.

    Args:
        points: Coordinates of the clustering, shape (customers, features).
        features: The features, in the order of the columns.
    """
    from sklearn.decomposition import PCA

    if len(features) < 2 or len(points) < 2 or not np.ptp(points, axis=0).any():
        return NotApplicable(reason=mark("it needs two features that vary"))
    fitted = PCA(2, svd_solver="full").fit(points)
    first, second = (float(share) for share in fitted.explained_variance_ratio_)
    loadings = pd.DataFrame(
        {
            "feature": [feature.name for feature in features],
            "title": [feature.title for feature in features],
            "axis1": fitted.components_[0],
            "axis2": fitted.components_[1],
        }
    )
    return Plane(np.asarray(fitted.transform(points)), (first, second), loadings)


def plane_metrics(found: Plane) -> dict[str, Any]:
    """Return the variance that each axis explains and the feature with the greatest weight on it."""
    heaviest = [
        found.loadings["title"].iloc[int(found.loadings[axis].abs().argmax())]
        for axis in ("axis1", "axis2")
    ]
    return {
        "map_axis1_share": found.explained[0],
        "map_axis2_share": found.explained[1],
        "map_share": sum(found.explained),
        "map_axis1_feature": heaviest[0],
        "map_axis2_feature": heaviest[1],
    }


def pair_of(features: Sequence[Feature], names: Sequence[str]) -> tuple[Feature, Feature]:
    """Return the two features of the scatter plot: those named, else the first and the last.

    Raises:
        UserError: If segments are not made from a feature of that name.
    """
    by_name = {feature.name: feature for feature in features}
    for name in names:
        if name not in by_name:
            raise UserError(
                f"segments are not made from a feature {name!r}",
                where="explain.scatter",
                expected=nearest(name, by_name),
                todo="correct the name, or leave the key out.",
            )
    one, other = [by_name[name] for name in names] or (features[0], features[-1])
    return one, other
