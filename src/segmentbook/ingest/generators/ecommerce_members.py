"""A synthetic customer table in place of a private one, with its dirt and planted groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

PULLED = date(2022, 8, 29)
"""The day on which the original was made."""

_OPENED = date(2018, 1, 8)
_GAPS = 0.004  # share of members without a date of their last order
_RESELLERS = 0.0006  # share of members who buy for a shop of their own


@dataclass(frozen=True)
class MemberGroup:
    """Members that behave alike.

    Attributes:
        name: What they are.
        share: Of all members.
        orders: Mean number of orders beyond the first.
        basket: Median money of an order, in IDR.
        recency: Mean days since the last order.
        tenure: Mean days from joining to the last order.
        discounts: Share of orders with a discount.
    """

    name: str
    share: float
    orders: float
    basket: int
    recency: float
    tenure: float
    discounts: float


MEMBER_GROUPS = (
    MemberGroup("buys often, lately and much", 0.09, 14.0, 520_000, 35, 800, 0.25),
    MemberGroup("buys at a discount", 0.24, 3.5, 260_000, 150, 500, 0.92),
    MemberGroup("joined lately", 0.27, 0.5, 310_000, 60, 40, 0.35),
    MemberGroup("bought once, long ago", 0.40, 0.25, 290_000, 620, 60, 0.12),
)
"""The planted groups."""


def ecommerce_members(rows: int, seed: int) -> pa.Table:
    """Make the members of a branded online shop, in the shape of a private export.

    Args:
        rows: Number of members, one row each; the original has 24,354.
        seed: Of every random number.

    Returns:
        `user_id`, `total_transaction`, `total_money_spent` (whole IDR), `tran_with_disc`,
        `last_order_date` (text, a few missing), `created_at` and `data_pulled_date` (texts), in the
        order of joining.
    """
    random = np.random.default_rng(seed)
    shares = [group.share for group in MEMBER_GROUPS]
    group = random.choice(len(MEMBER_GROUPS), size=rows, p=shares)

    def of(name: str) -> np.ndarray:
        return np.array([getattr(one, name) for one in MEMBER_GROUPS], dtype=float)[group]

    # Gamma-mixed counts are as uneven within a group as those of real customers.
    orders = 1 + random.poisson(of("orders") * random.gamma(2.0, 0.5, rows))
    reseller = random.random(rows) < _RESELLERS
    orders = np.where(reseller, orders + random.integers(80, 400, rows), orders)
    basket = of("basket") * np.exp(random.normal(0, 0.45, rows))
    spent = np.round(orders * basket * np.where(reseller, 4.0, 1.0), -2).astype(np.int64)
    discounted = random.binomial(orders, of("discounts"))
    whole = (PULLED - _OPENED).days
    since = 1 + random.gamma(1.4, of("recency") / 1.4).astype(int) % (whole - 1)
    tenure = np.where(
        orders > 1, random.gamma(1.8, of("tenure") / 1.8), random.integers(0, 20, rows)
    )
    joined = since + tenure.astype(int) % (whole - since + 1)
    seconds = random.integers(0, 86_400, rows)
    gap = random.random(rows) < _GAPS
    order = np.lexsort((seconds, -joined))
    last = [None if gap[i] else _day(int(since[i])) for i in order]
    created = [f"{_day(int(joined[i]))} {_clock(int(seconds[i]))}" for i in order]
    return pa.table(
        {
            "user_id": pa.array(np.arange(100_001, 100_001 + rows)),
            "total_transaction": pa.array(orders[order]),
            "total_money_spent": pa.array(spent[order]),
            "tran_with_disc": pa.array(discounted[order]),
            "last_order_date": pa.array(last, pa.string()),
            "created_at": pa.array(created, pa.string()),
            "data_pulled_date": pa.array([PULLED.isoformat()] * rows),
        }
    )


def _day(days_ago: int) -> str:
    return (PULLED - timedelta(days=days_ago)).isoformat()


def _clock(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
