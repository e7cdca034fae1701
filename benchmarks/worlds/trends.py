"""Worlds without a trend, with season and with months that resemble their neighbours, and with one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.worlds import buyers, marginals
from benchmarks.worlds.world import Trial, World
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import trends, window

FALLS = frozenset({"trend.revenue_falls", "trend.customers_fall"})
RISES = frozenset({"trend.revenue_rises", "trend.customers_rise"})
REVENUE_RISES, REVENUE_FALLS = (
    frozenset({"trend.revenue_rises"}),
    frozenset({"trend.revenue_falls"}),
)

_START, _DAYS = date(2022, 1, 1), 730
"""Two whole years: the shortest export of which a trend is said."""

_PERSISTENCE, _SWING = 0.5, 0.1
"""Correlation of a month with the next, and standard deviation of a month's level."""


def _plan(**planted: float | tuple[float, ...]) -> buyers.Plan:
    values: dict[str, Any] = {"start": _START, "days": _DAYS, "turnover": 0.5, **planted}
    return buyers.Plan(**values)


def _steady(seed: int, customers: int, _: float) -> pd.DataFrame:
    return buyers.gamma_poisson(seed, customers, _plan(), orders=8.0)


def _seasonal(seed: int, customers: int, _: float) -> pd.DataFrame:
    return buyers.negative_binomial(seed, customers, _plan(season=buyers.CHRISTMAS), orders=8.0)


def _persistent(seed: int, customers: int, _: float) -> pd.DataFrame:
    """Good and bad months follow each other, on top of a season."""
    frame = buyers.negative_binomial(seed, customers, _plan(season=buyers.CHRISTMAS), orders=14.0)
    random = np.random.default_rng([seed, 1])
    level = np.empty(24)
    level[0] = random.standard_normal()
    for month in range(1, 24):
        fresh = np.sqrt(1 - _PERSISTENCE**2) * random.standard_normal()
        level[month] = _PERSISTENCE * level[month - 1] + fresh
    kept = np.exp(_SWING * level)
    stamp = frame["timestamp"].dt
    place = ((stamp.year - _START.year) * 12 + stamp.month - 1).to_numpy()
    stays = random.uniform(size=len(frame)) < (kept / kept.max())[place]
    kept_orders: pd.DataFrame = frame.loc[stays].reset_index(drop=True)
    return kept_orders


_KEPT = {"complete_journey": 0.3, "online_retail": 0.9}
"""Share of the orders that are kept, anew in each month: a month drawn twice is not the same twice."""


def _real_months(study: str) -> Callable[[int, int, float], pd.DataFrame]:
    """Return a generator of real customers whose months of thirty days are drawn at random.

    All customers live through the same months, so that what they have in common stays.
    """

    def make(seed: int, customers: int, _: float) -> pd.DataFrame:
        real, random = marginals.orders(study), np.random.default_rng(seed)
        chosen = random.integers(0, real.customers, customers)
        number = np.bincount(real.customer, minlength=real.customers)
        start = np.cumsum(number) - number
        who = np.repeat(np.arange(customers), number[chosen])
        within = np.arange(len(who)) - np.repeat(
            np.cumsum(number[chosen]) - number[chosen], number[chosen]
        )
        place = np.repeat(start[chosen], number[chosen]) + within
        day, amount = real.day[place], real.amount[place]
        blocks = real.days // 30
        begins = pd.date_range(_START, periods=24, freq="MS")
        drawn = random.integers(0, blocks, 24)
        parts = []
        for first, block in zip(begins, drawn, strict=True):
            there = (day // 30 == block) & (day % 30 < first.days_in_month)
            there &= random.uniform(size=len(day)) < _KEPT[study]
            when = first + pd.to_timedelta(day[there] % 30, unit="D")
            parts.append(
                pd.DataFrame({"who": who[there], "timestamp": when, "amount": amount[there]})
            )
        frame = pd.concat(parts, ignore_index=True)
        frame["customer"] = "c" + frame["who"].astype(str)
        frame["order"] = "o" + pd.Series(np.arange(len(frame)).astype(str))
        return frame[["customer", "order", "timestamp", "amount"]]

    return make


def _yearly(share: float) -> float:
    return float((1 + share) ** (1 / 12) - 1)


def _more_customers(seed: int, customers: int, effect: float) -> pd.DataFrame:
    plan = _plan(turnover=0.0, growth_customers=_yearly(0.10 * effect), season=buyers.CHRISTMAS)
    return buyers.gamma_poisson(seed, customers, plan, orders=8.0)


def _more_orders(seed: int, customers: int, effect: float) -> pd.DataFrame:
    plan = _plan(growth_orders=_yearly(0.10 * effect), season=buyers.CHRISTMAS)
    return buyers.negative_binomial(seed, customers, plan, orders=8.0)


def _fewer_customers(seed: int, customers: int, effect: float) -> pd.DataFrame:
    plan = _plan(turnover=0.0, growth_customers=_yearly(-0.30 * effect), season=buyers.CHRISTMAS)
    return buyers.negative_binomial(seed, customers, plan, orders=8.0)


@cache
def worlds() -> tuple[World, ...]:
    """Return the worlds."""
    none = FALLS | RISES
    return (
        World("no trend: memoryless buyers come and go", "gamma_poisson", _steady, false=none),
        World("no trend, a season: clumpy buyers", "negative_binomial", _seasonal, false=none),
        World("no trend, months resemble their neighbours", "persistent", _persistent, false=none),
        World(
            "no trend: months of complete_journey drawn at random",
            "real months",
            _real_months("complete_journey"),
            false=none,
        ),
        World(
            "no trend: months of online_retail drawn at random",
            "real months",
            _real_months("online_retail"),
            false=none,
        ),
        World(
            "trend: more customers, with a season",
            "gamma_poisson",
            _more_customers,
            true=RISES,
            false=FALLS,
            effect="10 % more customers a year",
        ),
        World(
            "trend: more orders of a customer, with a season",
            "negative_binomial",
            _more_orders,
            true=REVENUE_RISES,
            false=FALLS,
            effect="10 % more orders of a customer a year",
        ),
        World(
            "trend: customers leave, with a season",
            "negative_binomial",
            _fewer_customers,
            true=FALLS,
            false=RISES,
            effect="30 % fewer customers a year",
        ),
    )


_KINDS = {
    ("revenue", "falls"): "trend.revenue_falls",
    ("revenue", "rises"): "trend.revenue_rises",
    ("customers", "falls"): "trend.customers_fall",
    ("customers", "rises"): "trend.customers_rise",
}


def claims(frame: pd.DataFrame, _seed: int) -> set[str]:
    """Return the claims on trends that the chapter on sales would make of order lines."""
    lines = buyers.lines(frame).cache()
    known = window.window(lines)
    assert not isinstance(known, NotApplicable)
    table = trends.months(lines, known)
    assert not isinstance(table, NotApplicable)
    found = trends.changes(lines, table)
    if isinstance(found, NotApplicable):
        return set()
    pairs = zip(found["series"], found["trend"], strict=True)
    return {_KINDS[pair] for pair in pairs if pair in _KINDS}


TRIAL = Trial("trends", worlds(), claims)
