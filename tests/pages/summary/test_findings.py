"""Key figures and findings: only what is true of the data, the more important first."""

from __future__ import annotations

import itertools

import pytest

from exhibits import blocks_of, texts_of
from segmentbook.pages.summary import findings
from summary_metrics import BARE, BASE, DULL, segment


def shown(metrics):
    """Return headline and findings as texts."""
    headline, *found = texts_of(findings(metrics), metrics)
    return headline, found


def found(metrics):
    return shown(metrics)[1]


def test_the_first_three_that_hold_are_shown():
    assert found(BASE) == [
        "The top fifth of customers generates 75% of revenue.",
        "Average spend is £60.00 among Best, £5.00 among Gone.",
        "34% of customers (1,493) ordered once.",
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"top_fifth_revenue_share": 0.5}, "The top fifth of customers"),
        ({"one_order_share": 0.2}, "(1,493) ordered once"),
        ({"all_measures": {"quiet_share": 0.25}}, "25% of customers did not order in the last"),
        (
            {"best_to_weakest_month": 1.15},
            "November 2011 brought the most revenue (£1.16M), February 2011 the least (£446K)",
        ),
        ({"repeat_rate": 0.8}, "80% of customers ordered again"),
        ({"segments": [segment("A", 5.0, 20.0), segment("B", 5.0, 10.0)]}, "£10.00 among B"),
        (
            {
                "all_measures": {"discount_share": 0.4},
                "segment_actions": [{"discount_share": 0.3}, {"discount_share": 0.5}],
            },
            "Discounts: 50% of the orders of B used one, against 40% of all orders",
        ),
        (
            {
                "segment_actions": [
                    {"web_visits_per_purchase": 1.0},
                    {"web_visits_per_purchase": 3.0},
                ]
            },
            "B make 3.00 web visits per web purchase, against 2.00 among all customers",
        ),
    ],
)
def test_a_finding_is_shown_where_it_holds_and_only_there(changes, words):
    assert words not in " ".join(found(DULL))
    assert words in found(DULL | changes)[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"top_fifth_revenue_share": 0.499},
        {"one_order_share": 0.199},
        {"all_measures": {"quiet_share": 0.249, "web_visits_per_purchase": 2.0}},
        {"best_to_weakest_month": 1.149},
        {"repeat_rate": 0.799},
        {"segments": [segment("A", 5.0, 19.9), segment("B", 5.0, 10.0)]},
        {"segment_actions": [{"web_visits_per_purchase": 2.99}, {}]},
        {
            "all_measures": {"discount_share": 0.4},
            "segment_actions": [{"discount_share": 0.49}, {}],
        },
    ],
)
def test_just_below_its_threshold_a_finding_is_not_shown(changes):
    assert "the largest segment" in found(DULL | changes)[0]


def series(**more):
    row = {"now": 660e3, "before": 970e3, "moved": 0.32, "year_moved": 0.1, "trend": "untested"}
    return row | {"peak": 1_067_068.0, "last": 494_304.0} | more


def trending(turn, **revenue):
    return {
        "trend": {
            "revenue": series(**revenue),
            "customers": series(peak=5238.0, last=917.0),
            "new_customers": series(peak=792.0, last=68.0),
        },
        "trend_turn": turn,
        "trend_basis": "before",
        "trend_cap": 0.99,
        "trend_peak": "2022-07-01",
        "trend_first": "2023-04-01",
        "trend_last": "2023-06-01",
    }


def test_a_collapse_is_the_first_finding():
    assert found(BASE | trending("collapse"))[0] == (
        "Monthly revenue fell from £1.07M in July 2022 to £494K in June 2023, active customers from "
        "5,238 to 917, new customers from 792 to 68."
    )


def test_of_a_collapse_only_what_is_known_is_said():
    metrics = BASE | trending("collapse")
    metrics["trend"]["new_customers"]["peak"] = None
    assert found(metrics)[0].endswith("active customers from 5,238 to 917.")
    metrics["trend"]["customers"]["last"] = None
    assert found(metrics)[0] == (
        "Monthly revenue fell from £1.07M in July 2022 to £494K in June 2023."
    )


def test_a_surge_is_the_first_finding_with_what_it_may_be():
    assert found(BASE | trending("surge"))[0] == (
        "Revenue of April 2023 to June 2023 was 32% above that of the months just before: £660K a "
        "month, then £970K. The export is too short to tell growth from a season."
    )


def test_a_trend_is_said_before_all_else_and_only_where_it_is_tested():
    assert found(BASE | trending("steady", trend="rises"))[0] == (
        "Revenue is growing: the last twelve months brought 10% more than the twelve before."
    )
    assert found(BASE | trending("steady", trend="none")) == found(BASE)
    assert found(BASE | trending("steady")) == found(BASE)


def test_customers_differ_by_what_one_of_them_is_worth_not_by_the_sum():
    metrics = DULL | {"segments": [segment("Many", 900.0, 10.0), segment("Few", 100.0, 50.0)]}
    assert found(metrics)[0] == ("Average spend is £50.00 among Few, £10.00 among Many.")


def test_there_are_always_three_findings():
    options = [{}, {"repeat_rate": 0.9}, {"one_order_share": 0.9}, {"best_to_weakest_month": 9.0}]
    for one, other in itertools.product(options, repeat=2):
        sentences = found(DULL | one | other)
        assert len(sentences) == 3
        assert len(set(sentences)) == 3


@pytest.mark.parametrize("share", [{"below": 0.5}, {"above": 0.2}])
def test_a_bound_below_the_threshold_makes_no_finding(share):
    metrics = DULL | {"all_measures": {"quiet_share": share}}
    assert "last quarter" not in " ".join(found(metrics))


def test_a_bound_above_the_threshold_makes_a_finding():
    metrics = DULL | {"all_measures": {"quiet_share": {"above": 0.9}}}
    assert found(metrics)[0] == "over 90% of customers did not order in the last quarter."


def test_nothing_is_compared_with_a_month_without_revenue():
    metrics = DULL | {"best_to_weakest_month": None, "weakest_month_revenue": 0.0}
    assert len(found(metrics)) == 3
    assert "the most revenue" not in " ".join(found(metrics))


def test_what_a_study_does_not_know_is_no_finding():
    assert found(BARE) == [
        "Average spend is £60.00 among Best, £5.00 among Gone.",
        "Best are the largest segment: 25 customers, 25%.",
        "New are the smallest segment: 25 customers, 25%.",
    ]
    unknown = dict.fromkeys(("revenue", "revenue_share", "revenue_per_customer"))
    headline, sentences = shown(BARE | {"segments": [one | unknown for one in BASE["segments"]]})
    assert headline == "Best are the largest segment, 25% of customers"
    assert len(sentences) == 3


def test_the_headline_is_the_segment_with_the_most_revenue():
    turned = BASE | {"segments": BASE["segments"][::-1]}
    for metrics in (BASE, turned):
        assert shown(metrics)[0] == "Best make up 25% of customers and generate 60% of revenue"


def test_key_figures_are_those_that_are_known():
    def figures(metrics):
        blocks = blocks_of(findings(metrics), metrics)
        [row] = [block for block in blocks if block["kind"] == "kpis"]
        return {item["label"]: bool(item["note"]) for item in row["items"]}

    assert figures(BASE) == dict.fromkeys(("customers", "revenue", "segments", "repeat rate"), True)
    assert figures(BARE) == {"customers": False, "segments": True, "largest segment": True}
