"""The metrics of all chapters, as the summary gets them: of a shop, of a dull one, of a bare table."""

from __future__ import annotations

from typing import Any


def segment(
    name: str, revenue: float, each: float, share: float = 0.25, **more: Any
) -> dict[str, Any]:
    return {
        "name": name,
        "revenue": revenue,
        "revenue_per_customer": each,
        "customers": 100 * share,
        "customer_share": share,
        "revenue_share": revenue / 1000,
    } | more


def advised(name: str, **more: Any) -> dict[str, Any]:
    """Return what chapter 8 records of a segment."""
    return {"avoid": f"noise {{for}} {name}", "claim": None} | more


def first_action(place: int, name: str) -> dict[str, Any]:
    action = {"place": place, "name": name, "do": f"Do {{this}} for {name}.", "audience": 25}
    return action | {"revenue_per_customer": 40.0, "middle": 70.0}


def stake(**more: Any) -> dict[str, Any]:
    return {"first": 2, "first_audience": 50, "first_audience_revenue": 9.0, "assumed": None} | more


NAMES = ("Best", "Gone", "Middle {x}", "New")

BASE: dict[str, Any] = {
    "segments": [
        segment("Best", 600.0, 60.0),
        segment("Gone", 50.0, 5.0),
        segment("Middle {x}", 250.0, 25.0),
        segment("New", 100.0, 10.0),
    ],
    "segment_actions": [advised(name) for name in NAMES],
    "all_measures": {"quiet_share": 0.33},
    "largest_segment_share": 0.25,
    "first_actions": [first_action(0, "Best"), first_action(2, "Middle {x}")],
    "stake": stake(),
    "customers": 100,
    "orders": 427,
    "revenue": 1000.0,
    "segment_count": 4,
    "first_day": "2010-12-01",
    "top_fifth_revenue_share": 0.746,
    "one_order_share": 0.344,
    "one_order_customers": 1493,
    "best_to_weakest_month": 2.6,
    "best_month": "2011-11-01",
    "best_month_revenue": 1156205.61,
    "weakest_month": "2011-02-01",
    "weakest_month_revenue": 446084.92,
    "repeat_rate": 0.656,
    "average_order_value": 480.87,
    "median_order_value": 303.0,
    "orders_per_customer": 4.27,
    "rows_kept_share": 0.72,
    "silhouette": 0.333,
    "days_covered": 374,
    "last_day": "2011-12-09",
}

DULL: dict[str, Any] = BASE | {
    "top_fifth_revenue_share": 0.3,
    "one_order_share": 0.0,
    "best_to_weakest_month": 1.0,
    "repeat_rate": 0.5,
    "all_measures": {"quiet_share": 0.1, "web_visits_per_purchase": 2.0},
    "segments": [segment("A", 500.0, 10.0), segment("B", 500.0, 9.0)],
    "segment_actions": [advised("A"), advised("B")],
}

BARE: dict[str, Any] = {
    key: BASE[key]
    for key in (
        "segments",
        "segment_actions",
        "customers",
        "segment_count",
        "largest_segment_share",
        "stake",
        "first_actions",
    )
} | {"silhouette": 0.35, "all_measures": {}}
"""What a study with one row for each customer knows at least."""
