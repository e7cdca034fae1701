"""The five lenses: tenths, two periods, and cohorts in money."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures import floats, in_engine, order_lines
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import audit, trends
from segmentbook.eda.window import Window

KNOWN = Window(date(2023, 1, 1), date(2023, 6, 30), 60)


@pytest.fixture(scope="module")
def lines():
    return in_engine(order_lines(400))


@pytest.fixture(scope="module")
def months(lines):
    return trends.months(lines, KNOWN)


def test_tenths_add_up_and_fall(lines):
    found = audit.tenths(lines)
    assert found["share"].sum() == pytest.approx(1)
    assert found["customers"].sum() == 400
    assert found["mean"].is_monotonic_decreasing
    assert audit.tenth_metrics(found)["last_tenth_share"] == found["share"][9]


def test_tenths_of_few_customers_are_not_shown():
    assert isinstance(audit.tenths(in_engine(order_lines(60))), NotApplicable)


def test_the_change_is_the_sum_of_its_parts_both_ways(lines, months):
    row = audit.two_periods(lines, months).iloc[0]
    change = row["revenue_now"] - row["revenue_before"]
    assert sum(row[f"effect_{part}"] for part in audit.PARTS) == pytest.approx(change)
    kinds = row["revenue_came"] - row["revenue_gone"] + row["revenue_both"]
    assert kinds == pytest.approx(change)
    plain = floats(order_lines(400))
    early = plain[plain["timestamp"] < "2023-04-01"]
    assert row["revenue_before"] == pytest.approx(early["amount"].sum())
    assert row["customers_before"] == early["customer"].nunique()
    assert audit.two_period_metrics(pd.DataFrame([row]), months)["periods"]["months"] == 3


@given(
    st.lists(st.tuples(*[st.floats(0.1, 1e4)] * 3), min_size=2, max_size=2),
)
def test_logarithmic_means_leave_no_remainder(pair):
    from math import log, prod

    before, now = pair
    weight = audit._log_mean(prod(now), prod(before))
    effects = [weight * log(b / a) for a, b in zip(before, now, strict=True)]
    assert sum(effects) == pytest.approx(prod(now) - prod(before), rel=1e-6, abs=1e-9 * prod(now))


def test_revenue_of_cohorts_adds_up_to_the_quarters(lines, months):
    found = audit.cohort_revenue(lines, months, KNOWN, 1)
    plain = floats(order_lines(400))
    quarter = plain["timestamp"].dt.to_period("Q").dt.start_time
    assert found.groupby("quarter")["revenue"].sum().tolist() == pytest.approx(
        plain.groupby(quarter)["amount"].sum().tolist()
    )
    # The burn-in ends on 2 March, so that the first quarter is known in part only.
    assert found["cohort"].dropna().unique().tolist() == [pd.Timestamp("2023-04-01")]
    first = plain.groupby("customer")["timestamp"].min()
    assert found["size"].iloc[-1] == (first >= "2023-04-01").sum()
    metrics = audit.cohort_revenue_metrics(found)
    assert metrics["new_share"] + metrics["old_share"] == pytest.approx(1)
    assert metrics["aged_cohort"] == date(2023, 4, 1)
    assert metrics["aged_last"] is metrics["young_first"] is None


def test_small_cohorts_are_merged_with_the_earliest(lines, months):
    found = audit.cohort_revenue(lines, months, KNOWN, 300)
    assert found["cohort"].isna().all()
    assert audit.cohort_revenue_metrics(found)["aged_first"] is None


def test_a_quarter_alone_has_no_cohorts(lines, months):
    few = months.assign(complete=months["month"] >= "2023-04-01")
    assert isinstance(audit.cohort_revenue(lines, few, KNOWN), NotApplicable)
