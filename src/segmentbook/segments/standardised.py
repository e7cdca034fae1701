"""A segment's share of something against that of all other customers in the same months.

A segment that shops before Christmas buys Christmas goods: so do others at that time. The share that is
expected of a segment is that of all other customers month by month, weighted by the segment's own
months (indirect standardisation: Breslow and Day, Statistical Methods in Cancer Research II, 1987). The
index is the observed share divided by the expected one. Orders of one customer are alike, so customers
are the units of its interval (linearised variance of a ratio: Woodruff 1971).
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.core.comparisons import confidence
from segmentbook.core.engine import MONEY, frame
from segmentbook.core.privacy import MINIMUM

_Array = NDArray[np.float64]

WHOLE_PERIOD = 0
"""The month of what has no date."""


@dataclass(frozen=True)
class Sums:
    """Sums over the customers of each segment, from which shares and their variances follow.

    With S segments, P parts and M months; `x` is what a customer has of a part in a month, `t` what
    the customer has altogether in it.

    Args:
        segments: The numbers of the segments, rising.
        parts: The parts, sorted.
        x: Sums of x, shape (S, P, M).
        t: Sums of t, shape (S, M).
        xx: Sums of the products of x in two months, shape (S, P, M, M).
        xt: Sums of x in one month times t in another, shape (S, P, M, M).
        tt: Sums of the products of t in two months, shape (S, M, M).
        buyers: Customers with anything of a part, shape (S, P).
    """

    segments: list[int]
    parts: list[str]
    x: _Array
    t: _Array
    xx: _Array
    xt: _Array
    tt: _Array
    buyers: _Array


def month_of(lines: ir.Table) -> ir.IntegerValue:
    """Return the month of an order line as a number that counts months."""
    return lines.timestamp.year().cast("int64") * 12 + lines.timestamp.month().cast("int64")


def sums(values: ir.Table, totals: ir.Table, members: pd.DataFrame) -> Sums:
    """Add up customers in the engine; what returns has no row of a customer.

    Args:
        values: `customer`, `month`, `part` (text) and `value`; several rows of one kind are added.
        totals: `customer`, `month` and `total`, likewise.
        members: `customer` and `segment`.
    """
    own = ibis.memtable(members[["customer", "segment"]])
    x = (
        values.join(own, "customer")
        .group_by("segment", "customer", "part", "month")
        .aggregate(x=ibis._.value.sum().cast(MONEY))
        .cache()
    )
    t = (
        totals.join(own, "customer")
        .group_by("segment", "customer", "month")
        .aggregate(t=ibis._.total.sum().cast(MONEY))
        .cache()
    )
    ends = t.select("customer", other=t.month, end=t.t)
    tables = {
        "x": x.group_by("segment", "part", "month").aggregate(sum=x.x.sum()),
        "t": t.group_by("segment", "month").aggregate(sum=t.t.sum()),
        "xx": _products(x, x.select("customer", "part", other=x.month, end=x.x), "part"),
        "xt": _products(x, ends, "part"),
        "tt": _products(t, ends),
        "buyers": x.filter(x.x != 0)
        .group_by("segment", "part")
        .aggregate(sum=ibis._.customer.nunique()),
    }
    found = {name: frame(table) for name, table in tables.items()}
    segments = sorted(int(one) for one in members["segment"].unique())
    months = sorted(found["t"]["month"].unique())
    parts = sorted(found["x"]["part"].unique())
    axes = {"segment": segments, "part": parts, "month": months, "other": months}
    return Sums(segments, parts, **{name: _cube(table, axes) for name, table in found.items()})


def _products(one: ir.Table, other: ir.Table, *keys: str) -> ir.Table:
    """Add up, over customers, the products of two months."""
    [value] = {"x", "t"} & {*one.columns}
    shared = [key for key in ("customer", *keys) if key in other.columns]
    both = one.join(other, shared)
    return both.group_by("segment", *keys, "month", "other").aggregate(
        sum=(both[value] * both["end"]).sum()
    )


def _cube(table: pd.DataFrame, axes: dict[str, list[int] | list[str]]) -> _Array:
    """Return the sums of a table as an array with an axis for each of its keys."""
    keys = [key for key in axes if key in table.columns]
    cube = np.zeros([len(axes[key]) for key in keys])
    places = tuple(pd.Index(axes[key]).get_indexer(table[key]) for key in keys)
    cube[places] = table["sum"].to_numpy(dtype=float)
    return cube


def compare(of: Sums, minimum: int = MINIMUM) -> pd.DataFrame:
    """Compare every part of every segment with all other customers, with intervals that hold at once.

    Args:
        of: See `sums`.
        minimum: Parts that fewer customers of the segment, or of the others, have are not compared.

    Returns:
        A row for each comparison, by segment and part: `segment`, `part`, `share` of the segment,
        `expected` share, `index` (their ratio), `low` and `high`; the intervals of all rows hold at
        once with a probability of 1 - `comparisons.LEVEL`.
    """
    from scipy.stats import t as student

    rows = [
        row
        for place in range(len(of.segments))
        for row in _rows(of, place, minimum)
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["segment", "part", "share", "expected", "error", "buyers"])
    table["index"] = table["share"] / table["expected"]
    # Few customers carry the estimate of the variance: Student's quantile with their number.
    tail = (1 + confidence(len(table))) / 2
    reach = np.exp(student.ppf(tail, table["buyers"] - 1) * table["error"])
    table["low"], table["high"] = table["index"] / reach, table["index"] * reach
    return table[["segment", "part", "share", "expected", "index", "low", "high"]]


def _rows(of: Sums, place: int, minimum: int) -> list[tuple[int, str, float, float, float, float]]:
    """Return segment, part, share, expected share, error of the log index and its customers."""
    rest = [other for other in range(len(of.segments)) if other != place]
    t, others = of.t[place], of.t[rest].sum(axis=0)
    both = (t > 0) & (others > 0)  # a month in which nobody else orders has nothing to compare with
    if not rest or not both.any():
        return []
    rows = []
    for number, part in enumerate(of.parts):
        buyers = min(of.buyers[place, number], of.buyers[rest, number].sum())
        x, usual = of.x[place, number, both], of.x[rest, number][:, both].sum(axis=0)
        rates = usual / others[both]
        expected = float((t[both] * rates).sum())
        if buyers < max(minimum, 2) or x.sum() <= 0 or expected <= 0:
            continue
        own = _variance(of, [place], number, both, rates * x.sum() / expected, np.ones(both.sum()))
        away = _variance(of, rest, number, both, rates, t[both] / others[both])
        error = float(np.sqrt(own / x.sum() ** 2 + away / expected**2))
        size = t[both].sum()
        rows.append((of.segments[place], part, x.sum() / size, expected / size, error, buyers))
    return rows


def _variance(
    of: Sums, segments: list[int], part: int, months: NDArray[np.bool_], rates: _Array, weights: _Array
) -> float:
    """Return the sum over customers of (weighted sum over months of x - rate * t) squared."""
    box = np.ix_(months, months)
    xx = of.xx[segments, part].sum(axis=0)[box]
    xt = of.xt[segments, part].sum(axis=0)[box] * rates
    tt = of.tt[segments].sum(axis=0)[box] * np.outer(rates, rates)
    return max(float(weights @ (xx - xt - xt.T + tt) @ weights), 0.0)
