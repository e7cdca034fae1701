"""The customer view in numbers: averages, quartiles, who ordered once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from segmentbook.features.feature import Feature
from segmentbook.features.rfm import RFM


def describe(view: pd.DataFrame, features: Sequence[Feature] = RFM) -> pd.DataFrame:
    """Return mean, standard deviation, minimum, quartiles and maximum of each feature.

    Returns:
        `feature` (title), `mean`, `std` (n - 1 in the denominator), `minimum`, `q1`, `median`, `q3`,
        `maximum`; in the order of the features.
    """
    columns = [feature.name for feature in features]
    table = view[columns].astype(float).describe().T
    table = table[["mean", "std", "min", "25%", "50%", "75%", "max"]]
    table.columns = pd.Index(["mean", "std", "minimum", "q1", "median", "q3", "maximum"])
    table.insert(0, "feature", [feature.title for feature in features])
    return table.reset_index(drop=True)


def metrics(view: pd.DataFrame, reference: date) -> dict[str, Any]:
    """Return the reference date and the averages that the report quotes.

    What the export does not have is None.
    """
    values: dict[str, Any] = {"reference_date": reference}
    for feature in RFM:
        known = feature.name in view.columns
        values[f"{feature.name}_mean"] = view[feature.name].mean() if known else None
        values[f"{feature.name}_median"] = view[feature.name].median() if known else None
    median = values["monetary_median"]
    values["monetary_mean_to_median"] = values["monetary_mean"] / median if median else None
    once = view["frequency"] == 1 if "frequency" in view.columns else None
    values["one_order_customers"] = None if once is None else int(once.sum())
    values["one_order_share"] = None if once is None else once.mean()
    return values


def medians(view: pd.DataFrame, features: Sequence[Feature]) -> list[dict[str, Any]]:
    """Return the title and the median of each feature."""
    return [
        {"feature": feature.title, "median": float(view[feature.name].median())}
        for feature in features
    ]
