"""The executive summary: only what is true of the data, the first things first."""

from __future__ import annotations

import itertools

import pytest

from fixtures import said
from segmentbook.pages.summary import summary


def segment(name, revenue, each, share=0.25, **more):
    return {
        "name": name,
        "revenue": revenue,
        "revenue_per_customer": each,
        "customers": 100 * share,
        "customer_share": share,
        "revenue_share": revenue / 1000,
        "avoid": f"Noise {{for}} {name}.",
        "claim": None,
    } | more


def first_action(place, name, **more):
    action = {"place": place, "name": name, "do": f"Do {{this}} for {name}.", "audience": 25}
    return action | {"revenue_per_customer": 40.0, "middle": 70.0} | more


def stake(**more):
    return {"first": 2, "first_audience": 50, "first_audience_revenue": 9.0, "assumed": None} | more


BASE = {
    "segments": [
        segment("Best", 600.0, 60.0),
        segment("Gone", 50.0, 5.0),
        segment("Middle {x}", 250.0, 25.0),
        segment("New", 100.0, 10.0),
    ],
    "all_customers": {"quiet_share": 0.33},
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

DULL = {
    "top_fifth_revenue_share": 0.3,
    "one_order_share": 0.0,
    "best_to_weakest_month": 1.0,
    "repeat_rate": 0.5,
    "all_customers": {"quiet_share": 0.1, "web_visits_per_purchase": 2.0},
    "segments": [segment("A", 500.0, 10.0), segment("B", 500.0, 9.0)],
}

BARE = {
    key: BASE[key]
    for key in (
        "segments",
        "customers",
        "segment_count",
        "largest_segment_share",
        "stake",
        "first_actions",
    )
} | {"silhouette": 0.35, "all_customers": {}}
"""What a study with one row for each customer may tell at least."""


def test_the_first_three_that_hold_are_said():
    assert said(summary.findings(BASE), BASE) == [
        "Revenue rests on few: the best fifth of customers brings 75% of it.",
        "Customers differ: one of the Best has spent £60.00 on average, one of the Gone £5.00.",
        "34% of customers (1,493) have ordered only once; the second order is the one to win.",
    ]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"top_fifth_revenue_share": 0.5}, "rests on few"),
        ({"one_order_share": 0.2}, "ordered only once"),
        ({"all_customers": {"quiet_share": 0.25}}, "25% of customers have not ordered in the last"),
        ({"best_to_weakest_month": 1.15}, "November 2011 brought £1.16M, February 2011 £446K"),
        ({"repeat_rate": 0.8}, "80% of customers came back"),
        ({"segments": [segment("A", 5.0, 20.0), segment("B", 5.0, 10.0)]}, "one of the B £10.00"),
        (
            {
                "all_customers": {"discount_share": 0.4},
                "segments": [
                    segment("A", 500.0, 10.0, discount_share=0.3),
                    segment("B", 500.0, 9.0, discount_share=0.5),
                ],
            },
            "B wait for discounts: 50% of their orders used one, of all orders 40%",
        ),
        (
            {
                "segments": [
                    segment("A", 500.0, 10.0, web_visits_per_purchase=1.0),
                    segment("B", 500.0, 9.0, web_visits_per_purchase=3.0),
                ]
            },
            "Window shopping: B make 3.00 web visits for each web purchase, customers overall 2.00",
        ),
    ],
)
def test_a_finding_is_said_where_it_holds_and_only_there(changes, word):
    dull = BASE | DULL
    assert word not in " ".join(said(summary.findings(dull), dull))
    true = dull | changes
    assert word in said(summary.findings(true), true)[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"top_fifth_revenue_share": 0.499},
        {"one_order_share": 0.199},
        {"all_customers": {"quiet_share": 0.249, "web_visits_per_purchase": 2.0}},
        {"best_to_weakest_month": 1.149},
        {"repeat_rate": 0.799},
        {"segments": [segment("A", 5.0, 19.9), segment("B", 5.0, 10.0)]},
        {"segments": [segment("A", 5.0, 1.0, web_visits_per_purchase=2.99)]},
        {
            "all_customers": {"discount_share": 0.4},
            "segments": [segment("A", 5.0, 1.0, discount_share=0.49)],
        },
    ],
)
def test_just_below_its_threshold_a_finding_is_not_said(changes):
    metrics = BASE | DULL | changes
    first = said(summary.findings(metrics), metrics)[0]
    assert "the largest segment" in first


