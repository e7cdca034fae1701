"""Who is active and who is overdue: buyers who leave, and buyers who never do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks.worlds import buyers, value
from benchmarks.worlds.buyers import Plan
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.value import activity


@pytest.fixture(scope="module")
def leaving():
    frame = buyers.gamma_poisson(1, 2_000, Plan(dropout=0.4), orders=8.0, shape=0.8)
    return activity.activity(value.purchases(frame))


@pytest.fixture(scope="module")
def memoryless():
    return activity.activity(value.purchases(buyers.gamma_poisson(1, 2_000, orders=8.0)))


def test_those_who_leave_are_flagged_and_most_stay_away(leaving):
    assert leaving.supported
    assert leaving.judged.away >= 0.5 > leaving.judged.expected
    assert leaving.customers["overdue"].sum() >= 10
    assert leaving.model == "bg_nbd"


def test_flags_follow_the_probability(leaving):
    customers = leaving.customers
    flagged = customers["active_probability"] < leaving.threshold
    assert (flagged == customers["overdue"]).all()
    known = customers["active_probability"].dropna()
    assert known.between(0, 1).all()
    assert len(known) < len(customers)


def test_memoryless_buyers_are_not_overdue(memoryless):
    assert not memoryless.supported
    assert not memoryless.customers["overdue"].any()
    assert memoryless.model == "shrunken"
    assert memoryless.share_gone < 0.05


def test_bands_hold_all_with_enough_order_days(leaving):
    shown = leaving.bands["customers"].dropna().sum()
    assert shown <= leaving.eligible
    assert (leaving.bands["customers"].dropna() != 0).all() or shown == leaving.eligible


def test_small_bands_are_hidden(leaving):
    known = leaving.bands["customers"].dropna()
    assert ((known == 0) | (known >= 10)).all()


def test_order_of_rows_and_spelling_of_ids_do_not_matter(leaving):
    frame = buyers.gamma_poisson(1, 2_000, Plan(dropout=0.4), orders=8.0, shape=0.8)
    renamed = frame.assign(customer=frame["customer"].str[::-1]).sample(frac=1, random_state=1)
    again = activity.activity(value.purchases(renamed))
    assert not isinstance(again, NotApplicable)
    back = again.customers.assign(customer=again.customers["customer"].str[::-1])
    pd.testing.assert_frame_equal(
        back.sort_values("customer", ignore_index=True), leaving.customers, atol=1e-6
    )
    assert again.threshold == leaving.threshold
    assert again.judged.flagged == leaving.judged.flagged


def test_too_few_customers_are_not_applicable():
    found = activity.activity(value.purchases(buyers.gamma_poisson(1, 12, orders=3.0)))
    assert isinstance(found, NotApplicable)
    assert found.values == {"number": 10, "days": 3}


def test_metrics_are_plain(memoryless):
    metrics = activity.activity_metrics(memoryless)
    assert metrics["overdue_customers"] == 0
    assert metrics["overdue_tested"] is None or metrics["overdue_tested"] >= 0
    assert not any(isinstance(one, np.ndarray) for one in metrics.values())
