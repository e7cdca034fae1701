"""Synthetic order lines: families of buyers, and what may be planted in them.

A family draws buyers in a steady state: nobody comes, leaves, or changes. A `Plan` says what is
planted on top by leaving out orders (season, trend, dropout, movement), so that a plan means the
same in every family. One order has one line unless products are asked for.

    frame = buyers.gamma_poisson(seed, 2_000, buyers.Plan(growth_orders=0.03))
    table = buyers.lines(frame)       # an ibis table, money as DECIMAL
    view = buyers.rfm_view(frame)     # the customer view in pandas, without the engine
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.worlds import marginals
from segmentbook.core.engine import MONEY

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MONTH = 365.25 / 12
"""Days; growth is per month of this length."""

CHRISTMAS = (0.8, 0.8, 0.9, 0.9, 1.0, 0.9, 0.9, 0.9, 1.0, 1.1, 1.5, 1.3)
"""The season of a gift shop, January to December."""

SHOP_WEEK = (0.9, 0.8, 0.8, 0.9, 1.1, 1.4, 1.1)
"""Monday to Sunday, of a grocer."""

Break = Literal["periods", "months", "days", "values", "customers"]
"""What `resampled` destroys on purpose.

`periods`: each customer's quarters of 91 days change places, so that nobody moves on balance;
`months`: blocks of 28 days change places, the same for all, so that no trend is left; `days`: every
order falls on any day, so that neither season nor habit is left; `values`: orders change their values
among all customers; `customers`: every order is given to any customer, so that all are alike.
"""


@dataclass(frozen=True)
class Plan:
    """What is planted. The defaults plant nothing: a steady state without a season.

    Args:
        start: The first day.
        days: Length of the export; `resampled` keeps its study's last days, at most all.
        season: Twelve factors, January to December; empty for none.
        week: Seven factors, Monday to Sunday; empty for none.
        growth_customers: Monthly growth of the number of customers who are there, 0.1 for 10 %; where
            positive, customers come, where negative, they leave.
        growth_orders: Monthly growth of the orders of a customer.
        growth_value: Monthly growth of the value of an order.
        turnover: Share of the customers who leave in the time of the export, each replaced by a new
            one, so that their number is steady.
        dropout: Share of the customers who leave for good in the time of the export, not replaced.
        leaving: When they do: at a `constant` hazard; `after_orders`, each order being the last with
            the same probability for one customer, which differs between customers, as in BG/NBD; or
            all `at_once`.
        leave_from: Where they leave at once: the share of the export that has passed.
        moved_up: Share of the customers who order `factor` times as often from `moved_from` on.
        moved_down: Share who order that much less often.
        factor: See `moved_up`.
        moved_from: The share of the export that has passed.
        dependence: Correlation of a customer's order rate and mean order value, both as normal
            scores; None for that of the family.
        products: Number of products; 0 for none. An order then has one line or more, and each product
            belongs to one of eight categories.
        taste: Probability that a line is from the customer's own category, not from any.
    """

    start: date = date(2023, 1, 2)
    days: int = 364
    season: tuple[float, ...] = ()
    week: tuple[float, ...] = ()
    growth_customers: float = 0.0
    growth_orders: float = 0.0
    growth_value: float = 0.0
    turnover: float = 0.0
    dropout: float = 0.0
    leaving: Literal["constant", "after_orders", "at_once"] = "constant"
    leave_from: float = 0.5
    moved_up: float = 0.0
    moved_down: float = 0.0
    factor: float = 2.0
    moved_from: float = 0.5
    dependence: float | None = None
    products: int = 0
    taste: float = 0.0


STEADY = Plan()


@dataclass
class _Drawn:
    """Orders before a plan: the customer's number, day and value of each."""

    customer: Integers
    day: Integers
    amount: Floats
    start: pd.Timestamp
    days: int
    customers: int = 0

    def keep(self, kept: NDArray[np.bool_]) -> None:
        self.customer, self.day, self.amount = (
            self.customer[kept],
            self.day[kept],
            self.amount[kept],
        )


