"""The customers on a plane: principal components of what the clustering sees.

Principal components: Pearson (1901), Hotelling (1933), by scikit-learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.clustering.transform import Array
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import Feature
from segmentbook.report.sentences import Said

HEADING = mark("A flat map shows {map_share:percent} of what sets customers apart")


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
        return NotApplicable(
            _("Map of the customers"), _("it needs two features in which they differ")
        )
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


def metrics(found: Plane | NotApplicable) -> Any:
    """Return the variance that each axis explains and the feature that it leans on most."""
    if isinstance(found, NotApplicable):
        return found
    heaviest = [
        found.loadings.loc[found.loadings[axis].abs().idxmax(), "title"]
        for axis in ("axis1", "axis2")
    ]
    return {
        "map_axis1_share": found.explained[0],
        "map_axis2_share": found.explained[1],
        "map_share": sum(found.explained),
        "map_axis1_feature": heaviest[0],
        "map_axis2_feature": heaviest[1],
    }


def sentences(found: Plane | NotApplicable) -> list[Said]:
    """Say what the axes stand for."""
    if isinstance(found, NotApplicable):
        return []
    return [
        (
            _(
                "The horizontal axis, which leans most on {map_axis1_feature}, holds "
                "{map_axis1_share:percent} of the variance."
            ),
            {},
        ),
        (
            _(
                "The vertical axis, which leans most on {map_axis2_feature}, holds "
                "{map_axis2_share:percent}."
            ),
            {},
        ),
        (_("Segments that touch on the map shade into each other at the border."), {}),
    ]
