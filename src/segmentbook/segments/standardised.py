"""A segment's share of something against that of all other customers in comparable orders.

A segment that shops before Christmas buys Christmas goods: so do others at that time. The share that
is expected of a segment is that of all other customers, month by month, weighted by the segment's own
months (indirect standardisation: Breslow and Day, Statistical Methods in Cancer Research II, 1987). The
index is the observed share divided by the expected one. Orders of one customer are alike, so customers
are the units of its interval (linearised variance of a ratio: Woodruff, 1971).

Segments that are made from what customers spend hold, for that alone, those who happened to buy what is
dear. Within orders of the same month *and* of about the same value it is the other way round: where a
usual spender had to buy something dear to get there, a big spender had not. So both comparisons are
made, and the interval is the range of their two intervals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.core.comparisons import confidence
from segmentbook.core.engine import MONEY, frame
from segmentbook.core.privacy import MINIMUM

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_Array = NDArray[np.float64]

VALUE_CLASSES = 20
"""Orders are divided by their value into at most so many classes of about the same size."""

_IN_STRATUM = 20
"""Orders that a stratum should hold on average; with fewer orders there are fewer classes."""

_FARTHEST = 50.0  # ends of intervals of the logarithm; no larger ones matter

COLUMNS = ("segment", "part", "share", "expected", "index", "low", "high")


def orders(lines: ir.Table) -> ir.Table:
    """Return one row for each order with its stratum: `customer`, `order`, `stratum` and `value`."""
    month = lines.timestamp.year().cast("int64") * 12 + lines.timestamp.month().cast("int64")
    each = lines.group_by("customer", "order").aggregate(
        month=month.min(), value=lines.amount.sum().cast(MONEY)
    )
    counted = frame(each.aggregate(orders=each.count(), months=each.month.nunique())).iloc[0]
    return _with_stratum(each, int(counted["orders"]), int(counted["months"])).drop("month")


def customers(totals: ir.Table) -> ir.Table:
    """Add the stratum to a table with one row for each customer, by her `value`."""
    counted = frame(totals.aggregate(rows=totals.count())).iloc[0]
    return _with_stratum(totals.mutate(month=ibis.literal(0)), int(counted["rows"]), 1).drop(
        "month"
    )


def value_classes(rows: int, months: int) -> int:
    """Return into how many classes of value so many orders of so many months are divided."""
    return int(np.clip(rows // (_IN_STRATUM * max(months, 1)), 1, VALUE_CLASSES))


def _with_stratum(each: ir.Table, rows: int, months: int) -> ir.Table:
    """Add the stratum: the month times `VALUE_CLASSES`, plus the class of the value."""
    classes = value_classes(rows, months)
    # Equal values are in one class, so that neither order nor spelling of ids decides.
    rank = ibis.percent_rank().over(order_by=each["value"])
    place = ibis.least((rank * classes).floor().cast("int64"), ibis.literal(classes - 1))
    return each.mutate(stratum=each.month * VALUE_CLASSES + place)


def compare(
    values: ir.Table, totals: ir.Table, members: pd.DataFrame, minimum: int = MINIMUM
) -> pd.DataFrame:
    """Compare every part of every segment with all other customers, with intervals that hold at once.

    Args:
        values: `customer`, `stratum`, `part` (text) and `value`; several rows of one kind are added.
        totals: `customer`, `stratum` and `value`: what the parts are shares of; likewise.
        members: `customer` and `segment`.
        minimum: Parts that fewer customers of the segment, or of the others, have are not compared.

    Returns:
        A row for each comparison, by segment and part: `segment`, `part`, `share` of the segment in the
        months that others have as well, `expected` share, `index` (their ratio), and `low` and `high`,
        which hold for months alone and for months and values; the intervals of all rows hold at once
        with a probability of 1 - `comparisons.LEVEL`.
    """
    each = _added(values, "customer", "stratum", "part")
    return compare_frames(each, _added(totals, "customer", "stratum"), members, minimum)


def compare_frames(
    values: pd.DataFrame, totals: pd.DataFrame, members: pd.DataFrame, minimum: int = MINIMUM
) -> pd.DataFrame:
    """Do what `compare` does with what the engine has added up, one row of each kind."""
    month = {"stratum": lambda table: table["stratum"] // VALUE_CLASSES}
    by_month = _within(values.assign(**month), totals.assign(**month), members, minimum)
    by_value = _within(values, totals, members, minimum)
    both = by_month.merge(by_value, on=["segment", "part"], suffixes=("", "_value"))
    both["low"] = both[["low", "low_value"]].min(axis=1)
    both["high"] = both[["high", "high_value"]].max(axis=1)
    return both[[*COLUMNS]]


def _within(
    values: pd.DataFrame, totals: pd.DataFrame, members: pd.DataFrame, minimum: int
) -> pd.DataFrame:
    """Compare within strata."""
    from scipy.stats import t as student

    of = _cells(values, totals, members)
    rows = [row for segment in sorted(set(of.segment)) for row in _rows(of, segment, minimum)]
    table = pd.DataFrame(rows, columns=[*COLUMNS[:4], "error", "carriers"])
    # Where a few customers carry the estimate of the variance, so few are its degrees of freedom.
    tail = (1 + confidence(len(table))) / 2
    quantile = student.ppf(tail, np.maximum(table["carriers"] - 1, 1))
    reach = np.exp(np.minimum(quantile * table["error"], _FARTHEST))
    table["index"] = table["share"] / table["expected"]
    table["low"], table["high"] = table["index"] / reach, table["index"] * reach
    return table


def _added(table: ir.Table, *keys: str) -> pd.DataFrame:
    added = table.group_by(*keys).aggregate(value=table["value"].sum().cast(MONEY))
    return frame(added.order_by(*keys))


@dataclass(frozen=True)
class _Cells:
    """What customers have of each part, and altogether, in each stratum.

    Args:
        segment: The segment of each customer, shape (customers,).
        totals: What customers have altogether, shape (customers, strata).
        parts: For each part customers and strata, as numbers, and values.
    """

    segment: NDArray[np.int64]
    totals: csr_array
    parts: dict[str, tuple[NDArray[np.int64], NDArray[np.int64], _Array]]


def _cells(values: pd.DataFrame, totals: pd.DataFrame, members: pd.DataFrame) -> _Cells:
    from scipy.sparse import csr_array

    members = members.sort_values("customer")
    known = pd.Index(members["customer"])
    strata = pd.Index(sorted(totals["stratum"].unique()))
    totals = totals[totals["customer"].isin(known)]
    values = values[values["customer"].isin(known)]
    shape = (len(known), len(strata))
    who, where = known.get_indexer(totals["customer"]), strata.get_indexer(totals["stratum"])
    matrix = csr_array((totals["value"].to_numpy(dtype=float), (who, where)), shape=shape)
    coded = pd.DataFrame(
        {
            "who": known.get_indexer(values["customer"]),
            "where": strata.get_indexer(values["stratum"]),
            "value": values["value"].to_numpy(dtype=float),
        },
        index=values.index,
    )
    parts = {
        str(part): (rows["who"].to_numpy(), rows["where"].to_numpy(), rows["value"].to_numpy())
        for part, rows in coded.groupby(values["part"])
    }
    return _Cells(members["segment"].to_numpy(dtype=np.int64), matrix, parts)


def _rows(of: _Cells, segment: int, minimum: int) -> list[tuple[Any, ...]]:
    """Return segment, part, share, expected share, error of the log index and who carries it."""
    own, strata = of.segment == segment, of.totals.shape[1]
    t, others = of.totals[own].sum(axis=0), of.totals[~own].sum(axis=0)
    both = (t > 0) & (others > 0)  # what nobody else has cannot be compared
    size = t[both].sum()
    if not size > 0:
        return []
    weights = np.where(both, t / np.where(both, others, 1), 0.0)
    rows = []
    for part, (who, where, value) in of.parts.items():
        mine, seen = own[who], both[where]
        buyers = [len(np.unique(who[side & (value != 0)])) for side in (mine, ~mine)]
        x = value[mine & seen].sum()
        usual = np.bincount(where[~mine], value[~mine], strata)
        rates = np.where(both, usual / np.where(both, others, 1), 0.0)
        expected = float(rates @ t)
        if min(buyers) < max(minimum, 2) or x <= 0 or expected <= 0:
            continue
        weight = np.where(mine, seen / x, -weights[where] / expected)
        usual_of = of.totals @ np.column_stack([rates / expected, weights * rates / expected])
        deviation = np.bincount(who, weight * value, len(own))
        deviation += np.where(own, -usual_of[:, 0], usual_of[:, 1])
        square = deviation**2
        carriers = square.sum() ** 2 / (square**2).sum()
        error = float(np.sqrt(square.sum()))
        rows.append((segment, part, x / size, expected / size, error, carriers))
    return rows
