"""Conditions of names, held against numbers."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from segmentbook.core.not_applicable import NotApplicable
from segmentbook.segments.behaviour import Later
from segmentbook.segments.conditions import Condition, Facts, facts, knows_newcomers

TABLE = pd.DataFrame(
    {"spend_mean": [10.0, 20.0, 30.0], "quiet_share": [0.9, 0.5, None]},
    index=pd.Index([1, 2, 3], name="segment"),
)
LATER = Later(
    date(2024, 1, 1),
    pd.DataFrame(
        {"ordered": [0.2, 0.5, 0.9], "less": [1e-9, 0.5, 1.0], "more": [1.0, 0.004, 1e-9],
         "most": [1.0, 0.5, 0.019]},
        index=TABLE.index,
    ),
)  # fmt: skip
FACTS = Facts(TABLE, {"spend_mean": 18.0}, LATER)


@pytest.mark.parametrize(
    ("condition", "verdicts"),
    [
        (Condition("spend_mean", "highest"), ("fails", "fails", "holds")),
        (Condition("spend_mean", "lowest"), ("holds", "fails", "fails")),
        (Condition("spend_mean", "between"), ("fails", "holds", "fails")),
        (Condition("spend_mean", "below", "all"), ("holds", "fails", "fails")),
        (Condition("quiet_share", "above", 0.5), ("holds", "fails", "unknown")),
        (Condition("quiet_share", "above", "all"), ("unknown", "unknown", "unknown")),
        (Condition("gone_share", "above", 0.5), ("unknown", "unknown", "unknown")),
        # Three segments in two directions: a sixth of the level each.
        (Condition("ordered_later", "above", "others"), ("fails", "fails", "holds")),
        (Condition("ordered_later", "below", "others"), ("holds", "fails", "fails")),
        (Condition("spent_later", "highest"), ("fails", "fails", "holds")),
    ],
)
def test_verdicts(condition, verdicts):
    assert tuple(FACTS.verdict(condition, segment) for segment in (1, 2, 3)) == verdicts


def test_what_cannot_be_tested_is_not_known():
    none = Facts(TABLE, {}, NotApplicable("too few days"))
    assert none.verdict(Condition("spent_later", "highest"), 1) == "unknown"


def test_equal_segments_are_not_the_highest():
    equal = Facts(TABLE.assign(spend_mean=1.0), {}, LATER)
    assert equal.verdict(Condition("spend_mean", "highest"), 1) == "fails"


def newcomers(gap):
    days = [0, 200, 100]
    return pd.DataFrame(
        {
            "customer": ["a", "b", "c"],
            "first_order": pd.Timestamp("2023-01-01") + pd.to_timedelta(days, unit="D"),
            "last_order": pd.Timestamp("2023-01-01")
            + pd.to_timedelta([n + gap for n in days], "D"),
            "frequency": [2, 2, 1],
        }
    )


def test_newcomers_are_known_where_the_export_is_longer_than_the_gaps_between_orders():
    reference = date(2023, 12, 1)
    assert knows_newcomers(newcomers(30), reference)
    assert not knows_newcomers(newcomers(300), reference)
    assert not knows_newcomers(newcomers(30)[["customer"]], reference)


def test_newcomers_that_are_not_known_are_no_fact():
    view = newcomers(300).assign(segment=1)
    table = pd.DataFrame([{"segment": 1, "newcomer_share": 0.6}])
    reference = date(2023, 12, 1)
    none = NotApplicable("no order lines")
    found = facts(table, table, view, reference, none, none)
    assert found.verdict(Condition("newcomer_share", "above", 0.5), 1) == "unknown"
    assert found.everybody["quiet_share"] == 0
