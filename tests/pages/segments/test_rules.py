"""Rules in words."""

from __future__ import annotations

import numpy as np
import pytest

from fixtures import said
from planted_rules import NOTHING, described, planted
from segmentbook.features import RFM, Feature
from segmentbook.pages.segments import rules
from segmentbook.report.formats import Formats
from segmentbook.segments import rules as tree

RECENCY, FREQUENCY, MONETARY = RFM
SHARE = Feature("discount_share", "Discount share", "", "share", "low", "percent")
ITEMS = Feature("visit_size", "Visit size", "", "items", "high", "number")
WEB = Feature("NumWebPurchases", "Web orders", "", "orders", "high", "number")
CHILDREN = Feature("Children", "Children at home", "", "", "neither", "number")
BRACES = Feature("odd", "{low} of {0}", "", "{x}", "neither", "number")
ARPU = Feature("arpu", "ARPU", "", "money", "high", "money")


def spoken(feature, low, high, *, whole=True):
    bound = {"feature": feature.name, "low": low, "high": high, "whole": whole}
    rule = {"bounds": [bound], "segment": 1, "name": "Good", "found": 0.5}
    [text] = said([rules.conditions(rule, 0, [feature])], {"tree_rules": [rule]})
    return text


@pytest.mark.parametrize(
    ("feature", "low", "high", "text"),
    [
        (FREQUENCY, 5, None, "more than 5 orders"),
        (FREQUENCY, None, 1, "at most 1 order"),
        (FREQUENCY, 2, 6, "more than 2 and at most 6 orders"),
        (RECENCY, None, 40, "last order within 40 days"),
        (RECENCY, None, 1, "last order within 1 day"),
        (RECENCY, 40, None, "last order more than 40 days ago"),
        (RECENCY, 40, 90, "last order more than 40 days ago, but within 90 days"),
        (MONETARY, 1230.0, None, "monetary value above £1,230"),
        (MONETARY, 9.5, 80.0, "monetary value above £9.50 and up to £80.00"),
        (SHARE, None, 0.25, "discount share up to 25%"),
        (ITEMS, 3, None, "visit size above 3 items"),
        (WEB, 3, 9, "web orders above 3 and up to 9"),
        (CHILDREN, None, 1, "children at home up to 1"),
        (ARPU, 12.5, None, "ARPU above £12.50"),
        (BRACES, 2, None, "{low} of {0} above 2 {x}"),
    ],
)
def test_a_bound_in_words(feature, low, high, text):
    whole = feature.kind == "number"
    assert spoken(feature, low, high, whole=whole) == text


def test_a_rule_without_bounds_is_every_customer():
    assert rules.conditions({"bounds": []}, 0, RFM) == ("every customer", {})


def test_a_rule_of_several_bounds_names_each_metric():
    view = planted(3000)
    _, leaves = described(view, 2)
    texts = rules.texts(leaves, RFM, Formats("GBP"))["rule"]
    assert texts[leaves["segment"] == 1].tolist() == [
        "Last order within 40 days, more than 5 orders"
    ]


def test_each_segment_is_said_once():
    view = planted(3000)
    description, leaves = described(view, 2)
    metrics = tree.metrics(description, leaves)
    one, other = said(rules.sentences(leaves, RFM, {1: "Good", 2: "Others"}), metrics)
    assert one == "Good: last order within 40 days, more than 5 orders (finds 100% of them)"
    assert other.startswith("Others: ")
    [judged, title] = said([*rules.judged(leaves), (rules.HEADING, {})], metrics)
    assert title.endswith("% of customers into their segment")
    assert "learnt from 2,100 customers and judged by 900 others" in judged


def test_a_segment_that_no_rule_finds_is_named():
    view = planted(600)
    _, leaves = described(view, 2)
    found = rules.sentences(leaves, RFM, {1: "Good", 2: "Others", 3: "Nobody"})
    segments = {"segments": [{"name": name} for name in ("Good", "Others", "Nobody")]}
    [text] = said(found[2:], segments)
    assert text == "Nobody: no rule of so few questions leads to them"


def test_no_more_than_a_slide_holds_is_said():
    view = planted(600)
    view["segment"] = 1 + np.arange(600) % 12
    _, leaves = described(view, 4)
    assert len(rules.sentences(leaves, RFM, dict.fromkeys(range(1, 13), "x"))) == rules.MOST_SAID


def test_where_rules_do_not_apply_nothing_is_claimed():
    assert rules.sentences(NOTHING, RFM, {1: "a"}) == []
    assert rules.judged(NOTHING) == []
    assert rules.texts(NOTHING, RFM, Formats("GBP")) is NOTHING
