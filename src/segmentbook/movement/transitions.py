"""Who went where from one period to the next, and the money that moved with them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from segmentbook.movement.periods import Periods

NEW, RETURNED, LAPSED = "new", "returned", "lapsed"
"""States besides the segments: no order before, none in the period before, none in the period after."""

_MOVE = ["from", "to"]


def moves(states: pd.DataFrame, chosen: Periods) -> pd.DataFrame:
    """Follow every customer of two neighbouring periods from the earlier to the later.

    Args:
        states: One row per customer and period with an order in it: `customer`, `period`, `segment`,
            `monetary` and `first_order`.
        chosen: The periods.

    Returns:
        One row per customer and pair of periods: `period` (the later one), `from` (a segment, `NEW` or
        `RETURNED`), `to` (a segment or `LAPSED`), `before` and `after` (revenue in each period).
    """
    pairs = []
    for later in range(1, chosen.number):
        here = states[states["period"] == later].set_index("customer")
        there = states[states["period"] == later - 1].set_index("customer")
        both = there[["segment", "monetary"]].join(
            here[["segment", "monetary", "first_order"]], how="outer", suffixes=("_0", "_1")
        )
        known = pd.to_datetime(both["first_order"]) < pd.Timestamp(chosen.first_day(later))
        came = known.map({True: RETURNED, False: NEW})
        pairs.append(
            pd.DataFrame(
                {
                    "period": later,
                    "from": both["segment_0"]
                    .astype("object")
                    .where(both["segment_0"].notna(), came),
                    "to": both["segment_1"]
                    .astype("object")
                    .where(both["segment_1"].notna(), LAPSED),
                    "before": both["monetary_0"].astype(float).fillna(0.0),
                    "after": both["monetary_1"].astype(float).fillna(0.0),
                }
            )
        )
    return pd.concat(pairs, ignore_index=True)


def transitions(moved: pd.DataFrame, segments: int) -> pd.DataFrame:
    """Count the customers and the revenue of every move.

    Args:
        moved: See `moves`, of one pair of periods or of several.
        segments: Number of segments.

    Returns:
        A row for each pair of states that can follow one another, in order: `from`, `to`,
        `customers`, `before`, `after` (revenue in the earlier and the later period).
    """
    own = list(range(1, segments + 1))
    pairs: list[tuple[Any, Any]] = [(old, new) for old in own for new in [*own, LAPSED]]
    pairs += [(state, new) for state in (NEW, RETURNED) for new in own]
    counted = moved.groupby(_MOVE, sort=False).agg(
        customers=("before", "size"), before=("before", "sum"), after=("after", "sum")
    )
    every = pd.MultiIndex.from_tuples(pairs, names=_MOVE)
    table = counted.reindex(every, fill_value=0).reset_index()
    return table.astype({"customers": "int64", "before": "float64", "after": "float64"})


def matrix(table: pd.DataFrame, values: str, segments: int) -> pd.DataFrame:
    """Return transitions as a matrix: a row for each state before, a column for each after."""
    own: list[Any] = list(range(1, segments + 1))
    wide = table.pivot(index="from", columns="to", values=values)
    return wide.reindex(index=[*own, NEW, RETURNED], columns=[*own, LAPSED])


def metrics(moved: pd.DataFrame, rank: dict[int, int]) -> dict[str, Any]:
    """Return who stayed, rose, fell, left and came in one pair of periods, and what it was worth.

    Args:
        moved: See `moves`, of one pair of periods.
        rank: For each segment its rank by mean monetary value, 1 is the highest.

    Returns:
        For each of `stayed`, `upgraded`, `downgraded`, `lapsed`, `new` and `returned`: `moved_<kind>`
        (customers) and `moved_<kind>_money` (revenue after minus before). The money of all six is the
        change of revenue from the earlier period to the later.
    """
    before, after = moved["from"].map(rank), moved["to"].map(rank)
    kinds = {
        "stayed": before == after,
        "upgraded": after < before,
        "downgraded": after > before,
        "lapsed": moved["to"] == LAPSED,
        "new": moved["from"] == NEW,
        "returned": moved["from"] == RETURNED,
    }
    change = moved["after"] - moved["before"]
    values: dict[str, Any] = {}
    for kind, who in kinds.items():
        values[f"moved_{kind}"] = int(who.sum())
        values[f"moved_{kind}_money"] = float(change[who].sum())
    earlier = int(moved["from"].isin(list(rank)).sum())
    values["moved_lapsed_share"] = values["moved_lapsed"] / earlier if earlier else 0.0
    values["moved_change"] = float(change.sum())
    return values
