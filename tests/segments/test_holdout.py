"""Customers to learn from, and customers to judge by."""

from __future__ import annotations

import numpy as np

from fixtures import customer_view
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM
from segmentbook.segments import holdout


def test_three_tenths_of_every_segment_are_held_out():
    parts = holdout.split(customer_view(200), RFM, 42)
    assert parts.learn.shape == (140, 3)
    assert parts.judge.shape == (60, 3)
    assert np.bincount(parts.learn_segment)[1:].tolist() == [35] * 4
    assert np.bincount(parts.judge_segment)[1:].tolist() == [15] * 4


def test_the_same_seed_gives_the_same_parts():
    view = customer_view(200)
    one, again, other = (holdout.split(view, RFM, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.judge, again.judge)
    assert not np.array_equal(one.judge, other.judge)


def test_many_customers_are_sampled(monkeypatch):
    monkeypatch.setattr(holdout, "SAMPLE", 100)
    parts = holdout.split(customer_view(400), RFM, 42)
    assert len(parts.learn) + len(parts.judge) == 100


def test_a_segment_of_one_customer_stops_nothing():
    view = customer_view(80)
    view.loc[0, "segment"] = 5
    parts = holdout.split(view, RFM, 42)
    assert len(parts.learn) + len(parts.judge) == 80


def test_too_few_customers_or_segments_are_not_applicable():
    assert isinstance(holdout.split(customer_view(holdout.FEWEST - 4), RFM, 42), NotApplicable)
    assert isinstance(holdout.split(customer_view().assign(segment=1), RFM, 42), NotApplicable)
