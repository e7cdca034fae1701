"""The key figures of the report and its main findings.

Each finding is a rule; the first ones that hold are shown, so that the more important come first.
"""

from __future__ import annotations

from collections.abc import Sequence

from segmentbook.core.message import mark
from segmentbook.pages.actions.wording import of_segment
from segmentbook.pages.clustering.caveat import caveat_of_all
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
SEASONAL = 1.15
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
    if least(metrics, f"segments.{leader}.revenue_share") is None:
        template = mark("{name} are the largest segment, {customer_share:percent} of customers")
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
        mark("the largest holds {largest_segment_share:percent} of customers"),
    ),
    mark("repeat rate"): ("repeat_rate:percent", mark("customers with more than one order")),
    mark("largest segment"): ("largest_segment_share:percent", mark("share of customers")),
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
        mark(
            "Customers differ in value: average spend is {most:money} among {best}, {least:money} "
            "among {worst}."
        ),
        {
            "best": f"{best}.name",
            "most": f"{best}.revenue_per_customer",
            "worst": f"{worst}.name",
            "least": f"{worst}.revenue_per_customer",
        },
    )


def _largest(metrics: Metrics) -> Template:
    template = mark(
        "{name} are the largest segment: {customers:count} customers, {customer_share:percent}."
    )
    return of_segment(template, ranked(metrics, "customers")[0])


def _smallest(metrics: Metrics) -> Template:
    template = mark(
        "{name} are the smallest segment: {customers:count} customers, {customer_share:percent}."
    )
    return of_segment(template, ranked(metrics, "customers")[-1])


_FINDINGS: Sequence[Rule] = (
    at_least(
        "top_fifth_revenue_share",
        CONCENTRATED,
        mark(
            "Revenue is concentrated: the top fifth of customers generates "
            "{top_fifth_revenue_share:percent} of it."
        ),
    ),
    _uneven,
    at_least(
        "one_order_share",
        ONE_TIMERS,
        mark(
            "{one_order_share:percent} of customers ({one_order_customers:count}) have ordered "
            "only once; the second order is the one to win."
        ),
    ),
    outstanding(
        "web_visits_per_purchase",
        WINDOW_SHOPPING,
        mark(
            "Window shopping: {name} make {web_visits_per_purchase:number} web visits per web "
            "purchase, against {all.web_visits_per_purchase:number} among all customers."
        ),
    ),
    outstanding(
        "discount_share",
        DISCOUNTED,
        mark(
            "{name} wait for discounts: {discount_share:percent} of their orders used one, against "
            "{all.discount_share:percent} of all orders."
        ),
    ),
    at_least(
        "repeat_rate",
        LOYAL,
        mark(
            "{repeat_rate:percent} of customers have ordered more than once: what varies is how "
            "often they come back, not whether."
        ),
    ),
    at_least(
        "all_measures.quiet_share",
        QUIET,
        mark("{all_measures.quiet_share:percent} of customers did not order in the last quarter."),
    ),
    at_least(
        "best_to_weakest_month",  # null where the weakest month has no revenue
        SEASONAL,
        mark(
            "Revenue is seasonal: {best_month_revenue:money_short} in {best_month:month}, "
            "{weakest_month_revenue:money_short} in {weakest_month:month}."
        ),
    ),
    _largest,
    known(
        mark(
            "The average order is worth {average_order_value:money}; half of all orders are worth "
            "{median_order_value:money} or more."
        )
    ),
    known(mark("Customers placed {orders_per_customer:number} orders each on average.")),
    _smallest,
    known(mark("The {customers:count} customers form {segment_count:count} segments.")),
)
