"""Do the features say different things? Constant ones say nothing, copies count twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from segmentbook.clustering.transform import Array
from segmentbook.core.language import gettext as _
from segmentbook.features import Feature
from segmentbook.report.sentences import Said


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


def metrics(points: Array, features: Sequence[Feature], bound: float) -> dict[str, Any]:
    """Return which features are constant or nearly copies of another.

    Args:
        points: Shape (customers, features).
        features: The features, in the order of the columns.
        bound: From this absolute correlation on, one of two features is a copy.

    Returns:
        `constant_features` (titles), `copied_features` (pairs with `first`, `second`, `correlation`)
        and `copy_bound`.
    """
    table = correlations(points, features)
    titles = list(table.columns)
    pairs = [
        {"first": first, "second": second, "correlation": float(table.loc[first, second])}
        for place, first in enumerate(titles)
        for second in titles[place + 1 :]
        if abs(table.loc[first, second]) >= bound
    ]
    constant = [
        title for title, width in zip(titles, np.ptp(points, axis=0), strict=True) if width == 0
    ]
    return {"constant_features": constant, "copied_features": pairs, "copy_bound": bound}


def warnings(values: dict[str, Any]) -> list[Said]:
    """Say which features add nothing to the clustering, or that none is such.

    Args:
        values: See `metrics`.
    """
    said: list[Said] = [
        (
            _(
                "{feature} is the same for all customers, or all but too few for a group, and tells "
                "none apart."
            ),
            {"feature": f"constant_features.{number}"},
        )
        for number in range(len(values["constant_features"]))
    ]
    said += [
        (
            _(
                "{first} and {second} are nearly copies of each other (correlation {r:number}): what "
                "both say counts twice."
            ),
            {
                "first": f"copied_features.{number}.first",
                "second": f"copied_features.{number}.second",
                "r": f"copied_features.{number}.correlation",
            },
        )
        for number in range(len(values["copied_features"]))
    ]
    if not said:
        said.append(
            (
                _(
                    "No feature is constant, and no two are as good as copies (correlation of "
                    "{copy_bound:number} or more either way)."
                ),
                {},
            )
        )
    return said