# ---------------------------------------------------------------- families


def gamma_poisson(
    seed: int,
    customers: int,
    plan: Plan = STEADY,
    *,
    orders: float = 6.0,
    shape: float = 1.0,
    value: float = 40.0,
) -> pd.DataFrame:
    """Draw memoryless buyers whose rates follow a gamma distribution.

    Args:
        seed: Seed of the draw.
        customers: How many have an order.
        plan: What is planted.
        orders: Mean number of orders of a customer in the time of the export, before the plan.
        shape: Of the gamma distribution; the larger, the more alike the customers.
        value: Mean value of an order; values of a customer are gamma distributed about her own mean.

    Returns:
        `customer` and `order` (str), `timestamp` (datetime64[us]), `amount` (two decimals, above 0),
        and `product`, `product_name`, `category`, `channel` and `place` where there are products; by
        day.
    """

    def draw(random: np.random.Generator, count: int) -> _Drawn:
        rates, means = _pair(random, count, plan.dependence or 0.0)
        number = random.poisson(_boost(plan) * orders * _gamma(rates, shape))
        who = np.repeat(np.arange(count), number)
        mean = value * _gamma(means, 4.0)[who]
        return _Drawn(
            who,
            random.integers(0, plan.days, len(who)),
            random.gamma(3.0, mean / 3.0),
            pd.Timestamp(plan.start),
            plan.days,
        )

    return _planted(draw, seed, customers, plan)


def negative_binomial(
    seed: int, customers: int, plan: Plan = STEADY, *, orders: float = 6.0, value: float = 60.0
) -> pd.DataFrame:
    """Draw clumpy buyers: overdispersed counts that go with heavy-tailed values of orders.

    Rates are a gamma of shape 0.6; values lognormal, with a Pareto tail of index 1.8 for one order in
    fifty; who orders often spends more per order (correlation 0.5). Orders come in clumps of a few
    days, and some days of the shop are much busier than others.

    Args:
        seed: Seed of the draw.
        customers: How many have an order.
        plan: What is planted.
        orders: Mean number of orders of a customer, before the plan.
        value: Median value of an order.

    Returns:
        As `gamma_poisson`.
    """

    def draw(random: np.random.Generator, count: int) -> _Drawn:
        dependence = 0.5 if plan.dependence is None else plan.dependence
        rates, means = _pair(random, count, dependence)
        visits = random.poisson(_boost(plan) * orders / 1.5 * _gamma(rates, 0.6))
        parent = np.repeat(np.arange(count), visits)
        busy = np.cumsum(random.gamma(4.0, size=plan.days))
        day = np.searchsorted(busy, random.uniform(0, busy[-1], len(parent)))
        again = random.poisson(0.5, len(parent))
        later = np.repeat(day, again) + random.geometric(0.3, int(again.sum()))
        who = np.concatenate([parent, np.repeat(parent, again)])
        # What falls behind the end comes round to the beginning, so that no day is special.
        when = np.concatenate([day, later % plan.days]).astype(np.int64)
        amount = value * np.exp(0.6 * means[who] + 0.7 * random.standard_normal(len(who)))
        heavy = random.uniform(size=len(who)) < 0.02
        amount[heavy] *= 3 * (1 + random.pareto(1.8, int(heavy.sum())))
        return _Drawn(who, when, amount, pd.Timestamp(plan.start), plan.days)

    return _planted(draw, seed, customers, plan)


