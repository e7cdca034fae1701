"""Rules that describe the segments, and how accurate they are."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import customer_view
from planted_rules import NOTHING, described, planted
from segmentbook.core.privacy import least
from segmentbook.features import RFM, Feature
from segmentbook.report.formats import Formats
from segmentbook.segments import rules as tree
from segmentbook.segments.holdout import split


def test_a_planted_rule_is_found_again():
    description, rules = described(planted(3000), 2)
    assert description.accuracy > 0.99
    good = rules[rules["segment"] == 1]
    assert len(good) == 1
    bounds = {bound["feature"]: bound for bound in good["bounds"].iloc[0]}
    assert bounds["frequency"] == {"feature": "frequency", "low": 5, "high": None, "whole": True}
    assert bounds["recency"] == {"feature": "recency", "low": None, "high": 40, "whole": True}


def test_leaves_of_one_segment_are_one_rule():
    # A tree of depth 4 has up to 16 leaves; two segments of two bounds need three rules.
    description, _ = described(planted(3000), 4)
    assert len(description.rules) <= 4


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(2, 5))
def test_every_customer_is_under_exactly_one_rule(seed, depth, segments):
    random = np.random.default_rng(seed)
    view = planted(120).assign(segment=random.integers(1, segments + 1, 120), name="x")
    view["monetary"] = random.choice([0.0, 0.001, 0.35, 7.77, 12.345, 1e6], 120)
    description, rules = described(view, depth)
    values = view[[feature.name for feature in RFM]].to_numpy(dtype=float)
    covered = np.sum([rule.holds(values, RFM) for rule in description.rules], axis=0)
    assert (covered == 1).all()
    assert rules["customers"].dropna().sum() <= len(view)
    assert rules["right"].map(least).between(0, 1).all()
    assert rules["found"].map(least).groupby(rules["segment"]).sum().le(1 + 1e-9).all()


def test_accuracy_is_that_of_the_rules_as_printed():
    view = planted()
    parts = split(view, RFM, 42)
    description = tree.describe(parts, 2, 42)
    assigned = np.zeros(len(parts.judge))
    for rule in description.rules:
        assigned[rule.holds(parts.judge, RFM)] = rule.segment
    assert description.accuracy == (assigned == parts.judge_segment).mean()
    assert description.largest == (parts.judge_segment == 2).mean()
    assert (description.learnt_from, description.judged_by) == (420, 180)


def test_counts_are_those_of_all_customers():
    view = planted()
    _, rules = described(view, 2)
    assert rules["customers"].sum() == len(view)
    for row in rules.itertuples():
        assert sum(row.members.values()) == row.customers
        members = row.members.get(row.segment, 0)
        assert least(row.right) == pytest.approx(members / row.customers, abs=10 / row.customers)


def test_too_few_customers_are_not_counted():
    view = planted()
    description, counted = described(view, 2)
    rules = tree.table(description, view, int(counted["customers"].max()))
    few = rules["customers"].isna()
    assert few.tolist() == (counted["customers"] < counted["customers"].max()).tolist()
    assert few.any()
    assert not any(rules.loc[few, "members"])


def test_the_depth_follows_the_number_of_segments():
    assert tree.depth_for(3, "auto") == 3
    assert tree.depth_for(6, "auto") == 4
    assert tree.depth_for(6, 2) == 2


def test_without_parts_there_are_no_rules():
    assert tree.describe(NOTHING, 3, 42) is NOTHING
    assert tree.table(NOTHING, customer_view()) is NOTHING


def test_metrics_hold_every_rule():
    description, rules = described(planted(), 2)
    metrics = tree.rule_metrics(description, rules)
    assert metrics["tree_rules"] == rules.to_dict("records")
    assert metrics["tree_accuracy"] == description.accuracy


@settings(deadline=None)
@given(
    st.floats(-1e9, 1e9, allow_nan=False),
    st.sampled_from(["number", "money", "percent"]),
    st.booleans(),
)
def test_a_rounded_threshold_is_what_is_printed(value, kind, whole):
    at = tree.printed(value, kind, whole=whole)
    assert tree.printed(at, kind, whole=whole) == at
    if whole:
        assert at == math.floor(value)
        return
    text = Formats("GBP").write(at, kind)
    shown = float(text.translate({ord("−"): "-", ord("£"): None, ord(","): None, ord("%"): None}))
    assert shown == pytest.approx(at * 100 if kind == "percent" else at, rel=1e-9, abs=1e-9)


def test_a_feature_with_fractions_is_not_whole():
    share = Feature("share", "Discount share", "", "share", "low", "percent")
    random = np.random.default_rng(1)
    view = pd.DataFrame({"share": random.uniform(0, 1, 400)})
    view["segment"] = np.where(view["share"] > 0.25, 1, 2)
    description = tree.describe(split(view, (share,), 42), 2, 42)
    [bound] = description.rules[0].bounds
    assert not bound.whole
    assert bound.low == pytest.approx(0.25, abs=0.011)
