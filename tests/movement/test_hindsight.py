"""Segments made before a cut date, compared by what they did after it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from fixtures import in_engine, study
from repeat_orders import repeat_orders
from segmentbook.core.engine import frame
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import rfm
from segmentbook.movement import hindsight

CUT = pd.Timestamp("2023-09-28")


def looked_back(data, split=None, **params):
    clustering = {"k": 2, "reason": "planted", "n_init": 2, "split": split}
    chosen = study(clustering=clustering, **params)
    table = in_engine(data)
    view = frame(rfm(table, date(2024, 1, 1)))
    often = view["frequency"] > view["frequency"].median()
    view["segment"] = np.where(often, 1, 2)
    return hindsight.look_back(table, chosen, view, {1: "Many orders", 2: "Few orders"}, 2)


def test_segments_that_differ_are_found():
    found = looked_back(repeat_orders(last=(0.05, 0.6)))
    assert found.segments["name"].tolist() == ["Many orders", "Few orders"]
    assert (found.pairs[["again", "revenue"]] < 0.01).all(axis=None)
    metrics = hindsight.hindsight_metrics(found)
    assert metrics["later_cut"] == date(2023, 9, 28)
    assert metrics["later_days"] == 90
    assert metrics["later_pairs"] == 1
    assert metrics["later_again_alike"] == metrics["later_revenue_alike"] == 0
    assert hindsight.by_segment(found) is found.segments


def test_segments_that_do_not_differ_are_named():
    data = repeat_orders(last=(0.4, 0.4))
    # Everybody spends the same on an order after the cut date.
    data.loc[data["timestamp"] >= CUT, "amount"] = Decimal(20)
    metrics = hindsight.hindsight_metrics(looked_back(data))
    pair = [{"one": "Many orders", "other": "Few orders"}]
    for outcome in hindsight.OUTCOMES:
        assert metrics[f"later_{outcome}_alike"] == 1
        assert metrics[f"later_{outcome}_alike_pairs"] == pair


def test_nothing_after_the_cut_reaches_the_segments():
    data = repeat_orders(last=(0.05, 0.6))
    richer = data.copy()
    late = richer["timestamp"] >= CUT
    richer.loc[late, "amount"] = richer.loc[late, "amount"] * 50
    one, other = looked_back(data), looked_back(richer)
    kept = ["segment", "name", "customers", "again"]
    pd.testing.assert_frame_equal(one.segments[kept], other.segments[kept])
    assert other.segments["revenue"].sum() == pytest.approx(50 * one.segments["revenue"].sum())


def test_a_split_that_was_not_possible_then_is_not_applicable():
    data = repeat_orders(last=(0.4, 0.4), customers=24)
    missing = looked_back(data, split={"segment": 1, "k": 12})
    assert isinstance(missing, NotApplicable)
    assert "too small to be split again" in missing.reason
    assert missing.values == {"date": CUT.date()}


def test_early_parts_that_are_closest_to_no_segment_of_today_are_left_out():
    found = looked_back(repeat_orders(last=(0.2, 0.6)), split={"segment": 2, "k": 2})
    assert len(found.segments) == 2
    assert set(found.segments["segment"]) == {1, 2}


def test_a_cut_date_of_the_params_is_taken():
    found = looked_back(repeat_orders(last=(0.2, 0.6)), explain={"cut_date": "2023-11-01"})
    assert found.split.cut == date(2023, 11, 1)


def test_too_few_customers_before_the_cut_are_not_applicable():
    data = repeat_orders(last=(0.4, 0.4))
    data = data[(data["order"] == "first") | (data["timestamp"] >= CUT)]
    missing = looked_back(data, explain={"cut_date": "2023-09-28"})
    assert isinstance(missing, NotApplicable)
    assert "too few" in missing.reason
    assert missing.values == {"number": 1, "date": CUT.date(), "k": 2}
    assert hindsight.by_segment(missing) is missing


def test_segments_of_too_few_customers_before_the_cut_are_not_applicable():
    data = repeat_orders(last=(0.2, 0.6))
    missing = looked_back(data, sharing={"minimum": 40})
    assert missing.values == {"number": 40, "date": CUT.date()}


def test_amounts_after_cancellations_cannot_be_dated():
    missing = looked_back(
        repeat_orders(last=(0.2, 0.6)), customers={"monetary": {"revenue": "net"}}
    )
    assert "no dates" in missing.reason
