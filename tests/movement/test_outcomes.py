"""What customers did after a cut date."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from fixtures import in_engine
from repeat_orders import repeat_orders
from segmentbook.core.errors import UserError
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.movement import outcomes


def test_the_last_quarter_is_held_out():
    found = outcomes.temporal_split(in_engine(repeat_orders(last=(0.5, 0.5))), None)
    assert found == outcomes.TemporalSplit(date(2023, 1, 1), date(2023, 9, 28), date(2023, 12, 26))
    assert found.days_after == 90


def test_a_short_export_is_not_applicable():
    short = outcomes.temporal_split(in_engine(repeat_orders(last=(0.5, 0.5), days=100)), None)
    assert isinstance(short, NotApplicable)
    assert short.values == {"days": 100, "least": outcomes.SHORTEST}
    absent = NotApplicable(reason="none")
    assert outcomes.temporal_split(absent, None) is absent


@pytest.mark.parametrize("day", [date(2023, 1, 1), date(2024, 6, 1)])
def test_a_cut_date_outside_the_period_is_refused(day):
    with pytest.raises(UserError, match=r"explain\.cut_date"):
        outcomes.temporal_split(in_engine(repeat_orders(last=(0.5, 0.5))), day)


def test_outcomes_against_plain_pandas():
    data = repeat_orders(last=(0.1, 0.8))
    cut = date(2023, 10, 1)
    after = data[data["timestamp"] >= pd.Timestamp(cut)]
    found = outcomes.outcomes(in_engine(data), cut).set_index("customer")
    assert found["orders"].to_dict() == after.groupby("customer")["order"].nunique().to_dict()
    wanted = after.groupby("customer")["amount"].sum().astype(float)
    assert found["revenue"].to_dict() == wanted.to_dict()
    before = outcomes.lines_before(in_engine(data), cut).count().execute()
    assert before == len(data) - len(after)


def test_customers_who_did_not_order_again_brought_nothing():
    early = pd.DataFrame({"customer": ["a", "b"], "segment": [1, 2]})
    after = pd.DataFrame({"customer": ["b", "new"], "orders": [2, 1], "revenue": [9.5, 3.0]})
    found = outcomes.outcomes_of_segments(early, after)
    assert found["again"].tolist() == [False, True]
    assert found["revenue"].tolist() == [0.0, 9.5]


def test_early_segments_are_matched_with_the_closest_of_today():
    early = pd.DataFrame({"a": [0.1, 0.9], "b": [0.2, 0.7]}, index=[1, 2])
    today = pd.DataFrame({"a": [0.8, 0.2, 0.5], "b": [0.8, 0.1, 0.5]}, index=[1, 2, 3])
    assert outcomes.closest_segments(early, today) == {1: 2, 2: 1}
