"""Who is overdue, and what a customer will be worth: worlds with and without anything to foresee."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.worlds import buyers
from benchmarks.worlds.buyers import Plan
from benchmarks.worlds.world import Trial, World
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.value import activity, next_value
from segmentbook.value.purchases import PERIOD, SHORTEST, Periods, Purchases

OVERDUE, PREDICTS = frozenset({"activity.overdue"}), frozenset({"value.predicts"})


def claims(data: pd.DataFrame, _seed: int) -> set[str]:
    """Return the claims on customers' activity and value that the report would make.

    Args:
        data: Order lines, see `buyers`.
        _seed: Not used: the methods draw no random numbers.
    """
    bought = purchases(data)
    active, value = activity.activity(bought), next_value.next_value(bought)
    made: set[str] = set()
    if not isinstance(active, NotApplicable) and active.supported:
        made |= OVERDUE
    if not isinstance(value, NotApplicable) and value.supported:
        made |= PREDICTS
    return made


def purchases(data: pd.DataFrame) -> Purchases:
    """Return what `value.purchases.purchases` returns, calculated in pandas without the engine."""
    day = data["timestamp"].dt.normalize()
    daily: pd.DataFrame = (
        data.assign(day=day)
        .groupby(["customer", "day"], as_index=False)
        .agg(amount=("amount", "sum"))
    )
    first, last = data["timestamp"].min().normalize(), data["timestamp"].max().normalize()
    length = min(PERIOD, ((last - first).days + 1) // 4)
    assert length >= SHORTEST
    periods = Periods((last + timedelta(days=1)).date(), length)
    at = {date: _at(daily, date, length) for date in (periods.earlier, periods.cut, periods.end)}
    return Purchases(periods, at)


def _at(daily: pd.DataFrame, date: Any, period: int) -> pd.DataFrame:
    ago = (pd.Timestamp(date) - daily["day"]).dt.days
    past, recent, ahead = ago > 0, (ago > 0) & (ago <= period), (ago <= 0) & (ago > -period)
    first = ago == ago.groupby(daily["customer"]).transform("max")
    amount = daily["amount"]
    parts = pd.DataFrame(
        {
            "customer": daily["customer"],
            "days": past.astype(int),
            "known": ago,
            "silent": ago.where(past),
            "weeks": (past & ~pd.DataFrame({"c": daily["customer"], "w": (ago - 1) // 7, "p": past})
                      .duplicated()).astype(int),
            "revenue": amount.where(past, 0.0),
            "first_revenue": amount.where(first, 0.0),
            "recent": amount.where(recent, 0.0),
            "recent_days": recent.astype(int),
            "next": amount.where(ahead, 0.0),
            "next_days": ahead.astype(int),
        }
    )  # fmt: skip
    how = dict.fromkeys(parts.columns[1:], "sum") | {"known": "max", "silent": "min"}
    found = parts.groupby("customer", as_index=False).agg(how)
    return found[found["days"] > 0].reset_index(drop=True)


def _gamma_poisson(seed: int, customers: int, _effect: float) -> pd.DataFrame:
    return buyers.gamma_poisson(seed, customers, orders=8.0, shape=0.8)


def _with_season(seed: int, customers: int, _effect: float) -> pd.DataFrame:
    plan = Plan(season=buyers.CHRISTMAS)
    return buyers.gamma_poisson(seed, customers, plan, orders=5.0, shape=0.5)


def _clumpy(seed: int, customers: int, _effect: float) -> pd.DataFrame:
    return buyers.negative_binomial(seed, customers, Plan(season=buyers.CHRISTMAS), orders=9.0)


def _real_days_mixed(study: str) -> Callable[[int, int, float], pd.DataFrame]:
    def make(seed: int, customers: int, _effect: float) -> pd.DataFrame:
        return buyers.resampled(seed, customers, study=study, broken={"days"})

    return make


def _leaving(**plan: Any) -> Callable[[int, int, float], pd.DataFrame]:
    def make(seed: int, customers: int, effect: float) -> pd.DataFrame:
        # Twice as many as 20 % are 40 %.
        return buyers.gamma_poisson(
            seed, customers, Plan(dropout=0.2 * effect, **plan), orders=8.0, shape=0.8
        )

    return make


def _alike(seed: int, customers: int, _effect: float) -> pd.DataFrame:
    """All customers have the same rate, and the same distribution of values."""
    random = np.random.default_rng(seed)
    # Poisson without an order of everybody's own: that would make a past order speak against another.
    number = random.poisson(6.0, customers)
    who = np.repeat(np.arange(customers), number)
    return _frame(who, random.integers(0, 364, len(who)), random.lognormal(3.5, 1.0, len(who)))


def _redrawn(study: str) -> Callable[[int, int, float], pd.DataFrame]:
    """Each quarter of a customer is that of somebody else: nothing of hers lasts."""

    def make(seed: int, customers: int, _effect: float) -> pd.DataFrame:
        real = buyers.resampled(seed, customers, study=study)
        random = np.random.default_rng([seed, 1])
        day = (real["timestamp"].dt.normalize().max() - real["timestamp"].dt.normalize()).dt.days
        who = real["customer"].str.slice(1).astype(int).to_numpy()
        period = (day // PERIOD).to_numpy()
        places = np.argsort(random.uniform(size=(period.max() + 1, customers)), axis=1)
        end = int(day.max())
        return _frame(places[period, who], end - day.to_numpy(), real["amount"].to_numpy())

    return make


def _clumpy_redrawn(seed: int, customers: int, _effect: float) -> pd.DataFrame:
    """Negative binomial counts and heavy-tailed values, drawn anew in each period."""
    random = np.random.default_rng(seed)
    parts = []
    for period in range(4):
        number = random.negative_binomial(0.5, 0.5 / (0.5 + 2.0 * (1 + (period == 3))), customers)
        who = np.repeat(np.arange(customers), number)
        day = 4 + period * PERIOD + random.integers(0, PERIOD, len(who))
        level = np.exp(0.8 * random.standard_normal(customers))[who]
        parts.append((who, day, 30 * level * (1 + random.pareto(2.0, len(who)))))
    who, day, amount = (np.concatenate(one) for one in zip(*parts, strict=True))
    return _frame(who, day, amount)


def _persistent(family: str) -> Callable[[int, int, float], pd.DataFrame]:
    """Rates differ between customers by a gamma distribution of variance `effect` and last."""

    def make(seed: int, customers: int, effect: float) -> pd.DataFrame:
        if family == "gamma-Poisson":
            return buyers.gamma_poisson(seed, customers, orders=8.0, shape=1.0 / effect)
        plan = Plan(season=buyers.CHRISTMAS)
        return buyers.negative_binomial(seed, customers, plan, orders=8.0 * effect)

    return make


def _frame(who: np.ndarray, day: np.ndarray, amount: np.ndarray) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "customer": np.char.add("c", np.char.zfill(who.astype(str), 6)),
            "order": np.char.add("o", np.arange(len(who)).astype(str)),
            "timestamp": pd.Timestamp("2023-01-02") + pd.to_timedelta(day, unit="D"),
            "amount": np.maximum(amount.round(2), 0.01),
        }
    )
    return frame.sort_values("timestamp", kind="stable", ignore_index=True)


_STUDIES = ("complete_journey", "online_retail")

WORLDS = [
    World("memoryless: gamma-Poisson", "gamma-Poisson", _gamma_poisson, false=OVERDUE),
    World("memoryless: gamma-Poisson, season", "gamma-Poisson", _with_season, false=OVERDUE),
    World("memoryless: clumpy, season", "negative binomial", _clumpy, false=OVERDUE),
    *(
        World(f"memoryless: {study}, days mixed", "resampled", _real_days_mixed(study), false=OVERDUE)
        for study in _STUDIES
    ),
    World(
        "20 % leave, constant hazard", "gamma-Poisson", _leaving(), true=OVERDUE,
        effect="20 % of the customers leave in the year, of 8 orders each",
    ),
    World(
        "20 % leave after an order", "gamma-Poisson", _leaving(leaving="after_orders"), true=OVERDUE,
        effect="20 % of the customers leave in the year, each order being the last of some",
    ),
    World("all customers alike", "Poisson, lognormal", _alike, false=PREDICTS),
    World("nothing lasts: clumpy, season", "negative binomial", _clumpy_redrawn, false=PREDICTS),
    *(
        World(f"nothing lasts: {study}", "resampled", _redrawn(study), false=PREDICTS)
        for study in _STUDIES
    ),
    World(
        "rates last: gamma-Poisson", "gamma-Poisson", _persistent("gamma-Poisson"), true=PREDICTS,
        effect="rates of variance 1 about 8 orders a year; the naive forecast gains from it, too",
    ),
    World(
        "rates last: clumpy, season", "negative binomial", _persistent("clumpy"), true=PREDICTS,
        effect="8 orders a year, rates of shape 0.6; the naive forecast gains from it, too",
    ),
]  # fmt: skip
"""Which customer is gone, and what one is worth, is told by her history or is not."""

TRIAL = Trial("value", WORLDS, claims)
