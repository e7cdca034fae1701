"""Worlds for what the report says of movement between periods, and of what segments did later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.worlds import buyers
from benchmarks.worlds.world import Trial, World
from segmentbook.clustering.algorithms import group
from segmentbook.clustering.transform import Scaling
from segmentbook.core.claims import kind_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda.window import Window
from segmentbook.movement import outcomes, significance, tracking
from segmentbook.movement.hindsight import Hindsight
from segmentbook.movement.periods import HALF_YEAR, HALF_YEARS_FROM, QUARTER, Periods
from segmentbook.pages.movement.hindsight import statements as said_of_later
from segmentbook.pages.movement.moves import statements as said_of_moves
from segmentbook.params.clustering import Clustering
from segmentbook.report.exhibit import Template

MOVED = frozenset(
    f"movement.{what}_{way}"
    for what in ("net", "movers", "active", "revenue")
    for way in ("up", "down")
)
LATER = frozenset({"later.repeat_differs", "later.revenue_differs"})

_SEGMENTS = 4
_KNOWN_DAYS = 273  # of 364: the last quarter is held out


# ---------------------------------------------------------------- movement


def of_moves(frame: pd.DataFrame, seed: int) -> set[str]:
    """Return the claims on movement that the report makes of order lines."""
    plain = _plain(frame)
    number, length = _periods(plain["ago"])
    chosen = Periods(buyers.reference(frame), length, number)
    known = Window(frame["timestamp"].min().date(), frame["timestamp"].max().date(), None)
    states = _states(plain, chosen)

    def by_week(earlier: int, cap: float) -> pd.DataFrame:
        return _weeks(plain, chosen, earlier, cap)

    found = tracking.of_states(states, chosen, known, by_week, seed)
    return set() if isinstance(found, NotApplicable) else _kinds(said_of_moves(found))


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `customer` (a number), `ago` (whole days before the last day) and `amount`."""
    day = frame["timestamp"].to_numpy().astype("datetime64[D]")
    return pd.DataFrame(
        {
            "customer": pd.factorize(frame["customer"])[0],
            "ago": (day.max() - day).astype(np.int64),
            "amount": frame["amount"].to_numpy(dtype=float),
        }
    )


def _periods(ago: pd.Series) -> tuple[int, int]:
    """Return number and length of the periods, as `periods.periods` chooses them."""
    covered = int(ago.max()) + 1
    length = HALF_YEAR if covered >= HALF_YEARS_FROM else QUARTER
    return covered // length, length


def _states(plain: pd.DataFrame, chosen: Periods) -> pd.DataFrame:
    """Return what `periods.views` returns, as far as it is needed, calculated in pandas."""
    first = plain.groupby("customer")["ago"].max()
    period = chosen.number - 1 - plain["ago"] // chosen.days
    inside = plain.assign(period=period)[period >= 0]
    states = inside.groupby(["period", "customer"])["amount"].sum().reset_index(name="monetary")
    began = pd.to_timedelta(states["customer"].map(first) + 1, unit="D")
    return states.assign(first_order=pd.Timestamp(chosen.reference) - began)


