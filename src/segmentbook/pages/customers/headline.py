"""Recency, orders and money of the customers at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.features import RFM, summary
from segmentbook.features.feature import Feature
from segmentbook.report.exhibit import Exhibit, Kpis, Part, Template, page, points

_FIGURES = {
    mark("median recency, days"): "recency_median:count",
    mark("median orders"): "frequency_median:count",
    mark("median monetary value"): "monetary_median:money",
    mark("ordered only once"): "one_order_share:percent",
}
_NOTES = {
    "median recency, days": mark("mean {recency_mean:number}; counted to {reference_date:date}"),
    "median orders": mark("mean {frequency_mean:number}"),
    "median monetary value": mark("mean {monetary_mean:money}"),
    "ordered only once": mark("{one_order_customers:count} customers"),
}

_MOST_MEDIANS = 6


@page(mark("The customers at a glance"))
def headline(
    view: pd.DataFrame, reference: date, transform: str, features: Sequence[Feature]
) -> Exhibit:
    """Show the averages of the customer view, and how skewed monetary value is.

    Where recency, orders and money are all unknown, it shows the medians of other features.

    Args:
        view: The customer view.
        reference: The date that recency counts to.
        transform: See `params.clustering.Clustering`.
        features: The features of the view, with titles in the language of the report.
    """
    metrics = summary.metrics(view, reference)
    parts: list[Part] = [Kpis(_FIGURES, _NOTES)]
    if all(metrics[f"{feature.name}_median"] is None for feature in RFM):
        metrics["feature_medians"] = summary.medians(view, features)
        parts = [*points(_medians(features))]
    return Exhibit(_title(metrics), [*parts, *points(_skew(metrics, transform))], metrics)


def _medians(features: Sequence[Feature]) -> list[Template]:
    """Return the median of the first features, each in its own format."""
    templates: list[Template] = []
    for place, feature in enumerate(features[:_MOST_MEDIANS]):
        text = _(
            "Median {feature}: {median}.", feature="{feature}", median=f"{{median:{feature.kind}}}"
        )
        names = {key: f"feature_medians.{place}.{key}" for key in ("feature", "median")}
        templates.append((text, names))
    return templates


def _title(metrics: Mapping[str, Any]) -> str:
    if metrics["recency_median"] is not None:
        return mark("Half of the customers ordered within the last {recency_median:count} days")
    if metrics["monetary_median"] is not None:
        return mark("Half of the customers spent {monetary_median:money} or more")
    return mark("What is known about {customers:count} customers")


def _skew(metrics: Mapping[str, Any], transform: str) -> list[str]:
    """Say how far the mean monetary value is from the median, and what is clustered."""
    ratio = metrics["monetary_mean_to_median"]
    sentences = []
    if ratio is not None:
        sentences.append(
            mark("The mean monetary value is {monetary_mean_to_median:number} times the median.")
        )
    if transform == "log1p":
        sentences.append(
            mark(
                "The clustering works on the logarithm of each feature, not on the feature itself."
            )
        )
    return sentences
