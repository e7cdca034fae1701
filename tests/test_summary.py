"""The executive summary: only what is true of the data, the first things first."""

from __future__ import annotations

import itertools

import pytest

from segmentbook import summary
from segmentbook.formats import Formats
from segmentbook.sentences import compute, plain_text


def segment(name, revenue, each, share=0.25):
    return {
        "name": name,
        "revenue": revenue,
        "revenue_per_customer": each,
        "customer_share": share,
        "revenue_share": revenue / 1000,
        "first_action": f"Do {{this}} for {name}.",
    }


BASE = {
    "segments": [
        segment("Best", 600.0, 60.0),
        segment("Gone", 50.0, 5.0),
        segment("Middle {x}", 250.0, 25.0),
        segment("New", 100.0, 10.0),
    ],
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
    "products_per_order": 20.9,
    "rows_kept_share": 0.72,
    "silhouette": 0.333,
    "days_covered": 374,
    "last_day": "2011-12-09",
}

DULL = {
    "top_fifth_revenue_share": 0.3,
    "one_order_share": 0.0,
    "best_to_weakest_month": 1.0,
    "repeat_rate": 0.5,
    "segments": [segment("A", 500.0, 10.0), segment("B", 500.0, 9.0)],
}


def said(sentences, metrics):
    return [plain_text(compute(t, metrics, Formats("GBP"), names)) for t, names in sentences]


def test_the_first_three_that_hold_are_said():
    assert said(summary.findings(BASE), BASE) == [
        "Revenue rests on few: the best fifth of customers brings 75% of it.",
        "One of the Best is worth £60.00 on average, one of the Gone £5.00.",
        "34% of customers (1,493) have ordered only once; the second order is the one to win.",
    ]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"top_fifth_revenue_share": 0.5}, "rests on few"),
        ({"one_order_share": 0.2}, "ordered only once"),
        ({"best_to_weakest_month": 1.15}, "November 2011 brought £1.16M, February 2011 £446K"),
        ({"repeat_rate": 0.8}, "80% of customers came back"),
        ({"segments": [segment("A", 5.0, 20.0), segment("B", 5.0, 10.0)]}, "one of the B £10.00"),
    ],
)
def test_a_finding_is_said_where_it_holds_and_only_there(changes, word):
    dull = BASE | DULL
    assert word not in " ".join(said(summary.findings(dull), dull))
    true = dull | changes
    assert word in said(summary.findings(true), true)[0]


def test_there_are_always_three_findings():
    options = [{}, {"repeat_rate": 0.9}, {"one_order_share": 0.9}, {"best_to_weakest_month": 9.0}]
    for one, other in itertools.product(options, repeat=2):
        metrics = BASE | DULL | one | other
        sentences = said(summary.findings(metrics), metrics)
        assert len(sentences) == 3
        assert len(set(sentences)) == 3


def test_nothing_is_said_of_a_month_without_revenue():
    metrics = BASE | DULL | {"best_to_weakest_month": None, "weakest_month_revenue": 0.0}
    assert len(summary.findings(metrics)) == 3
    assert "season" not in " ".join(said(summary.findings(metrics), metrics))


def test_actions_are_for_the_three_segments_with_the_most_revenue():
    assert said(summary.actions(BASE), BASE) == [
        "Best (£600): Do {this} for Best.",
        "Middle {x} (£250): Do {this} for Middle {x}.",
        "New (£100): Do {this} for New.",
    ]
    two = BASE | DULL
    assert len(summary.actions(two)) == 2


def test_the_headline_is_the_richest_segment():
    assert summary.richest(BASE) == 0
    assert said([summary.headline(BASE)], BASE) == [
        "Best are 25% of customers and bring 60% of revenue"
    ]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "72% of the export's rows"),
        ({"rows_kept_share": 0.9}, "silhouette 0.333"),
        ({"rows_kept_share": 1.0, "silhouette": 0.5}, "374 days up to 9 December 2011"),
    ],
)
def test_one_caveat(changes, text):
    metrics = BASE | changes
    assert text in said([summary.caveat(metrics)], metrics)[0]