def resampled(
    seed: int,
    customers: int,
    plan: Plan = STEADY,
    *,
    study: str = "complete_journey",
    broken: frozenset[Break] | set[Break] = frozenset(),
) -> pd.DataFrame:
    """Draw real customers with their own order days and values, with replacement.

    Season, autocorrelation and whatever else is in the study are kept, but for what is broken on
    purpose. The dates are the study's; the plan's season and week come on top of its own.

    Args:
        seed: Seed of the draw.
        customers: How many have an order.
        plan: What is planted.
        study: See `marginals.STUDIES`.
        broken: What is destroyed, see `Break`.

    Returns:
        As `gamma_poisson`.

    Raises:
        MissingStudyError: If the study's export is not on this machine.
    """
    real = marginals.orders(study)
    days = min(plan.days, real.days) if plan.days != STEADY.days else real.days
    first = real.days - days
    counts = np.bincount(real.customer, minlength=real.customers)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])

    def draw(random: np.random.Generator, count: int) -> _Drawn:
        chosen = random.integers(0, real.customers, count)
        number = counts[chosen]
        who = np.repeat(np.arange(count), number)
        within = np.arange(len(who)) - np.repeat(np.cumsum(number) - number, number)
        place = np.repeat(starts[chosen], number) + within
        start = real.start + pd.Timedelta(days=first)
        drawn = _Drawn(who, real.day[place] - first, real.amount[place], start, days)
        drawn.keep(drawn.day >= 0)
        _break(drawn, random, count, broken)
        return drawn

    return _planted(draw, seed, customers, plan)


# ---------------------------------------------------------------- what methods take


def lines(frame: pd.DataFrame) -> ir.Table:
    """Return order lines as the methods take them: an Ibis table whose money is DECIMAL."""
    table = ibis.memtable(frame)
    return table.mutate(amount=table.amount.round(2).cast(MONEY))


def reference(frame: pd.DataFrame) -> date:
    """Return the date that days count to: the day after the last order."""
    last: date = (frame["timestamp"].max().normalize() + pd.Timedelta(days=1)).date()
    return last


def rfm_view(frame: pd.DataFrame, at: date | None = None) -> pd.DataFrame:
    """Return what `features.rfm` returns, calculated in pandas.

    Args:
        frame: Order lines.
        at: The date that days count to; by default the day after the last order.

    Returns:
        `customer`, `frequency`, `monetary` (float), `first_order`, `last_order` (datetime64) and
        `recency`, by customer.
    """
    day = frame["timestamp"].dt.normalize()
    grouped = frame.assign(day=day).groupby("customer", sort=True)
    view = grouped.agg(
        frequency=("order", "nunique"),
        monetary=("amount", "sum"),
        first_order=("day", "min"),
        last_order=("day", "max"),
    )
    view["recency"] = (pd.Timestamp(at or reference(frame)) - view["last_order"]).dt.days
    return view.assign(monetary=view["monetary"].round(2)).reset_index()


# ---------------------------------------------------------------- the plan


def _planted(
    draw: Callable[[np.random.Generator, int], _Drawn], seed: int, customers: int, plan: Plan
) -> pd.DataFrame:
    """Draw buyers, plant what is planned, and keep as many customers as were asked for."""
    random = np.random.default_rng(seed)
    count = int(customers * 1.3) + 50
    while True:
        drawn = draw(random, count)
        order = np.argsort(drawn.day, kind="stable")
        drawn.customer, drawn.day, drawn.amount = (
            drawn.customer[order], drawn.day[order], drawn.amount[order],
        )  # fmt: skip
        _plant(drawn, random, count, plan)
        seen = np.bincount(drawn.customer, minlength=count) > 0
        if seen.sum() >= customers:
            break
        count = int(count * max(1.2, 1.2 * customers / max(int(seen.sum()), 1)))
    number = np.cumsum(seen) - 1
    drawn.keep(number[drawn.customer] < customers)
    drawn.customer, drawn.customers = number[drawn.customer], customers
    frame = _frame(drawn, random)
    return _with_products(frame, drawn.customer, random, plan) if plan.products else frame


def _plant(drawn: _Drawn, random: np.random.Generator, count: int, plan: Plan) -> None:
    months = np.arange(drawn.days) / MONTH
    weight = _season(drawn.start, drawn.days, plan)
    share = (weight / weight.max())[drawn.day]
    share *= _moved(drawn, random, count, plan)
    kept = random.uniform(size=len(share)) < share
    came, left = _lifetimes(drawn, random, count, plan)
    kept &= (drawn.day >= came[drawn.customer]) & (drawn.day < left[drawn.customer])
    drawn.keep(kept)
    if plan.dropout and plan.leaving == "after_orders":
        _leave_after_orders(drawn, random, count, plan.dropout)
    drawn.amount = drawn.amount * (1 + plan.growth_value) ** months[drawn.day]


