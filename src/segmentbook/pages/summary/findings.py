"""The key figures of the report and its main findings.

Each finding is a rule; the first ones that hold are shown, so that the more important come first.
"""

from __future__ import annotations

from collections.abc import Sequence

from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.pages.actions.wording import of_segment
from segmentbook.pages.clustering.caveat import caveat_of_all
from segmentbook.pages.eda.trends import collapse, growth_by_year
from segmentbook.pages.summary.rules import (
    Metrics,
    Rule,
    are_known,
    at_least,
    first,
    known,
    least,
    most,
    outstanding,
    ranked,
)
from segmentbook.report.exhibit import Exhibit, Kpis, Template, Text, page, points

MOST_FINDINGS = 3
CONCENTRATED = 0.5
UNEVEN = 2
ONE_TIMERS = 0.2
LOYAL = 0.8
QUIET = 0.25
UNLIKE = 1.15
WINDOW_SHOPPING = 1.5
DISCOUNTED = 1.25
"""Thresholds of the rules below."""


@page(mark("Summary"))
def findings(metrics: Metrics) -> Exhibit:
    """Show the key figures and up to three findings that are true of this data.

    Args:
        metrics: Those of all chapters.
    """
    sentences = first(_FINDINGS, metrics, MOST_FINDINGS)
    caveat = caveat_of_all(metrics)
    caveats = [Text(caveat, "note")] if caveat else []
    return Exhibit(_headline(metrics), [_key_figures(metrics), *points(sentences), *caveats])


def _headline(metrics: Metrics) -> Template:
    """Return the segment with the most revenue; the largest where revenue is not known."""
    leader = (ranked(metrics, "revenue") or ranked(metrics, "customers"))[0]
    template: str
    if least(metrics, f"segments.{leader}.revenue_share") is None:
        template = claim(
            "exact", "{name} are the largest segment, {customer_share:percent} of customers"
        )
    else:
        template = mark(
            "{name} make up {customer_share:percent} of customers and generate "
            "{revenue_share:percent} of revenue"
        )
    return of_segment(template, leader)


_FIGURES = {
    mark("customers"): ("customers:count", mark("{orders:count} orders")),
    mark("revenue"): ("revenue:money_short", mark("{first_day:date} to {last_day:date}")),
    mark("segments"): (
        "segment_count:count",
        claim("exact", "the largest holds {largest_segment_share:percent} of customers"),
    ),
    mark("repeat rate"): ("repeat_rate:percent", mark("customers who ordered again")),
    claim("exact", "largest segment"): (
        "largest_segment_share:percent",
        mark("share of customers"),
    ),
}
_MOST_FIGURES = 4
"""The first figures that are known; the last is for studies that know little."""


def _key_figures(metrics: Metrics) -> Kpis:
    labels = [label for label, (item, _) in _FIGURES.items() if are_known(metrics, f"{{{item}}}")]
    shown = {label: _FIGURES[label] for label in labels[:_MOST_FIGURES]}
    return Kpis(
        {label: item for label, (item, _) in shown.items()},
        {label: note for label, (_, note) in shown.items() if are_known(metrics, note)},
    )


def _uneven(metrics: Metrics) -> Template | None:
    places = ranked(metrics, "revenue_per_customer")
    if len(places) < 2:
        return None
    best, worst = f"segments.{places[0]}", f"segments.{places[-1]}"
    high = least(metrics, f"{best}.revenue_per_customer") or 0.0
    low = most(metrics, f"{worst}.revenue_per_customer") or 0.0
    if high < UNEVEN * max(low, 0.01):
        return None
    return (
        claim("exact", "Average spend is {most:money} among {best}, {least:money} among {worst}."),
        {
            "best": f"{best}.name",
            "most": f"{best}.revenue_per_customer",
            "worst": f"{worst}.name",
            "least": f"{worst}.revenue_per_customer",
        },
    )


def _largest(metrics: Metrics) -> Template:
    template = claim(
        "exact",
        "{name} are the largest segment: {customers:count} customers, {customer_share:percent}.",
    )
    return of_segment(template, ranked(metrics, "customers")[0])


def _smallest(metrics: Metrics) -> Template:
    template = claim(
        "exact",
        "{name} are the smallest segment: {customers:count} customers, {customer_share:percent}.",
    )
    return of_segment(template, ranked(metrics, "customers")[-1])


def _turn(metrics: Metrics) -> Template | None:
    """Say that revenue collapsed or surged; see `trends.change_metrics`."""
    match metrics.get("trend_turn"):
        case "collapse":
            return collapse(metrics)
        case "surge":
            return _SURGES[metrics["trend_basis"]], {
                name: "trend.revenue." + name for name in ("now", "before", "moved")
            } | {name: name for name in _SURGE_MONTHS}
    return None


_SURGE_MONTHS = ("trend_first", "trend_last")
_SURGES = {
    "year": claim(
        "exact",
        "Revenue of {trend_first:month} to {trend_last:month} was {moved:percent} above that of the "
        "same months a year earlier: {now:money_short} a month, then {before:money_short}.",
    ),
    "before": claim(
        "exact",
        "Revenue of {trend_first:month} to {trend_last:month} was {moved:percent} above that of the "
        "months just before: {now:money_short} a month, then {before:money_short}. The export is too "
        "short to tell growth from a season.",
    ),
}

_FINDINGS: Sequence[Rule] = (
    growth_by_year,
    _turn,
    at_least(
        "top_fifth_revenue_share",
        CONCENTRATED,
        claim(
            "exact",
            "The top fifth of customers generates {top_fifth_revenue_share:percent} of revenue.",
        ),
    ),
    _uneven,
    at_least(
        "one_order_share",
        ONE_TIMERS,
        mark("{one_order_share:percent} of customers ({one_order_customers:count}) ordered once."),
    ),
    outstanding(
        "web_visits_per_purchase",
        WINDOW_SHOPPING,
        claim(
            "exact",
            "{name} make {web_visits_per_purchase:number} web visits per web purchase, against "
            "{all.web_visits_per_purchase:number} among all customers.",
        ),
    ),
    outstanding(
        "discount_share",
        DISCOUNTED,
        claim(
            "exact",
            "Discounts: {discount_share:percent} of the orders of {name} used one, against "
            "{all.discount_share:percent} of all orders.",
        ),
    ),
    at_least(
        "repeat_rate",
        LOYAL,
        mark("{repeat_rate:percent} of customers ordered again."),
    ),
    at_least(
        "all_measures.quiet_share",
        QUIET,
        mark("{all_measures.quiet_share:percent} of customers did not order in the last quarter."),
    ),
    at_least(
        "best_to_weakest_month",  # null where the weakest month has no revenue
        UNLIKE,
        claim(
            "exact",
            "Of the whole months, {best_month:month} brought the most revenue "
            "({best_month_revenue:money_short}), {weakest_month:month} the least "
            "({weakest_month_revenue:money_short}).",
        ),
    ),
    _largest,
    known(
        mark(
            "The average order is worth {average_order_value:money}, the median order "
            "{median_order_value:money}."
        )
    ),
    known(mark("Customers placed {orders_per_customer:number} orders each on average.")),
    _smallest,
    known(mark("The {customers:count} customers form {segment_count:count} segments.")),
)
