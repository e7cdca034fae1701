"""The customer view: one row per customer, with the features that segments are made from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.errors import UserError
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM, Feature
from segmentbook.params.study import Study
from segmentbook.report.sentences import Said

HEADLINE = {
    mark("median recency, days"): "recency_median:count",
    mark("median orders"): "frequency_median:count",
    mark("median monetary value"): "monetary_median:money",
    mark("ordered only once"): "one_order_share:percent",
}
HEADLINE_NOTES = {
    "median recency, days": mark("mean {recency_mean:number}; counted to {reference_date:date}"),
    "median orders": mark("mean {frequency_mean:number}"),
    "median monetary value": mark("mean {monetary_mean:money}"),
    "ordered only once": mark("{one_order_customers:count} customers"),
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
        raise _too_early(given, "not after the last order", f"a date after {last_day}")
    return given


def reference_of_rows(rows: ir.Table, given: date | None) -> date:
    """Return the date that days count to in an export with one row for each customer.

    Args:
        rows: What cleaning left of the export.
        given: The date of the params.

    Returns:
        The given date; else the day on which the export was made (the latest `as_of`); else the day
        after the latest date of a customer.

    Raises:
        UserError: If that is before the last order of a customer, or no date is known at all.
    """
    dates = [c for c in ("as_of", "last_order", "first_order", "joined") if c in rows.columns]
    found: dict[str, date] = {}
    if dates:
        latest = frame(rows.aggregate(**{c: rows[c].date().max() for c in dates})).iloc[0]
        found = {c: pd.Timestamp(latest[c]).date() for c in dates if pd.notna(latest[c])}
    events = [day for name, day in found.items() if name != "as_of"]
    reference: date | None = given or found.get("as_of")
    if reference is None:
        if not events:
            raise UserError(
                "no column holds a date to count days to",
                where="customers.reference_date",
                expected="the day on which the export was made, e.g. 2022-08-29",
                todo="add it to the params.",
            )
        return max(events) + timedelta(days=1)
    if events and reference < max(events):
        latest_event = f"on or after {max(events)}"
        raise _too_early(reference, "before the latest date of a customer", latest_event)
    return reference


def reference_of(
    study: Study, lines: ir.Table | NotApplicable, rows: ir.Table | NotApplicable
) -> date:
    """Return the reference date of a study, whatever the grain of its export."""
    given = study.customers.reference_date
    if not isinstance(lines, NotApplicable):
        return reference_date(lines, given)
    assert not isinstance(rows, NotApplicable)  # a study has the one or the other
    return reference_of_rows(rows, given)


def _too_early(given: date, problem: str, expected: str) -> UserError:
    return UserError(
        f"customers.reference_date = {given} is {problem}",
        where="params",
        expected=expected,
        todo="correct it, or leave it out to count from the day after the last order.",
    )


def describe(view: pd.DataFrame, features: Sequence[Feature] = RFM) -> pd.DataFrame:
    """Return mean, standard deviation, minimum, quartiles and maximum of each feature."""
    columns = [feature.name for feature in features]
    table = view[columns].astype(float).describe().T
    table = table[["mean", "std", "min", "25%", "50%", "75%", "max"]]
    table.columns = pd.Index(["mean", "std", "minimum", "q1", "median", "q3", "maximum"])
    table.insert(0, "feature", [feature.title for feature in features])
    return table.reset_index(drop=True)


def metrics(view: pd.DataFrame, reference: date) -> dict[str, Any]:
    """Return the reference date and the averages that the report quotes.

    What the export does not tell is None.
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


def title(values: dict[str, Any]) -> Said:
    """Return the title of the customer view: what is known of half of the customers."""
    if values["recency_median"] is not None:
        return (_("Half of the customers ordered within the last {recency_median:count} days"), {})
    if values["monetary_median"] is not None:
        return (_("Half of the customers spent {monetary_median:money} or more"), {})
    return (_("What is known of {customers:count} customers"), {})


def shape_sentences(values: dict[str, Any], transform: str) -> list[Said]:
    """Say how skewed monetary value is, and what the clustering does about it.

    Args:
        values: The metrics.
        transform: See `segment_params.Clustering`.
    """
    said: list[Said] = []
    ratio = values["monetary_mean_to_median"]
    if ratio is not None:
        times = _("The mean monetary value is {monetary_mean_to_median:number} times the median.")
        said.append((times, {}))
    if ratio is not None and ratio >= 1.2:
        said.append((_("A few customers spend far more than the rest and pull the mean up."), {}))
    if transform == "log1p":
        said.append(
            (_("The clustering works on the logarithm of each feature, which tames them."), {})
        )
    return said
