"""The customer view: one row per customer, with the features that segments are made from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import ibis.expr.types as ir
import pandas as pd

from segmentbook.engine import frame
from segmentbook.errors import UserError
from segmentbook.features import RFM
from segmentbook.sentences import Said

HEADLINE = {
    "median recency, days": "recency_median:count",
    "median orders": "frequency_median:count",
    "median monetary value": "monetary_median:money",
    "ordered only once": "one_order_share:percent",
}
HEADLINE_NOTES = {
    "median recency, days": "mean {recency_mean:number}; counted to {reference_date:date}",
    "median orders": "mean {frequency_mean:number}",
    "median monetary value": "mean {monetary_mean:money}",
    "ordered only once": "{one_order_customers:count} customers",
}
"""The key figures of the customer view, and what explains them."""


def reference_date(lines: ir.Table, given: date | None) -> date:
    """Return the date that recency counts to: the given one, else the day after the last order.

    Raises:
        UserError: If the given date is not after the last order.
    """
    last = frame(lines.aggregate(last=lines.timestamp.date().max()))["last"][0]
    last_day: date = pd.Timestamp(last).date()
    if given is None:
        return last_day + timedelta(days=1)
    if given <= last_day:
        raise UserError(
            f"customers.reference_date = {given} is not after the last order",
            where="params",
            expected=f"a date after {last_day}",
            todo="correct it, or leave it out to count from the day after the last order.",
        )
    return given


def describe(view: pd.DataFrame) -> pd.DataFrame:
    """Return mean, standard deviation, minimum, quartiles and maximum of each RFM feature."""
    columns = [feature.name for feature in RFM]
    table = view[columns].describe().T[["mean", "std", "min", "25%", "50%", "75%", "max"]]
    table.columns = pd.Index(["mean", "std", "minimum", "q1", "median", "q3", "maximum"])
    table.insert(0, "feature", [feature.title for feature in RFM])
    return table.reset_index(drop=True)


def metrics(view: pd.DataFrame, reference: date) -> dict[str, Any]:
    """Return the reference date and the averages that the report quotes."""
    values: dict[str, Any] = {"reference_date": reference}
    for feature in RFM:
        values[f"{feature.name}_mean"] = view[feature.name].mean()
        values[f"{feature.name}_median"] = view[feature.name].median()
    values["monetary_mean_to_median"] = view["monetary"].mean() / view["monetary"].median()
    values["one_order_customers"] = int((view["frequency"] == 1).sum())
    values["one_order_share"] = (view["frequency"] == 1).mean()
    return values


def shape_sentences(values: dict[str, Any], transform: str) -> list[Said]:
    """Say how skewed monetary value is, and what the clustering does about it.

    Args:
        values: The metrics.
        transform: See `study.Clustering`.
    """
    said: list[Said] = [
        ("The mean monetary value is {monetary_mean_to_median:number} times the median.", {})
    ]
    if values["monetary_mean_to_median"] >= 1.2:
        said.append(("A few customers spend far more than the rest and pull the mean up.", {}))
    if transform == "log1p":
        said.append(
            ("The clustering works on the logarithm of each feature, which tames them.", {})
        )
    return said
