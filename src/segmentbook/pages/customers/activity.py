"""Who is silent for longer than the own rhythm explains, and how well that was known before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.core.privacy import MINIMUM
from segmentbook.report.exhibit import Column, Exhibit, Part, Table, Template, notes, page, points
from segmentbook.value.activity import Activity, activity_metrics

_COLUMNS: dict[str, Column] = {
    "lowest": (mark("Probability from"), "percent"),
    "highest": (mark("to"), "percent"),
    "customers": (mark("Customers"), "count"),
    "back": (mark("Ordered in the period after it"), "percent"),
}


@page(mark("Customers whose silence their own rhythm does not explain"))
def activity(found: Activity, minimum: int = MINIMUM) -> Exhibit:
    """Show who is flagged as overdue, and what became of those flagged a period ago.

    Args:
        found: See `value.activity.activity`.
        minimum: The least number of customers that may be shown.
    """
    metrics = activity_metrics(found, minimum)
    table = Table(
        found.bands,
        _COLUMNS,
        mark(
            "Probability of being still active, {activity_days:count} days before the end, and who "
            "ordered in these days"
        ),
    )
    parts: list[Part] = [*points(_flags(metrics)), table, *notes(_method(metrics))]
    return Exhibit(_title(metrics), parts, metrics)


def _title(metrics: Mapping[str, Any]) -> Template:
    if metrics["overdue_supported"] and metrics["overdue_customers"]:
        return claim("activity.overdue", "Overdue: {overdue_customers:people} customers")
    return mark("No customer is flagged for silence")


def _flags(metrics: Mapping[str, Any]) -> list[Template]:
    """Say what those flagged a period ago did, or why nobody is flagged."""
    if metrics["overdue_supported"]:
        return [
            claim(
                "activity.overdue",
                "Of {overdue_tested:people} customers flagged {activity_days:count} days before the "
                "end, {overdue_precision:percent} placed no order in these days; of customers who had "
                "ordered on as many days in as long a time, {overdue_expected:percent} would not have.",
            )
        ]
    if metrics["overdue_tested"]:
        return [
            mark(
                "A flag was tried and is not used: of {overdue_tested:people} customers flagged "
                "{activity_days:count} days before the end, {overdue_precision:percent} placed no order "
                "in these days. A flag needs {activity_least_precision:percent}, and a share that is "
                "not explained by how many days they had ordered on."
            )
        ]
    return [
        mark(
            "No bound on the probability was found below which at least "
            "{activity_least_precision:percent} of the customers placed no order in the next "
            "{activity_days:count} days."
        )
    ]


def _method(metrics: Mapping[str, Any]) -> list[Template]:
    models = {
        "bg_nbd": mark(
            "The probability of being still active follows from a customer's own order days and "
            "from those of all customers (BG/NBD). It is given from "
            "{activity_order_days:count} order days on."
        ),
        "shrunken": mark(
            "BG/NBD degenerates on these orders: to it, under {activity_degenerate_below:percent} of "
            "the customers have left. In its place everybody has the same odds of leaving, learnt from "
            "who came back, and silence is measured by the own order days. The probability is given "
            "from {activity_order_days:count} order days on."
        ),
    }
    return [models[metrics["activity_model"]]]
