"""What is looked at before groups are found: redundant features, and bounds for outliers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.clustering.transform import Array, Scaling
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.core.privacy import MINIMUM
from segmentbook.features import Feature


def correlations(points: Array, features: Sequence[Feature]) -> pd.DataFrame:
    """Return Pearson's correlation of each two features in coordinates, missing for constant ones.

    Args:
        points: Shape (customers, features).
        features: The features, in the order of the columns.

    Returns:
        A square frame with the features' titles as index and columns.
    """
    titles = [feature.title for feature in features]
    return pd.DataFrame(points, columns=titles).corr()


def redundancy(points: Array, features: Sequence[Feature], bound: float) -> dict[str, Any]:
    """Return which features are constant, and which are nearly copies of another.

    Constant features distinguish nobody; of two copies, what both measure counts twice.

    Args:
        points: Shape (customers, features).
        features: The features, in the order of the columns.
        bound: From this absolute correlation on, one of two features is a copy.

    Returns:
        `constant_features` (titles), `copied_features` (pairs with `first`, `second`, `correlation`)
        and `copy_bound`.
    """
    values = correlations(points, features).to_numpy()
    titles = [feature.title for feature in features]
    pairs = [
        {"first": titles[one], "second": titles[other], "correlation": float(values[one, other])}
        for one, other in combinations(range(len(titles)), 2)
        if abs(values[one, other]) >= bound
    ]
    constant = [
        title for title, width in zip(titles, np.ptp(points, axis=0), strict=True) if width == 0
    ]
    return {"constant_features": constant, "copied_features": pairs, "copy_bound": bound}


def outlier_bounds(
    view: pd.DataFrame, scaling: Scaling, features: Sequence[Feature], minimum: int = MINIMUM
) -> pd.DataFrame | NotApplicable:
    """Return the bounds for outliers of each feature in its own unit, and how many are beyond them.

    Args:
        view: The customer view.
        scaling: With its bounds.
        features: The features, in the order of the scaling.
        minimum: Fewer customers are not shown.

    Returns:
        `feature` (title), `lowest` and `highest` value of a customer that is no outlier, and `beyond`,
        the number of outliers, missing where fewer than `minimum`.
    """
    if np.isinf(scaling.bounds).all():
        return NotApplicable(reason=mark("outliers are kept as they are"))
    rows = []
    for place, feature in enumerate(features):
        values = view[feature.name].to_numpy(dtype=float)
        moved = scaling.transforms[place](values)
        low, high = scaling.bounds[place]
        within = (moved >= low) & (moved <= high)
        beyond = int((~within).sum())
        rows.append(
            {
                "feature": feature.title,
                "lowest": values[within].min(),
                "highest": values[within].max(),
                "beyond": np.nan if beyond < minimum else beyond,
            }
        )
    return pd.DataFrame(rows)
