"""What counts as an outlier: the bounds of each feature in its own unit, and how many are beyond."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segmentbook.clustering.transform import Scaling
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.core.privacy import MINIMUM
from segmentbook.features import Feature
from segmentbook.report.formats import count

COLUMNS = {
    "feature": (mark("Feature"), "text"),
    "lowest": (mark("Lowest that counts"), "number"),
    "highest": (mark("Highest that counts"), "number"),
    "beyond": (mark("Customers beyond"), "text"),
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
        return NotApplicable(_("Bounds for outliers"), _("outliers are kept as they are"))
    few = _("fewer than {number}", number=str(minimum))
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
                "beyond": few if beyond < minimum else count(beyond),
            }
        )
    return pd.DataFrame(rows)
