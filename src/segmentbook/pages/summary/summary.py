"""The executive summary: what is true of this data, what to do, and what to keep in mind.

Each candidate is a condition on the metrics and a template; those whose condition holds are said, the
first ones first. What a study cannot tell is no finding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from string import Formatter
from typing import Any

from segmentbook.actions.choose import of_segment
from segmentbook.core import privacy
from segmentbook.core.language import gettext
from segmentbook.core.message import mark
from segmentbook.core.metrics import MetricError, resolve
from segmentbook.report.sentences import Said

Metrics = Mapping[str, Any]
Rule = Callable[[Metrics], Said | None]
"""Returns what to say where it is true of the data, else None."""

FINDINGS = 3
CONCENTRATED = 0.5
UNEVEN = 2
ONE_TIMERS = 0.2
LOYAL = 0.8
QUIET = 0.25
SEASONAL = 1.15
WINDOW_SHOPPING = 1.5
DISCOUNTED = 1.25
MOST_ROWS = 0.9
NAME_HOLDS = 0.75
APART = 0.5
"""Thresholds of the rules below."""

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
_KEY_FIGURES = 4
"""The first figures that are known; the last is for studies that know little."""


def key_figures(metrics: Metrics) -> tuple[dict[str, str], dict[str, str]]:
    """Return the key figures of the report, and what explains them, as far as they are known."""
    labels = [label for label, (item, _) in _FIGURES.items() if _known(metrics, "{" + item + "}")]
    shown = labels[:_KEY_FIGURES]
    items = {label: _FIGURES[label][0] for label in shown}
    notes = {label: note for label in shown if _known(metrics, note := _FIGURES[label][1])}
    return items, notes


def findings(metrics: Metrics) -> list[Said]:
    """Return up to three findings that are true of this data.

    Args:
        metrics: The metrics of all chapters.
    """
    return [said for rule in _FINDINGS if (said := rule(metrics)) is not None][:FINDINGS]


def actions(metrics: Metrics) -> list[Said]:
    """Return the actions to begin with, each with its audience and what is at stake."""
    template = mark("{name}: {do} ({audience:count} customers)")
    if metrics["stake"]["assumed"] is not None:
        template = mark(
            "{name}: {do} ({audience:count} customers; leaves {middle:money} if {response:percent} "
            "respond)"
        )
    elif metrics["stake"]["first_audience_revenue"] is not None:
        template = mark(
            "{name}: {do} ({audience:count} customers; the segment has spent "
            "{revenue_per_customer:money} each)"
        )
    return [_of_action(template, place) for place in range(metrics["stake"]["first"])]


def actions_title(metrics: Metrics) -> Said:
    """Return the title of the actions: with whom to begin, and how many customers it is about."""
    match metrics["stake"]["first"]:
        case 0:
            return mark("No action is supported by the data: look closer first"), {}
        case 1:
            said = mark("Begin with {who}: one action for {stake.first_audience:count} customers")
        case _:
            said = mark(
                "Begin with {who}: {stake.first:count} actions for {stake.first_audience:count} "
                "customers"
            )
    return said, _FIRST


def mistakes(metrics: Metrics) -> list[Said]:
    """Return what not to do with each segment that an action of the summary is for."""
    places = [action["place"] for action in metrics["first_actions"]]
    return [of_segment(mark("What not to do with {name}: {avoid}"), place) for place in places]


def caveat(metrics: Metrics) -> Said:
    """Return the one thing to keep in mind, by the first condition that holds."""
    return next(said for rule in _CAVEATS if (said := rule(metrics)) is not None)


def headline(metrics: Metrics) -> Said:
    """Return the title of the summary: the segment with the most revenue, or else the largest."""
    leader = richest(metrics)
    if _number(metrics, f"segments.{leader}.revenue_share") is None:
        return of_segment(
            mark("{name} are the largest segment, {customer_share:percent} of customers"), leader
        )
    return of_segment(
        mark(
            "{name} are {customer_share:percent} of customers and bring {revenue_share:percent} "
            "of revenue"
        ),
        leader,
    )


def richest(metrics: Metrics) -> int:
    """Return the place of the segment with the most revenue; the largest where that is not known."""
    places = _places(metrics, "revenue") or _places(metrics, "customers")
    return places[0]


def _uneven(metrics: Metrics) -> Said | None:
    places = _places(metrics, "revenue_per_customer")
    if len(places) < 2:
        return None
    best, worst = (f"segments.{place}" for place in (places[0], places[-1]))
    most, least = (resolve(metrics, f"{one}.revenue_per_customer") for one in (best, worst))
    if most < UNEVEN * max(least, 0.01):
        return None
    return (
        mark(
            "Customers differ: one of the {best} has spent {most:money} on average, one of the {worst} "
            "{least:money}."
        ),
        {
            "best": f"{best}.name",
            "most": f"{best}.revenue_per_customer",
            "worst": f"{worst}.name",
            "least": f"{worst}.revenue_per_customer",
        },
    )


def _where(name: str, bound: float, template: str) -> Rule:
    """Return a rule that says a template where a metric is at least a bound."""

    def rule(metrics: Metrics) -> Said | None:
        value = _number(metrics, name)
        return (template, {}) if value is not None and value >= bound else None

    return rule


def _outstanding(measure: str, factor: float, template: str) -> Rule:
    """Return a rule about the segment with the most of a measure, if all customers have far less."""

    def rule(metrics: Metrics) -> Said | None:
        places, usual = _places(metrics, measure), _number(metrics, f"all_customers.{measure}")
        if not places or not usual:
            return None
        outstanding = _number(metrics, f"segments.{places[0]}.{measure}") >= factor * usual
        return of_segment(template, places[0]) if outstanding else None

    return rule


def _always(template: str) -> Rule:
    return lambda metrics: (template, {}) if _known(metrics, template) else None


def _largest(metrics: Metrics) -> Said:
    said = mark(
        "{name} are the largest segment: {customers:count} customers, {customer_share:percent}."
    )
    return of_segment(said, _places(metrics, "customers")[0])


def _smallest(metrics: Metrics) -> Said:
    said = mark(
        "{name} are the smallest segment: {customers:count} customers, {customer_share:percent}."
    )
    return of_segment(said, _places(metrics, "customers")[-1])


_FINDINGS: Sequence[Rule] = (
    _where(
        "top_fifth_revenue_share",
        CONCENTRATED,
        mark(
            "Revenue rests on few: the best fifth of customers brings "
            "{top_fifth_revenue_share:percent} of it."
        ),
    ),
    _uneven,
    _where(
        "one_order_share",
        ONE_TIMERS,
        mark(
            "{one_order_share:percent} of customers ({one_order_customers:count}) have ordered "
            "only once; the second order is the one to win."
        ),
    ),
    _outstanding(
        "web_visits_per_purchase",
        WINDOW_SHOPPING,
        mark(
            "Window shopping: {name} make {web_visits_per_purchase:number} web visits for each web "
            "purchase, customers overall {all.web_visits_per_purchase:number}."
        ),
    ),
    _outstanding(
        "discount_share",
        DISCOUNTED,
        mark(
            "{name} wait for discounts: {discount_share:percent} of their orders used one, of all "
            "orders {all.discount_share:percent}."
        ),
    ),
    _where(
        "repeat_rate",
        LOYAL,
        mark(
            "{repeat_rate:percent} of customers came back for another order: the question is how often "
            "they come, not whether."
        ),
    ),
    _where(
        "all_customers.quiet_share",
        QUIET,
        mark(
            "{all_customers.quiet_share:percent} of customers have not ordered in the last quarter."
        ),
    ),
    _where(
        "best_to_weakest_month",  # null where the weakest month has no revenue
        SEASONAL,
        mark(
            "Revenue depends on the season: {best_month:month} brought "
            "{best_month_revenue:money_short}, {weakest_month:month} "
            "{weakest_month_revenue:money_short}."
        ),
    ),
    _largest,
    _always(
        mark(
            "An order is worth {average_order_value:money} on average, half of them "
            "{median_order_value:money} or more."
        )
    ),
    _always(mark("A customer placed {orders_per_customer:number} orders in the period.")),
    _smallest,
    _always(mark("The {customers:count} customers fall into {segment_count:count} segments.")),
)


def _left_out(metrics: Metrics) -> Said | None:
    said = mark(
        "{rows_kept_share:percent} of the export's rows are behind these figures; the ledger says what "
        "was left out and why."
    )
    kept = _number(metrics, "rows_kept_share")
    return (said, {}) if kept is not None and kept < MOST_ROWS else None


def _loose_name(metrics: Metrics) -> Said | None:
    """Warn of a name that says more than the data do, see `Archetype.claim`."""
    for place, segment in enumerate(metrics["segments"]):
        claim = segment["claim"] or ""
        shares = [field for _, field, _, _ in Formatter().parse(claim) if field]
        shares = [field for field in shares if field.endswith("_share")]
        found = segment.get(shares[0]) if shares else None
        if found is not None and found < NAME_HOLDS:
            said = gettext(
                "The name “{name}” is not true of everybody: {claim}", name="{name}", claim=claim
            )
            return of_segment(said, place)
    return None


def _shading(metrics: Metrics) -> Said | None:
    said = mark(
        "The groups shade into each other: customers near a border could as well be counted in the "
        "neighbouring group."
    )
    index = _number(metrics, "silhouette")
    return (said, {}) if index is not None and index < APART else None


_CAVEATS: Sequence[Rule] = (
    _left_out,
    _loose_name,
    _shading,
    _always(
        mark(
            "The figures describe {days_covered:count} days up to {last_day:date}, not the future."
        )
    ),
    lambda _: (mark("The figures describe the past, not the future."), {}),
)

_FIRST = {"who": "first_actions.0.name"}


def _of_action(template: str, place: int) -> Said:
    fields = {field for _, field, _, _ in Formatter().parse(template) if field}
    names = {field: f"first_actions.{place}.{field}" for field in sorted(fields)}
    if "response" in fields:
        names["response"] = "stake.assumed.response.middle"
    return template, names


def _places(metrics: Metrics, name: str) -> list[int]:
    """Return the places of the segments that know a number, the largest first."""
    known = [
        (_number(metrics, f"segments.{place}.{name}"), place)
        for place in range(len(metrics["segments"]))
    ]
    ranked = sorted((-value, place) for value, place in known if value is not None)
    return [place for _, place in ranked]


def _known(metrics: Metrics, template: str) -> bool:
    fields = (field for _, field, _, _ in Formatter().parse(template) if field)
    return all(_number(metrics, field) is not None for field in fields)


def _number(metrics: Metrics, name: str) -> Any:
    """Return a metric, or None where the study does not tell it."""
    try:
        value = resolve(metrics, name)
    except MetricError:
        return None
    return privacy.least(value)
