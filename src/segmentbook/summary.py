"""The executive summary: what is true of this data, what to do, and what to keep in mind.

Each candidate is a condition on the metrics and a template; those whose condition holds are said, the
first ones first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from segmentbook.advice.advise import of_segment
from segmentbook.sentences import Said

Metrics = Mapping[str, Any]
Rule = tuple[Callable[[Metrics], bool], Callable[[Metrics], Said]]

FINDINGS = 3

HEADLINE = {
    "customers": "customers:count",
    "revenue": "revenue:money_short",
    "segments": "segment_count:count",
    "repeat rate": "repeat_rate:percent",
}
HEADLINE_NOTES = {
    "customers": "{orders:count} orders",
    "revenue": "{first_day:date} to {last_day:date}",
    "segments": "silhouette {silhouette:number3}",
    "repeat rate": "customers with more than one order",
}
"""The key figures of the report, and what explains them."""


def findings(metrics: Metrics) -> list[Said]:
    """Return up to three findings that are true of this data.

    Args:
        metrics: The metrics of all chapters.
    """
    return [say(metrics) for holds, say in _FINDINGS if holds(metrics)][:FINDINGS]


def actions(metrics: Metrics) -> list[Said]:
    """Return the first action of each of the three segments with the most revenue."""
    ranked = sorted(
        range(len(metrics["segments"])), key=lambda n: -metrics["segments"][n]["revenue"]
    )
    template = "{name} ({revenue:money_short}): {first_action}"
    return [of_segment(template, number) for number in ranked[:FINDINGS]]


def caveat(metrics: Metrics) -> Said:
    """Return the one thing to keep in mind, by the first condition that holds."""
    return next(say(metrics) for holds, say in _CAVEATS if holds(metrics))


def headline(metrics: Metrics) -> Said:
    """Return the title of the summary: the segment with the most revenue."""
    return of_segment(
        "{name} are {customer_share:percent} of customers and bring {revenue_share:percent} of revenue",
        richest(metrics),
    )


def richest(metrics: Metrics) -> int:
    """Return the place of the segment with the most revenue."""
    shares = [segment["revenue"] for segment in metrics["segments"]]
    return shares.index(max(shares))


def _poorest(metrics: Metrics) -> int:
    values = [segment["revenue_per_customer"] for segment in metrics["segments"]]
    return values.index(min(values))


def _concentrated(metrics: Metrics) -> bool:
    return bool(metrics["top_fifth_revenue_share"] >= 0.5)


def _uneven(metrics: Metrics) -> bool:
    values = [segment["revenue_per_customer"] for segment in metrics["segments"]]
    return bool(max(values) >= 2 * max(min(values), 0.01))


def _one_timers(metrics: Metrics) -> bool:
    return bool(metrics["one_order_share"] >= 0.2)


def _seasonal(metrics: Metrics) -> bool:
    ratio = metrics["best_to_weakest_month"]  # None where the weakest month has no revenue
    return ratio is not None and bool(ratio >= 1.15)


def _loyal(metrics: Metrics) -> bool:
    return bool(metrics["repeat_rate"] >= 0.8)


def _say_uneven(metrics: Metrics) -> Said:
    best, worst = richest(metrics), _poorest(metrics)
    return (
        "One of the {best} is worth {most:money} on average, one of the {worst} {least:money}.",
        {
            "best": f"segments.{best}.name",
            "most": f"segments.{best}.revenue_per_customer",
            "worst": f"segments.{worst}.name",
            "least": f"segments.{worst}.revenue_per_customer",
        },
    )


_FINDINGS: list[Rule] = [
    (
        _concentrated,
        lambda _: (
            "Revenue rests on few: the best fifth of customers brings "
            "{top_fifth_revenue_share:percent} of it.",
            {},
        ),
    ),
    (_uneven, _say_uneven),
    (
        _one_timers,
        lambda _: (
            "{one_order_share:percent} of customers ({one_order_customers:count}) have ordered only "
            "once; the second order is the one to win.",
            {},
        ),
    ),
    (
        _loyal,
        lambda _: (
            "{repeat_rate:percent} of customers came back for another order: the question is how "
            "often they come, not whether.",
            {},
        ),
    ),
    (
        _seasonal,
        lambda _: (
            "Revenue depends on the season: {best_month:month} brought "
            "{best_month_revenue:money_short}, {weakest_month:month} "
            "{weakest_month_revenue:money_short}.",
            {},
        ),
    ),
    (
        lambda _: True,
        lambda _: (
            "An order is worth {average_order_value:money} on average, half of them "
            "{median_order_value:money} or more.",
            {},
        ),
    ),
    (
        lambda _: True,
        lambda _: ("A customer placed {orders_per_customer:number} orders in the period.", {}),
    ),
    (
        lambda metrics: metrics["products_per_order"] is not None,
        lambda _: ("An order holds {products_per_order:number} different products.", {}),
    ),
]

_CAVEATS: list[Rule] = [
    (
        lambda metrics: metrics["rows_kept_share"] < 0.9,
        lambda _: (
            "{rows_kept_share:percent} of the export's rows are behind these figures; the ledger says "
            "what was left out and why.",
            {},
        ),
    ),
    (
        lambda metrics: metrics["silhouette"] < 0.5,
        lambda _: (
            "The groups shade into each other (silhouette {silhouette:number3}): treat a customer at "
            "the border as either.",
            {},
        ),
    ),
    (
        lambda _: True,
        lambda _: (
            "The figures describe {days_covered:count} days up to {last_day:date}, not the future.",
            {},
        ),
    ),
]
