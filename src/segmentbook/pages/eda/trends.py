"""Revenue, active and new customers over time, and whether they rise or fall."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import trends as eda
from segmentbook.report.exhibit import Exhibit, Part, Picture, Template, Text, page, points
from segmentbook.report.formats import count, month
from segmentbook.report.theme import MUTED, NAVY, NORMAL, SHORT_NUMBERS, TEAL, money, money_axis

_MOST_LABELS = 13
"""Names of months that fit below the axis."""


@page(mark("Revenue and customers over time"))
def trends(table: pd.DataFrame, found: pd.DataFrame, currency: str) -> Exhibit | NotApplicable:
    """Show revenue, active and new customers by month, and how the last months compare.

    Args:
        table: See `trends.months`.
        found: See `trends.changes`.
        currency: ISO 4217 code.
    """
    metrics = eda.change_metrics(table, found)
    picture = _panels(table, currency).titled(mark("Revenue, active and new customers by month"))
    parts: list[Part] = [picture, *points(_sentences(metrics)), Text(_caveat(metrics), "note")]
    return Exhibit(_title(metrics), parts, metrics)


_YEARS = {
    "falls": claim(
        "trend.revenue_falls",
        "Revenue is falling: the last twelve months brought {year_moved:percent} less than the twelve "
        "before",
    ),
    "rises": claim(
        "trend.revenue_rises",
        "Revenue is growing: the last twelve months brought {year_moved:percent} more than the twelve "
        "before",
    ),
}
"""Titles by the verdict of the test."""

_RECENT = {
    ("year", False): claim(
        "exact",
        "Revenue of {trend_first:month} to {trend_last:month} was {moved:percent} below that of the "
        "same months a year earlier",
    ),
    ("year", True): claim(
        "exact",
        "Revenue of {trend_first:month} to {trend_last:month} was {moved:percent} above that of the "
        "same months a year earlier",
    ),
    ("before", False): claim(
        "exact",
        "Revenue of {trend_first:month} to {trend_last:month} was {moved:percent} below that of the "
        "months just before",
    ),
    ("before", True): claim(
        "exact",
        "Revenue of {trend_first:month} to {trend_last:month} was {moved:percent} above that of the "
        "months just before",
    ),
}
"""Titles by what the last months are set against, and whether revenue is above it."""

_ONE_MONTH = mark("Revenue of {trend_first:month} and {trend_before_first:month}")


def _title(metrics: Mapping[str, Any]) -> Template:
    revenue = metrics["trend"]["revenue"]
    if revenue["trend"] in _YEARS:
        return _quoting(_YEARS[revenue["trend"]], "revenue")
    if metrics["trend_months"] == 1 or not np.isfinite(revenue["change"]):
        return _ONE_MONTH
    return _quoting(_RECENT[metrics["trend_basis"], bool(revenue["change"] > 0)], "revenue")


def growth_by_year(metrics: Mapping[str, Any]) -> Template | None:
    """Return whether revenue falls or rises from year to year, None where that is not tested or not so.

    Args:
        metrics: See `trends.change_metrics`; those of a study without order lines have no `trend`.
    """
    verdict = metrics["trend"]["revenue"]["trend"] if "trend" in metrics else ""
    return _quoting(_SAID[verdict], "revenue") if verdict in _SAID else None


_SAID = {
    "falls": claim(
        "trend.revenue_falls",
        "Revenue is falling: the last twelve months brought {year_moved:percent} less than the twelve "
        "before.",
    ),
    "rises": claim(
        "trend.revenue_rises",
        "Revenue is growing: the last twelve months brought {year_moved:percent} more than the twelve "
        "before.",
    ),
}
"""The same as sentences."""


def _quoting(template: str, series: str) -> Template:
    """Return a template whose short names are the metrics of a series."""
    own = {name: f"trend.{series}.{name}" for name in ("now", "before", "moved", "year_moved")}
    others = {
        name: name
        for name in ("trend_first", "trend_last", "trend_before_first", "trend_before_last")
    }
    return template, {
        name: path for name, path in (own | others).items() if f"{{{name}" in template
    }


_MEANS = {
    "revenue": mark(
        "A month of {trend_first:month} to {trend_last:month} brought {now:money_short} on average, "
        "{before:money_short} from {trend_before_first:month} to {trend_before_last:month}."
    ),
    "customers": mark("{now:count} customers ordered in such a month, {before:count} then."),
    "new_customers": mark("{now:count} ordered for the first time, {before:count} then."),
}

_CUSTOMERS = {
    "falls": claim(
        "trend.customers_fall",
        "Active customers are becoming fewer: {year_moved:percent} less than a year earlier, on "
        "average of twelve months.",
    ),
    "rises": claim(
        "trend.customers_rise",
        "Active customers are becoming more: {year_moved:percent} more than a year earlier, on "
        "average of twelve months.",
    ),
}


def _sentences(metrics: Mapping[str, Any]) -> list[Template]:
    found: list[Template] = []
    for series, template in _MEANS.items():
        row = metrics["trend"][series]
        if metrics["trend_months"] > 1 and np.isfinite([row["now"], row["before"]]).all():
            found.append(_quoting(template, series))
    if metrics["trend_turn"] == "collapse":
        found.append(collapse(metrics))
    customers = metrics["trend"]["customers"]["trend"]
    if customers in _CUSTOMERS:
        found.append(_quoting(_CUSTOMERS[customers], "customers"))
    return found


def collapse(metrics: Mapping[str, Any]) -> Template:
    """Return how far the last whole month is below the best, as far as the export knows.

    Args:
        metrics: See `trends.change_metrics`; revenue has collapsed.
    """
    template = claim(
        "exact",
        "Monthly revenue fell from {peak:money_short} in {trend_peak:month} to {last:money_short} in "
        "{trend_last:month}.",
    )
    series = {"peak": "revenue", "last": "revenue"}
    known = [s for s in ("customers", "new_customers") if _ends_known(metrics["trend"][s])]
    if "customers" in known:
        template = claim(
            "exact",
            "Monthly revenue fell from {peak:money_short} in {trend_peak:month} to {last:money_short} "
            "in {trend_last:month}, active customers from {peak_active:count} to {last_active:count}.",
        )
        series |= {"peak_active": "customers", "last_active": "customers"}
    if len(known) == 2:
        template = claim(
            "exact",
            "Monthly revenue fell from {peak:money_short} in {trend_peak:month} to {last:money_short} "
            "in {trend_last:month}, active customers from {peak_active:count} to {last_active:count}, "
            "new customers from {peak_new:count} to {last_new:count}.",
        )
        series |= {"peak_new": "new_customers", "last_new": "new_customers"}
    quoted = {name: f"trend.{one}.{name.split('_')[0]}" for name, one in series.items()}
    return template, quoted | {"trend_peak": "trend_peak", "trend_last": "trend_last"}


def _ends_known(row: Mapping[str, Any]) -> bool:
    values = row["peak"], row["last"]
    return all(value is not None and value == value for value in values)


def _caveat(metrics: Mapping[str, Any]) -> str:
    verdict = metrics["trend"]["revenue"]["trend"]
    if verdict == "untested" and metrics["trend_basis"] == "year":
        return mark(
            "The same months are compared, which allows for a season of the year. A trend is tested on "
            "two whole years; the export covers {trend_whole_months:count} whole months."
        )
    if verdict == "untested":
        return mark(
            "The export covers {trend_whole_months:count} whole months. Under two years a change cannot "
            "be told from a season, so no trend is stated. Partial months are not compared."
        )
    if verdict == "none":
        return mark(
            "The test of two years, month against the same month, found no trend of revenue. Partial "
            "months are not compared."
        )
    return mark(
        "Tested on two years, month against the same month, with allowance for months that resemble "
        "their neighbours and for the choice of customers; orders were capped at their "
        "{trend_cap:percent} quantile."
    )


def _panels(table: pd.DataFrame, currency: str) -> Picture:
    """Draw each series by month; partial months are hatched, unknown ones left out."""
    figure = Figure(figsize=NORMAL)
    panels = list(figure.subplots(3, 1, sharex=True))
    heads = {
        "revenue": _("revenue"),
        "customers": _("active customers"),
        "new_customers": _("new customers"),
    }
    colours = dict(zip(heads, (TEAL, NAVY, MUTED), strict=True))
    places, whole = np.arange(len(table)), table["complete"].to_numpy()
    step = -(-len(table) // _MOST_LABELS)
    labels = [
        month(day, "MMM\ny") if i == 0 or day.month == 1 else month(day)
        for i, day in enumerate(table["month"])
    ]
    for axes, (name, head) in zip(panels, heads.items(), strict=True):
        values = table[name].to_numpy(dtype=float)
        axes.bar(places[whole], values[whole], color=colours[name], width=0.78)
        axes.bar(
            places[~whole],
            values[~whole],
            facecolor="white",
            edgecolor=colours[name],
            hatch="///",
            width=0.78,
        )
        axes.set_xlim(-0.7, len(table) - 0.3)
        axes.set_ylim(bottom=0)
        axes.set_xticks(places[::step], labels[::step])
        axes.set_title(head, loc="left", fontsize=11)
        axes.yaxis.set_major_locator(MaxNLocator(3))
        axes.yaxis.set_major_formatter(money_axis(currency) if name == "revenue" else SHORT_NUMBERS)
        axes.grid(axis="x", visible=False)
    return Picture(figure, _alt(table, currency))


def _alt(table: pd.DataFrame, currency: str) -> str:
    rows = []
    for row in table.to_dict("records"):
        parts = [
            _("revenue {revenue}", revenue=money(row["revenue"], currency)),
            _("{number} active customers", number=_known(row["customers"])),
            _("{number} new customers", number=_known(row["new_customers"])),
        ]
        part = "" if row["complete"] else f" ({_('not complete')})"
        rows.append(f"{month(row['month'], 'MMMM y')}{part}: {', '.join(parts)}")
    return _(
        "Bars by month of revenue, active and new customers. {values}.", values="; ".join(rows)
    )


def _known(value: float) -> str:
    return "–" if np.isnan(value) else count(value)
