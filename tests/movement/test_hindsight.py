"""Segments made before a cut date, and what they did after it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from fixtures import in_engine, said, study
from segmentbook.core.engine import frame
from segmentbook.core.errors import UserError
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import rfm
from segmentbook.movement import hindsight, outcomes

START = pd.Timestamp("2023-01-01")


def lines(*, last: tuple[float, float], days: int = 360, customers: int = 60) -> pd.DataFrame:
    """Return orders of two kinds of customers: half buy often and much, half once and little.

    Args:
        last: What share of the days of the last quarter each kind orders on.
        days: Length of the period; its first and last day have an order.
        customers: Number of customers.
    """
    random = np.random.default_rng(8)
    rows = []
    for number in range(customers):
        good = number % 2
        early = int(0.7 * days)
        often = random.integers(0, early, 9 if good else 1)
        again = [early + 20 + 7 * n for n in range(10) if random.uniform() < last[good]]
        for day in {*often.tolist(), *(d for d in again if d < days)}:
            pounds = int(random.integers(50, 90) if good else random.integers(5, 9))
            rows.append((f"{number}", f"{number}-{day}", START + pd.Timedelta(days=day), pounds))
    rows.append(("0", "first", START, 6))
    rows.append(("0", "last", START + pd.Timedelta(days=days - 1), 6))
    table = pd.DataFrame(rows, columns=["customer", "order", "timestamp", "amount"])
    return table.assign(amount=[Decimal(n) for n in table["amount"]])


def looked_back(data, split=None, **params):
    clustering = {"k": 2, "reason": "planted", "n_init": 2, "split": split}
    chosen = study(clustering=clustering, **params)
    table = in_engine(data)
    view = frame(rfm(table, date(2024, 1, 1)))
    often = view["frequency"] > view["frequency"].median()
    view["segment"] = np.where(often, 1, 2)
    return hindsight.look_back(table, chosen, view, {1: "Many orders", 2: "Few orders"}, 2)


def test_the_last_quarter_is_held_out():
    found = outcomes.period(in_engine(lines(last=(0.5, 0.5))), None)
    assert found == outcomes.Period(date(2023, 1, 1), date(2023, 9, 28), date(2023, 12, 26))
    assert found.days_after == 90


def test_a_short_export_does_not_apply():
    short = in_engine(lines(last=(0.5, 0.5), days=100))
    assert isinstance(outcomes.period(short, None), NotApplicable)
    assert isinstance(outcomes.period(NotApplicable("lines", "none"), None), NotApplicable)


@pytest.mark.parametrize("day", [date(2023, 1, 1), date(2024, 6, 1)])
def test_a_cut_date_outside_the_period_is_refused(day):
    with pytest.raises(UserError, match=r"explain\.cut_date"):
        outcomes.period(in_engine(lines(last=(0.5, 0.5))), day)


def test_what_came_after_is_that_of_pandas():
    data = lines(last=(0.1, 0.8))
    cut = date(2023, 10, 1)
    after = data[data["timestamp"] >= pd.Timestamp(cut)]
    found = outcomes.outcomes(in_engine(data), cut).set_index("customer")
    assert found["orders"].to_dict() == after.groupby("customer")["order"].nunique().to_dict()
    wanted = after.groupby("customer")["amount"].sum().astype(float)
    assert found["revenue"].to_dict() == wanted.to_dict()


def test_who_did_not_come_back_brought_nothing():
    early = pd.DataFrame({"customer": ["a", "b"], "segment": [1, 2]})
    after = pd.DataFrame({"customer": ["b", "new"], "orders": [2, 1], "revenue": [9.5, 3.0]})
    found = outcomes.followed(early, after)
    assert found["again"].tolist() == [False, True]
    assert found["revenue"].tolist() == [0.0, 9.5]


def test_segments_that_differ_are_said_to():
    found = looked_back(lines(last=(0.05, 0.6)))
    assert found.segments["name"].tolist() == ["Many orders", "Few orders"]
    assert (found.pairs[["again", "revenue"]] < 0.01).all(axis=None)
    metrics = hindsight.metrics(found)
    texts = said(hindsight.sentences(found), metrics)
    assert texts[2:] == [
        "Every two segments differ measurably in how many ordered again.",
        "Every two segments differ measurably in what they brought per customer.",
    ]
    assert texts[0].startswith("Segments made from orders before 28 September 2023 alone")
    [title] = said([hindsight.heading(found)], metrics)
    assert title.startswith("Later ")
    assert title.endswith("of the Few orders")


def test_segments_that_do_not_differ_are_said_not_to():
    data = lines(last=(0.4, 0.4))
    # Everybody spends the same on an order after the cut.
    data.loc[data["timestamp"] >= pd.Timestamp("2023-09-28"), "amount"] = Decimal(20)
    found = looked_back(data)
    metrics = hindsight.metrics(found)
    texts = said(hindsight.sentences(found), metrics)
    assert texts[2:] == [
        "No two segments differ measurably in how many ordered again.",
        "No two segments differ measurably in what they brought per customer.",
    ]
    assert metrics["later_again_alike"] == 1


def test_nothing_after_the_cut_reaches_the_segments():
    data = lines(last=(0.05, 0.6))
    richer = data.copy()
    late = richer["timestamp"] >= pd.Timestamp("2023-09-28")
    richer.loc[late, "amount"] = richer.loc[late, "amount"] * 50
    one, other = looked_back(data), looked_back(richer)
    kept = ["segment", "name", "customers", "again"]
    pd.testing.assert_frame_equal(one.segments[kept], other.segments[kept])
    assert other.segments["revenue"].sum() == pytest.approx(50 * one.segments["revenue"].sum())


def test_a_split_that_was_not_possible_then_does_not_apply():
    missing = looked_back(lines(last=(0.4, 0.4), customers=24), split={"segment": 1, "k": 12})
    assert isinstance(missing, NotApplicable)
    assert "too small to be split again" in missing.reason


def test_early_parts_that_resemble_no_segment_of_today_are_left_out():
    found = looked_back(lines(last=(0.2, 0.6)), split={"segment": 2, "k": 2})
    assert len(found.segments) == 2
    assert set(found.segments["segment"]) == {1, 2}


def test_a_cut_date_of_the_params_is_taken():
    found = looked_back(lines(last=(0.2, 0.6)), explain={"cut_date": "2023-11-01"})
    assert found.period.cut == date(2023, 11, 1)


def test_too_few_customers_before_the_cut_do_not_apply():
    data = lines(last=(0.4, 0.4))
    data = data[(data["order"] == "first") | (data["timestamp"] >= pd.Timestamp("2023-09-28"))]
    missing = looked_back(data)
    assert isinstance(missing, NotApplicable)
    assert "too few" in missing.reason
    assert hindsight.metrics(missing) is missing
    assert hindsight.shown(missing) is missing
    assert hindsight.sentences(missing) == hindsight.note(missing) == []
    assert hindsight.heading(missing) == outcomes.WHAT


def test_early_segments_take_the_names_of_those_they_resemble():
    early = pd.DataFrame({"a": [0.1, 0.9], "b": [0.2, 0.7]}, index=[1, 2])
    today = pd.DataFrame({"a": [0.8, 0.2, 0.5], "b": [0.8, 0.1, 0.5]}, index=[1, 2, 3])
    assert outcomes.named_alike(early, today) == {1: 2, 2: 1}