def test_customers_differ_by_what_one_of_them_is_worth_not_by_the_sum():
    metrics = (
        BASE | DULL | {"segments": [segment("Many", 900.0, 10.0), segment("Few", 100.0, 50.0)]}
    )
    assert said(summary.findings(metrics), metrics)[0] == (
        "Customers differ: one of the Few has spent £50.00 on average, one of the Many £10.00."
    )


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


def test_what_a_study_does_not_tell_is_no_finding():
    assert said(summary.findings(BARE), BARE) == [
        "Customers differ: one of the Best has spent £60.00 on average, one of the Gone £5.00.",
        "Best are the largest segment: 25 customers, 25%.",
        "New are the smallest segment: 25 customers, 25%.",
    ]
    unknown = dict.fromkeys(("revenue", "revenue_share", "revenue_per_customer"))
    poor = BARE | {"segments": [one | unknown for one in BASE["segments"]]}
    assert said([summary.headline(poor)], poor) == [
        "Best are the largest segment, 25% of customers"
    ]
    assert len(said(summary.findings(poor), poor)) == 3


def test_key_figures_are_those_that_are_known():
    items, notes = summary.key_figures(BASE)
    assert list(items) == ["customers", "revenue", "segments", "repeat rate"]
    assert list(notes) == list(items)
    items, notes = summary.key_figures(BARE)
    assert list(items) == ["customers", "segments", "largest segment"]
    assert list(notes) == ["segments", "largest segment"]


def test_actions_say_for_how_many_and_what_they_are_worth():
    assert said(summary.actions(BASE), BASE) == [
        "Best: Do {this} for Best. (25 customers; the segment has spent £40.00 each)",
        "Middle {x}: Do {this} for Middle {x}. (25 customers; the segment has spent £40.00 each)",
    ]
    assumed = BASE | {"stake": stake(assumed={"response": {"middle": 0.05}})}
    assert said(summary.actions(assumed), assumed)[0] == (
        "Best: Do {this} for Best. (25 customers; leaves £70.00 if 5.0% respond)"
    )
    unknown = BASE | {"stake": stake(first_audience_revenue=None)}
    assert said(summary.actions(unknown), unknown)[0] == "Best: Do {this} for Best. (25 customers)"


@pytest.mark.parametrize(
    ("first", "title"),
    [
        (0, "No action is supported by the data: look closer first"),
        (1, "Begin with Best: one action for 50 customers"),
        (2, "Begin with Best: 2 actions for 50 customers"),
    ],
)
def test_the_title_of_the_actions_says_with_whom_to_begin(first, title):
    metrics = BASE | {"stake": stake(first=first)}
    assert said([summary.actions_title(metrics)], metrics) == [title]


def test_what_not_to_do_is_said_of_the_same_segments():
    assert said(summary.mistakes(BASE), BASE) == [
        "What not to do with Best: Noise {for} Best.",
        "What not to do with Middle {x}: Noise {for} Middle {x}.",
    ]


def test_the_headline_is_the_richest_segment():
    assert summary.richest(BASE) == 0
    assert said([summary.headline(BASE)], BASE) == [
        "Best are 25% of customers and bring 60% of revenue"
    ]


CLAIM = "{newcomer_share:percent} of them are new."


def named(share):
    return [segment("New", 1.0, 1.0, claim=CLAIM, newcomer_share=share)]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "72% of the export's rows"),
        ({"rows_kept_share": 0.9}, "The groups shade into each other"),
        (
            {"rows_kept_share": 0.9, "segments": named(0.74)},
            "The name “New” is not true of everybody: 74% of them are new.",
        ),
        ({"rows_kept_share": 0.9, "segments": named(0.75)}, "The groups shade into each other"),
        ({"rows_kept_share": 1.0, "silhouette": 0.5}, "374 days up to 9 December 2011"),
    ],
)
def test_one_caveat(changes, text):
    metrics = BASE | changes
    assert text in said([summary.caveat(metrics)], metrics)[0]


def test_there_is_always_a_caveat():
    metrics = BARE | {"silhouette": 0.6}
    assert said([summary.caveat(metrics)], metrics) == [
        "The figures describe the past, not the future."
    ]