def _weeks(plain: pd.DataFrame, chosen: Periods, earlier: int, cap: float) -> pd.DataFrame:
    """Return what `periods.weeks` returns, calculated in pandas."""
    period = chosen.number - 1 - plain["ago"] // chosen.days
    placed = plain.assign(later=period == chosen.number - 1, week=plain["ago"] % chosen.days // 7)
    inside = placed[period.isin([earlier, chosen.number - 1])]
    spent = inside.groupby(["later", "week", "customer"])["amount"].sum().reset_index()
    spent["capped"] = spent["amount"].clip(upper=cap)
    grouped = spent.groupby(["later", "week"])
    return grouped.agg(
        customers=("amount", "size"), revenue=("amount", "sum"), capped=("capped", "sum")
    ).reset_index()


# ---------------------------------------------------------------- what segments did later


def of_later(after: pd.DataFrame, _: int) -> set[str]:
    """Return the claims on segments that the report makes of what their customers did later."""
    table = significance.repeated(after)
    table = table.sort_values("again", ascending=False, kind="stable", key=_least)
    table = table.assign(name=table["segment"].astype(str)).reset_index(drop=True)
    pairs = significance.pairs(after, sorted(table["segment"]))
    split = outcomes.TemporalSplit(*(pd.Timestamp(f"2023-{day}").date() for day in _DAYS))
    return _kinds(said_of_later(Hindsight(split, table, pairs)))


_DAYS = ("01-02", "10-02", "12-31")


def _least(column: pd.Series) -> pd.Series:
    return column.map(lambda one: one.get("above", 0.0) if isinstance(one, dict) else one)


def _exchanged(
    draw: Callable[[int, int], pd.DataFrame], repeat: float = 0.0, spend: float = 0.0
) -> Callable[[int, int, float], pd.DataFrame]:
    """Return a world in which segments are made as the report makes them, but predict nothing.

    What customers did after the cut date is dealt out among them at random; then customers of every
    other segment order again more often or spend more, as planted.

    Args:
        draw: Draws order lines from a seed and a number of customers.
        repeat: By how much the repeat rate of these segments is higher, times the effect.
        spend: By which share the revenue of these segments is higher, times the effect.
    """

    def make(seed: int, customers: int, effect: float) -> pd.DataFrame:
        random = np.random.default_rng([seed, 1])
        frame = draw(seed, customers)
        begin = frame["timestamp"].min().normalize()
        cut = (begin + pd.Timedelta(days=_KNOWN_DAYS)).date()
        early = frame[frame["timestamp"] < pd.Timestamp(cut)]
        view = buyers.rfm_view(early, cut)
        segment = _segments(view, seed)
        later = frame[frame["timestamp"] >= pd.Timestamp(cut)].groupby("customer")["amount"].sum()
        revenue = random.permutation(view["customer"].map(later).to_numpy(dtype=float))
        again = ~np.isnan(revenue)
        chosen = segment % 2 == 1
        flipped = chosen & ~again
        flipped &= random.uniform(size=len(again)) < repeat * effect / max(1e-9, 1 - again.mean())
        revenue[flipped] = random.choice(revenue[again], int(flipped.sum()))
        revenue[chosen] *= 1 + spend * effect
        return pd.DataFrame(
            {"segment": segment, "again": again | flipped, "revenue": np.nan_to_num(revenue)}
        )

    return make


def _segments(view: pd.DataFrame, seed: int) -> np.ndarray:
    names = ["recency", "frequency", "monetary"]
    params = Clustering()
    points = Scaling.fit(view, names, params).coordinates(view)
    labels = group(points, _SEGMENTS, "k_means", seed, 1).labels
    # Numbered by revenue, so that the planted segments are not always alike in size.
    order = pd.Series(view["monetary"].to_numpy()).groupby(labels).mean().rank(ascending=False)
    return order.reindex(labels).to_numpy(dtype=int)


# ---------------------------------------------------------------- the trial


def claims(data: pd.DataFrame, seed: int) -> set[str]:
    """Return the kinds of claims that the report would make of a world."""
    return of_moves(data, seed) if "timestamp" in data else of_later(data, seed)


def _kinds(templates: list[Template]) -> set[str]:
    texts = [one if isinstance(one, str) else one[0] for one in templates]
    return {kind for kind in map(kind_of, texts) if kind}


_YEARS = buyers.Plan(days=728, season=buyers.CHRISTMAS)
_Family = Callable[..., pd.DataFrame]


def _family(name: str, study: str = "") -> _Family:
    if not study:
        return {"gamma": buyers.gamma_poisson, "clumpy": buyers.negative_binomial}[name]

    def draw(seed: int, customers: int, plan: buyers.Plan = buyers.STEADY) -> pd.DataFrame:
        return buyers.resampled(seed, customers, plan, study=study, broken={"periods"})

    return draw


_FAMILIES: dict[str, _Family] = {
    "gamma-Poisson": _family("gamma"),
    "clumpy, heavy tails": _family("clumpy"),
    "complete_journey, periods exchanged": _family("", "complete_journey"),
    "online_retail, periods exchanged": _family("", "online_retail"),
}


def _steady(draw: _Family, plan: buyers.Plan) -> Callable[[int, int, float], pd.DataFrame]:
    return lambda seed, customers, _: draw(seed, customers, plan)


def _planted(
    draw: _Family, plan: buyers.Plan, **effects: float
) -> Callable[[int, int, float], pd.DataFrame]:
    def make(seed: int, customers: int, effect: float) -> pd.DataFrame:
        planted: dict[str, Any] = {name: value * effect for name, value in effects.items()}
        return draw(seed, customers, replace(plan, **planted))

    return make


_UP = frozenset({"movement.net_up", "movement.movers_up", "movement.revenue_up"})
_DOWN = frozenset({"movement.net_down", "movement.movers_down", "movement.revenue_down"})
_LAST = buyers.Plan(moved_from=0.75, leave_from=0.75, leaving="at_once")
_LAST_OF_YEARS = replace(_YEARS, moved_from=0.75)


def _worlds() -> list[World]:
    listed = [
        World(f"no movement: {name}", name, _steady(draw, buyers.STEADY), false=MOVED)
        for name, draw in _FAMILIES.items()
    ]
    gamma, clumpy = _FAMILIES["gamma-Poisson"], _FAMILIES["clumpy, heavy tails"]
    turnover = buyers.Plan(turnover=0.3)
    listed.append(
        World("no movement: customers replaced", "turnover", _steady(gamma, turnover), false=MOVED)
    )
    for name, draw in (("gamma-Poisson", gamma), ("clumpy", clumpy)):
        season = f"season of two years, {name}"
        listed.append(World(f"no movement: {season}", season, _steady(draw, _YEARS), false=MOVED))
        for way, kinds in (("up", _UP), ("down", _DOWN)):
            listed.append(
                World(
                    f"moved {way}: {name}",
                    name,
                    _planted(draw, _LAST, **{f"moved_{way}": 0.2}),
                    true=kinds,
                    effect="20 % of the customers order "
                    f"{'twice' if way == 'up' else 'half'} as often in the last quarter",
                )
            )
        listed.append(
            World(
                f"customers leave: {name}",
                name,
                _planted(draw, _LAST, dropout=0.2),
                true=frozenset({"movement.active_down", "movement.revenue_down"}),
                effect="20 % of the customers leave at the beginning of the last quarter",
            )
        )
        listed.append(
            World(
                f"customers come: {name}",
                name,
                _planted(draw, buyers.STEADY, growth_customers=0.05),
                true=frozenset({"movement.active_up", "movement.revenue_up"}),
                effect="5 % more customers each month",
            )
        )
    listed.append(
        World(
            "moved up in a season: gamma-Poisson",
            "season",
            _planted(gamma, _LAST_OF_YEARS, moved_up=0.2),
            true=_UP,
            effect="20 % of the customers order twice as often in the last of four half-years",
        )
    )
    for name, draw in _FAMILIES.items():
        later = name.split(",")[0]
        listed.append(
            World(f"later no difference: {later}", f"later, {later}", _exchanged(draw), false=LATER)
        )
        listed.append(
            World(
                f"later more repeat: {later}",
                f"later, {later}",
                _exchanged(draw, repeat=0.05),
                true=frozenset({"later.repeat_differs"}),
                effect="5 points more customers of every other segment order again",
            )
        )
        listed.append(
            World(
                f"later more revenue: {later}",
                f"later, {later}",
                _exchanged(draw, spend=0.25),
                true=frozenset({"later.revenue_differs"}),
                effect="customers of every other segment spend 25 % more",
            )
        )
    return listed


TRIAL = Trial("movement", _worlds(), claims)
"""What the report says of movement, judged."""