def _season(start: pd.Timestamp, length: int, plan: Plan) -> Floats:
    """Return the weight of each day."""
    days = pd.date_range(start, periods=length)
    weight = np.ones(length)
    if plan.season:
        weight *= np.asarray(plan.season)[days.month.to_numpy() - 1]
    if plan.week:
        weight *= np.asarray(plan.week)[days.day_of_week.to_numpy()]
    return weight * (1 + plan.growth_orders) ** (np.arange(length) / MONTH)


def _boost(plan: Plan) -> float:
    """Return how many times as many orders are drawn, so that the mean stays after thinning."""
    weight = _season(pd.Timestamp(plan.start), plan.days, plan)
    return float(weight.max() / weight.mean())


def _moved(drawn: _Drawn, random: np.random.Generator, count: int, plan: Plan) -> Floats:
    """Return the share of each customer's orders that movement leaves, order by order."""
    if not plan.moved_up and not plan.moved_down:
        return np.ones(len(drawn.day))
    kind = random.uniform(size=count)[drawn.customer]
    up = kind < plan.moved_up
    down = (kind >= plan.moved_up) & (kind < plan.moved_up + plan.moved_down)
    late = drawn.day >= plan.moved_from * drawn.days
    return np.where((up & ~late) | (down & late), 1 / plan.factor, 1.0)


def _lifetimes(
    drawn: _Drawn, random: np.random.Generator, count: int, plan: Plan
) -> tuple[Floats, Floats]:
    """Return the first day of each customer, and the day from which she is gone."""
    came, left = np.zeros(count), np.full(count, np.inf)
    if plan.growth_customers:
        # Of those who are there at one end, (1 + growth) ** -months are there at the other.
        there = -np.log(random.uniform(size=count)) / abs(np.log1p(plan.growth_customers)) * MONTH
        if plan.growth_customers > 0:
            came = np.maximum(drawn.days - there, 0)
        else:
            left = there
    if plan.turnover:
        hazard = -np.log1p(-plan.turnover) / drawn.days
        new = random.uniform(size=count) > 1 / (1 + hazard * drawn.days)
        came = np.where(new, random.uniform(0, drawn.days, count), came)
        left = np.minimum(left, came + random.exponential(1 / hazard, count))
    if plan.dropout and plan.leaving == "constant":
        hazard = -np.log1p(-plan.dropout) / drawn.days
        left = np.minimum(left, came + random.exponential(1 / hazard, count))
    if plan.dropout and plan.leaving == "at_once":
        gone = random.uniform(size=count) < plan.dropout
        left = np.where(gone, np.minimum(left, plan.leave_from * drawn.days), left)
    return came, left


def _leave_after_orders(
    drawn: _Drawn, random: np.random.Generator, count: int, share: float
) -> None:
    """Leave out the orders after a customer's last.

    An order of hers is the last with a probability that differs between customers as Beta(1, b); b is
    such that this share of the customers loses an order.
    """
    from scipy.optimize import brentq

    # Orders are by time, so the rank within the customer is her order's number.
    rank = pd.Series(drawn.customer).groupby(drawn.customer).cumcount().to_numpy()
    more = np.bincount(drawn.customer)
    more = more[more > 0] - 1

    def lost(log_b: float) -> float:
        return float(np.mean(more / (np.exp(log_b) + more))) - share

    b = np.exp(brentq(lost, -20, 20)) if lost(-20) > 0 else np.exp(-20)
    last = random.geometric(np.clip(random.beta(1.0, b, count), 1e-12, 1.0))
    drawn.keep(rank < last[drawn.customer])


