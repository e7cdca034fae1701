"""What counts as an outlier: the bounds of each feature in its own unit, and how many are beyond."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segmentbook.clustering.transform import Scaling
from segmentbook.display import NotApplicable
from segmentbook.features import Feature
from segmentbook.guard import MINIMUM

COLUMNS = {
    "feature": ("Feature", "text"),
    "lowest": ("Lowest that counts", "number"),
    "highest": ("Highest that counts", "number"),
    "beyond": ("Customers beyond", "text"),
}
"""The columns of the table of bounds with their titles and formats."""


def table(
    view: pd.DataFrame, scaling: Scaling, features: Sequence[Feature], minimum: int = MINIMUM
) -> pd.DataFrame | NotApplicable:
    """Return for each feature the lowest and highest value of a customer that is no outlier.

    Args:
        view: The customer view.
        scaling: With its bounds.
        features: The features, in the order of the scaling.
        minimum: Fewer customers are not counted out.
    """
    if np.isinf(scaling.bounds).all():
        return NotApplicable("Bounds for outliers", "outliers are kept as they are")
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
                "beyond": f"{beyond:,}" if beyond >= minimum else f"fewer than {minimum}",
            }
        )
    return pd.DataFrame(rows)
