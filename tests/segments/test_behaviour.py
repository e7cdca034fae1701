"""What segments did later, and who is gone by her own rhythm."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks.worlds import buyers
from benchmarks.worlds.buyers import Plan
from benchmarks.worlds.naming import Orders, alike_poisson, segmented, study_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.segments import behaviour


def gone_of(frame, segments):
    """Return the shares gone, of customers in the segments given by customer."""
    view = pd.DataFrame({"customer": sorted(segments), "segment": 1})
    view["segment"] = view["customer"].map(segments)
    return behaviour.gone(buyers.lines(frame), view)


def test_who_stopped_is_gone_and_who_orders_on_is_not():
    plan = Plan(dropout=0.3, leaving="at_once", leave_from=0.4)
    frame = buyers.gamma_poisson(1, 400, plan, orders=40.0, shape=50.0)
    last = frame.groupby("customer")["timestamp"].max()
    left = last < frame["timestamp"].min() + pd.Timedelta(days=150)
    found = gone_of(frame, left.map({True: 1, False: 2}).to_dict())
    assert found[1] > 0.9
    assert found[2] == 0


def test_of_memoryless_buyers_not_even_the_most_silent_are_gone():
    frame = buyers.gamma_poisson(2, 500, orders=12.0)
    view = buyers.rfm_view(frame)
    silent = view["recency"] > view["recency"].quantile(0.9)
    assert gone_of(frame, dict(zip(view["customer"], silent.map(int), strict=True)))[1] < 0.2


def test_a_season_is_not_leaving():
    plan = Plan(season=(3, 3, 3, 3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1))
    frame = buyers.gamma_poisson(3, 500, plan, orders=12.0, shape=20.0)
    view = buyers.rfm_view(frame)
    assert gone_of(frame, dict.fromkeys(view["customer"], 1))[1] < 0.05


def test_segments_that_order_less_later_are_told_from_those_that_order_more():
    segments = pd.Series([1] * 200 + [2] * 200)
    spent = pd.Series([10.0] * 180 + [np.nan] * 20 + [5.0] * 40 + [np.nan] * 160)
    found = behaviour.compared(segments, spent, {1: 1, 2: 2}, [1, 2, 3])
    assert found.loc[1, "ordered"] == pytest.approx(0.9)
    assert found.loc[1, "more"] < 1e-9 < found.loc[1, "less"]
    assert found.loc[2, "less"] < 1e-9
    assert found.loc[1, "most"] < 1e-9 < found.loc[2, "most"]
    assert found.loc[3].isna().all()


def test_a_short_export_has_no_quarter_to_hold_out():
    data = Orders(buyers.gamma_poisson(1, 100, Plan(days=120)))
    study = study_of(4, 1)
    view, lines = segmented(data, study)
    reference = buyers.reference(data.frame)
    found = behaviour.later(lines, study, view, 4, reference)
    assert isinstance(found, NotApplicable)


def test_of_buyers_who_are_alike_no_segment_orders_more_later():
    data, study = alike_poisson(4, 400), study_of(4, 4)
    view, lines = segmented(data, study)
    found = behaviour.later(lines, study, view, 4, buyers.reference(data.frame))
    assert len(found.segments) == 4
    assert (found.segments[["less", "more"]] > behaviour.LEVEL / 8).all(axis=None)
