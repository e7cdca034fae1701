"""Rules in words."""

from __future__ import annotations

import pytest

from fixtures import said
from planted_rules import described, planted
from segmentbook.features import RFM, Feature
from segmentbook.pages.segments.rule_words import conditions, in_words
from segmentbook.report.formats import Formats

RECENCY, FREQUENCY, MONETARY = RFM
SHARE = Feature("discount_share", "Discount share", "", "share", "low", "percent")
ITEMS = Feature("visit_size", "Visit size", "", "items", "high", "number")
WEB = Feature("NumWebPurchases", "Web orders", "", "orders", "high", "number")
CHILDREN = Feature("Children", "Children at home", "", "", "neither", "number")
BRACES = Feature("odd", "{low} of {0}", "", "{x}", "neither", "number")
ARPU = Feature("arpu", "ARPU", "", "money", "high", "money")


def worded(feature, low, high, *, whole=True):
    bound = {"feature": feature.name, "low": low, "high": high, "whole": whole}
    rule = {"bounds": [bound], "segment": 1, "name": "Good", "found": 0.5}
    [text] = said([conditions(rule, 0, [feature])], {"tree_rules": [rule]})
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
    assert worded(feature, low, high, whole=feature.kind == "number") == text


def test_a_rule_without_bounds_is_every_customer():
    assert conditions({"bounds": []}, 0, RFM) == ("every customer", {})


def test_a_rule_of_several_bounds_quotes_a_metric_for_each():
    _, leaves = described(planted(3000), 2)
    worded_leaves = in_words(leaves, RFM, Formats("GBP"))
    assert worded_leaves.loc[leaves["segment"] == 1, "rule"].tolist() == [
        "Last order within 40 days, more than 5 orders"
    ]
    assert "rule" not in leaves.columns