def _break(
    drawn: _Drawn, random: np.random.Generator, count: int, broken: frozenset[Break] | set[Break]
) -> None:
    if "periods" in broken:
        # Counted back from the end, as periods are; what is left over at the beginning goes.
        number = drawn.days // 91
        drawn.day = drawn.day - (drawn.days - number * 91)
        drawn.start += pd.Timedelta(days=drawn.days - number * 91)
        drawn.days = number * 91
        drawn.keep(drawn.day >= 0)
        places = np.argsort(random.uniform(size=(count, number)), axis=1)
        drawn.day = places[drawn.customer, drawn.day // 91] * 91 + drawn.day % 91
    if "months" in broken:
        number = drawn.days // 28
        drawn.keep(drawn.day < number * 28)
        drawn.days = number * 28
        drawn.day = random.permutation(number)[drawn.day // 28] * 28 + drawn.day % 28
    if "days" in broken:
        drawn.day = random.integers(0, drawn.days, len(drawn.day))
    if "customers" in broken:
        drawn.customer = random.integers(0, count, len(drawn.day))
    if "values" in broken:
        drawn.amount = random.permutation(drawn.amount)


# ---------------------------------------------------------------- the frame


def _frame(drawn: _Drawn, random: np.random.Generator) -> pd.DataFrame:
    count = len(drawn.day)
    minute = np.clip(random.normal(14 * 60, 150, count), 0, 1439).astype(np.int64)
    start = np.datetime64(drawn.start.date(), "us")
    stamp = start + (drawn.day * 1440 + minute) * np.timedelta64(60_000_000, "us")
    ids = np.array([f"c{number:06d}" for number in range(drawn.customers)], dtype=object)
    return pd.DataFrame(
        {
            "customer": pd.Series(ids[drawn.customer], dtype="str"),
            "order": pd.Series(np.char.add("o", np.arange(count).astype(str)), dtype="str"),
            "timestamp": stamp,
            "amount": np.maximum(drawn.amount.round(2), 0.01),
        }
    )


def _with_products(
    frame: pd.DataFrame, customer: Integers, random: np.random.Generator, plan: Plan
) -> pd.DataFrame:
    """Split each order into lines of products; popularity falls as Zipf's law."""
    number = 1 + random.poisson(1.5, len(frame))
    row = np.repeat(np.arange(len(frame)), number)
    split = random.gamma(2.0, size=len(row))
    split /= np.bincount(row, split)[row]
    popular = np.cumsum(1 / np.arange(1, plan.products + 1))
    product = np.searchsorted(popular, random.uniform(0, popular[-1], len(row)))
    own = random.integers(0, 8, int(customer.max()) + 1)[customer][row]
    liked = random.uniform(size=len(row)) < plan.taste
    # The product of the own category next to the one drawn: its popularity stays about the same.
    product = np.where(liked, product - product % 8 + own, product) % plan.products
    online = random.uniform(size=len(frame)) < 0.3
    place = random.integers(0, 5, int(customer.max()) + 1)[customer]
    names = np.array([f"Product {n + 1}" for n in range(plan.products)], dtype=object)
    table = frame.iloc[row].reset_index(drop=True)
    table["amount"] = np.maximum((table["amount"] * split).round(2), 0.01)
    return table.assign(
        product=pd.Series(np.char.add("p", product.astype(str)), dtype="str"),
        product_name=pd.Series(names[product], dtype="str"),
        category=pd.Series(np.char.add("Category ", (product % 8 + 1).astype(str)), dtype="str"),
        channel=pd.Series(np.where(online, "online", "shop")[row], dtype="str"),
        place=pd.Series(np.char.add("Place ", (place + 1).astype(str))[row], dtype="str"),
    )


# ---------------------------------------------------------------- random numbers


def _pair(random: np.random.Generator, count: int, correlation: float) -> tuple[Floats, Floats]:
    """Return two columns of normal scores with this correlation."""
    first, other = random.standard_normal((2, count))
    return first, correlation * first + np.sqrt(1 - correlation**2) * other


def _gamma(scores: Floats, shape: float) -> Floats:
    """Return gamma variables of mean 1 at these normal scores."""
    from scipy.special import gammaincinv, ndtr

    return np.asarray(gammaincinv(shape, ndtr(scores)) / shape)
