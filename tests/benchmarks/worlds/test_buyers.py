"""Buyers repeat with their seed, keep what is real in them, and have what is planted."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from benchmarks.worlds import buyers, marginals
from benchmarks.worlds.buyers import Plan
from segmentbook.core import engine
from segmentbook.features.rfm import rfm

FAMILIES = [buyers.gamma_poisson, buyers.negative_binomial, buyers.resampled]


def quarters(frame: pd.DataFrame, what: str) -> list[float]:
    """Return customers, orders or the mean value of an order in the first and the last quarter."""
    day = (frame["timestamp"] - frame["timestamp"].min().normalize()).dt.days
    parts = [frame[day < 91], frame[day >= day.max() - 90]]
    measure = {
        "customers": lambda part: part["customer"].nunique(),
        "orders": len,
        "value": lambda part: part["amount"].median(),
    }
    return [float(measure[what](part)) for part in parts]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_seed_repeats_and_another_differs(family):
    first, again, other = (family(seed, 60) for seed in (1, 1, 2))
    assert_frame_equal(first, again)
    assert not first["amount"].equals(other["amount"])


@pytest.mark.parametrize("family", FAMILIES)
def test_lines_are_what_methods_take(family):
    frame = family(3, 80)
    assert frame["customer"].nunique() == 80
    assert frame["order"].is_unique
    assert frame["amount"].gt(0).all()
    assert frame["timestamp"].dt.normalize().is_monotonic_increasing
    assert str(frame["timestamp"].dtype) == "datetime64[us]"
    assert (frame["amount"].round(2) == frame["amount"]).all()


@pytest.mark.parametrize("family", FAMILIES)
def test_the_view_in_pandas_is_that_of_the_engine(family):
    frame = family(4, 50)
    at = buyers.reference(frame)
    wanted = engine.frame(rfm(buyers.lines(frame), at))
    found = buyers.rfm_view(frame)
    for name in ("customer", "frequency", "recency"):
        assert found[name].tolist() == wanted[name].tolist()
    assert np.allclose(found["monetary"], wanted["monetary"])
    assert (found["last_order"] == pd.to_datetime(wanted["last_order"])).all()


@given(
    plan=st.builds(
        Plan,
        start=st.dates(date(2015, 1, 1), date(2030, 1, 1)),
        days=st.integers(30, 800),
        season=st.sampled_from([(), buyers.CHRISTMAS]),
        week=st.sampled_from([(), buyers.SHOP_WEEK]),
        growth_customers=st.sampled_from([-0.2, 0.0, 0.2]),
        growth_orders=st.sampled_from([-0.1, 0.0, 0.1]),
        growth_value=st.sampled_from([-0.1, 0.1]),
        turnover=st.sampled_from([0.0, 0.5]),
        dropout=st.sampled_from([0.0, 0.2]),
        leaving=st.sampled_from(["constant", "after_orders", "at_once"]),
        moved_up=st.sampled_from([0.0, 0.3]),
        moved_down=st.sampled_from([0.0, 0.3]),
        products=st.sampled_from([0, 30]),
        taste=st.sampled_from([0.0, 0.5]),
    ),
    family=st.sampled_from(FAMILIES[:2]),
)
@settings(max_examples=40, deadline=None)
def test_any_plan_gives_as_many_customers_as_asked_for(plan, family):
    frame = family(5, 40, plan)
    assert frame["customer"].nunique() == 40
    days = frame["timestamp"].dt.date
    assert days.min() >= plan.start
    assert (days.max() - plan.start).days < plan.days
    assert ("product" in frame.columns) == (plan.products > 0)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    ("plan", "what", "bounds"),
    [
        (Plan(), "customers", (0.9, 1.1)),
        (Plan(growth_customers=0.08), "customers", (1.7, 2.4)),
        (Plan(growth_customers=-0.08), "customers", (0.42, 0.6)),
        (Plan(growth_orders=0.08), "orders", (1.6, 2.4)),
        (Plan(growth_value=0.08), "value", (1.8, 2.2)),
        (Plan(turnover=0.5), "customers", (0.85, 1.15)),
        (Plan(dropout=0.4), "customers", (0.55, 0.75)),
        (Plan(dropout=0.4, leaving="at_once"), "customers", (0.53, 0.69)),
    ],
)
def test_what_is_planned_is_there(family, plan, what, bounds):
    first, last = np.sum([quarters(family(seed, 1_000, plan), what) for seed in range(3)], axis=0)
    assert bounds[0] < last / first < bounds[1]


def test_a_share_leaves_after_an_order_of_hers():
    plan = Plan(dropout=0.5, leaving="after_orders")
    left = buyers.rfm_view(buyers.gamma_poisson(6, 3_000, plan))["recency"] > 180
    stay = buyers.rfm_view(buyers.gamma_poisson(6, 3_000))["recency"] > 180
    assert left.mean() > stay.mean() + 0.2


def test_movement_has_a_direction_for_those_who_move():
    def changes(plan: Plan) -> pd.Series:
        frame = buyers.gamma_poisson(7, 2_000, plan, orders=30)
        late = frame["timestamp"] >= pd.Timestamp(plan.start) + pd.Timedelta(days=182)
        halves = frame.groupby(["customer", late]).size().unstack(fill_value=0)
        return np.log((halves[True] + 1) / (halves[False] + 1))

    still, moved = changes(Plan()), changes(Plan(moved_up=0.3, factor=3.0))
    assert abs(still.mean()) < 0.1
    assert moved.quantile(0.85) > still.quantile(0.85) + 0.4
    assert abs(moved.quantile(0.2) - still.quantile(0.2)) < 0.3


def test_values_go_with_counts_only_where_planted():
    def related(family, **plan) -> float:
        frame = family(8, 3_000, Plan(**plan), orders=20)
        each = frame.groupby("customer")["amount"].agg(["size", "median"])
        return each.corr("spearman").iloc[0, 1]

    assert abs(related(buyers.gamma_poisson)) < 0.08
    assert related(buyers.gamma_poisson, dependence=0.6) > 0.35
    assert related(buyers.negative_binomial) > 0.3


def test_values_have_a_heavy_tail_and_days_are_clumpy():
    light, heavy = buyers.gamma_poisson(9, 2_000), buyers.negative_binomial(9, 2_000)
    top = [f["amount"].max() / f["amount"].median() for f in (light, heavy)]
    assert top[1] > 4 * top[0]
    daily = [f.groupby(f["timestamp"].dt.date).size() for f in (light, heavy)]
    assert daily[0].var() < 2 * daily[0].mean() < 0.5 * daily[1].var()


def test_products_are_chosen_alike_but_for_taste():
    def first_share(taste: float) -> float:
        frame = buyers.gamma_poisson(10, 500, Plan(products=80, taste=taste), orders=20)
        shares = frame.groupby("customer")["category"].value_counts(normalize=True)
        return float(shares.groupby("customer").max().median())

    assert first_share(0.7) > first_share(0.0) + 0.2
    frame = buyers.gamma_poisson(10, 50, Plan(products=80))
    assert {"product", "product_name", "category", "channel", "place"} < {*frame.columns}
    assert frame["order"].nunique() < len(frame)


# ---------------------------------------------------------------- real customers


def test_resampled_customers_are_real_ones():
    real = marginals.view("complete_journey")
    found = buyers.rfm_view(buyers.resampled(11, 300), date(2018, 1, 1))
    known = set(zip(real["recency"], real["frequency"], real["monetary"], strict=True))
    assert {*zip(found["recency"], found["frequency"], found["monetary"], strict=True)} <= known


def test_periods_of_a_customer_become_exchangeable():
    plan = Plan(dropout=0.6, leaving="at_once")
    left = buyers.resampled(12, 1_500, plan)
    mixed = buyers.resampled(12, 1_500, plan, broken={"periods"})
    assert quarters(left, "orders")[1] < 0.6 * quarters(left, "orders")[0]
    # What is planted comes after: the plan is of what was broken.
    assert quarters(mixed, "orders")[1] < 0.6 * quarters(mixed, "orders")[0]
    plain = buyers.resampled(12, 1_500, broken={"periods"})
    first, last = quarters(plain, "orders")
    assert last / first == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("broken", ["months", "days", "values"])
def test_what_is_broken_leaves_the_rest(broken):
    whole = buyers.resampled(13, 300)
    other = buyers.resampled(13, 300, broken={broken})
    assert other["customer"].nunique() == 300
    if broken == "values":
        # Which customers are kept does not depend on values.
        assert len(other) == len(whole)
        assert sorted(other["timestamp"].dt.date) == sorted(whole["timestamp"].dt.date)
    if broken == "days":
        counts = [f.groupby(f["timestamp"].dt.day_of_week).size() for f in (whole, other)]
        assert counts[1].std() < 0.5 * counts[0].std()
    if broken == "months":
        assert (other["timestamp"].max() - other["timestamp"].min()).days < 364


def test_a_missing_export_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA", str(tmp_path))
    marginals.orders.cache_clear()
    with pytest.raises(marginals.MissingStudyError, match="online_retail"):
        buyers.resampled(1, 10, study="online_retail")


def test_every_key_of_a_plan_is_documented():
    assert Plan.__doc__ is not None
    assert all(f"{one.name}:" in Plan.__doc__ for one in fields(Plan))
