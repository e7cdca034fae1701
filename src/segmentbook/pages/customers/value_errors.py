"""How far each forecast of revenue per customer was off, after `next_value`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from segmentbook.core.message import mark
from segmentbook.report.exhibit import Column, Exhibit, Table, Template, notes, page
from segmentbook.value.next_value import NextValue, value_metrics

FORECASTS = {
    "model": mark("from the customer's own history"),
    "naive": mark("revenue of the period before"),
    "groups": mark("mean of customers with the same sum of RFM scores"),
    "mean": mark("the mean for everybody"),
}
"""What each forecast is called."""

_COLUMNS: dict[str, Column] = {
    "forecast": (mark("Estimate"), "term"),
    "r2": (mark("R2"), "number"),
    "mae": (mark("Mean absolute error"), "money"),
    "bias": (mark("Estimated to actual revenue"), "percent"),
}
_MODELS = {
    "multiplicative": mark(
        "A Poisson regression on the logarithms of recency, frequency and monetary value and on recent "
        "revenue, chosen and fitted on the {value_days:count} days before."
    ),
    "additive": mark(
        "A ridge regression on the logarithms of recency, frequency and monetary value and on recent "
        "revenue, chosen and fitted on the {value_days:count} days before."
    ),
    "bg_nbd": mark(
        "Orders by BG/NBD times their value by the gamma-gamma model, chosen on the "
        "{value_days:count} days before."
    ),
}


@page()
def value_errors(found: NextValue) -> Exhibit:
    """Show the errors of the forecasts beside each other, and how they were made.

    Args:
        found: See `value.next_value.next_value`.
    """
    table = Table(
        found.judged.assign(forecast=found.judged["forecast"].map(FORECASTS)),
        _COLUMNS,
        mark("Estimates of the last {value_days:count} days for {value_customers:count} customers"),
    )
    return Exhibit(parts=[table, *notes(_method(value_metrics(found)))])


def _method(metrics: Mapping[str, Any]) -> list[Template]:
    shown: list[Template] = [
        _MODELS[metrics["value_model"]],
        mark(
            "Revenue of a customer above {value_cap:money}, the quantile at "
            "{value_winsorised:percent}, counts as that much. Estimates are tested by paired t-tests of "
            "their squared errors at {value_level:percent}."
        ),
    ]
    if metrics["value_bg_nbd_degenerate"]:
        shown.append(
            mark(
                "BG/NBD degenerates on these orders, so it was not among the models to choose from."
            )
        )
    return shown
