"""Who went where from one period to the next, and the money that moved with them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from segmentbook.core import privacy
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


def kind_of(old: Any, new: Any, rank: dict[int, int]) -> str:
    """Return what a move is: `stayed`, `upgraded`, `downgraded`, `lapsed`, `new` or `returned`.

    Args:
        old: A segment, `NEW` or `RETURNED`.
        new: A segment or `LAPSED`.
        rank: For each segment its rank by mean monetary value, 1 is the highest.
    """
    if new == LAPSED or old in (NEW, RETURNED):
        return LAPSED if new == LAPSED else str(old)
    if rank[old] == rank[new]:
        return "stayed"
    return "upgraded" if rank[new] < rank[old] else "downgraded"


def transitions(
    moved: pd.DataFrame, rank: dict[int, int], minimum: int = privacy.MINIMUM
) -> pd.DataFrame:
    """Count the customers and the revenue of every move.

    Args:
        moved: See `moves`, of one pair of periods.
        rank: See `kind_of`.
        minimum: Fewer customers are not shown.

    Returns:
        A row for each pair of states that can follow one another, in order: `from`, `to`, `kind`,
        `customers`, `before`, `after` (revenue in the earlier and the later period), and `hidden`:
        whether so few moved that they must not be shown, beside the sum of each kind.
    """
    own = sorted(rank)
    pairs: list[tuple[Any, Any]] = [(old, new) for old in own for new in [*own, LAPSED]]
    pairs += [(state, new) for state in (NEW, RETURNED) for new in own]
    counted = moved.groupby(_MOVE, sort=False).agg(
        customers=("before", "size"), before=("before", "sum"), after=("after", "sum")
    )
    every = pd.MultiIndex.from_tuples(pairs, names=_MOVE)
    table = counted.reindex(every, fill_value=0).reset_index()
    table = table.astype({"customers": "int64", "before": "float64", "after": "float64"})
    table.insert(2, "kind", [kind_of(old, new, rank) for old, new in pairs])
    return table.assign(
        hidden=privacy.small_cells(table["customers"], table["kind"], minimum=minimum)
    )


def matrix(table: pd.DataFrame, values: str) -> pd.DataFrame:
    """Return transitions as a matrix: a row for each state before, a column for each after."""
    own = [state for state in table["from"].unique() if state not in (NEW, RETURNED)]
    wide = table.pivot(index="from", columns="to", values=values)
    return wide.reindex(index=[*own, NEW, RETURNED], columns=[*own, LAPSED])


def metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return who stayed, rose, fell, left and came from one period to the next, and its worth.

    Args:
        table: See `transitions`.

    Returns:
        For each kind of move `moved_<kind>` (customers) and `moved_<kind>_money` (revenue after minus
        before); the money of all six kinds is `moved_change`, the change of revenue. Also
        `moved_lapsed_share` and `moved_stayed_share`, of the customers of the earlier period, and
        `moved`, the moves that may be shown.
    """
    change = table["after"] - table["before"]
    values: dict[str, Any] = {"moved_change": change.sum()}
    for kind in ("stayed", "upgraded", "downgraded", LAPSED, NEW, RETURNED):
        who = table["kind"] == kind
        values[f"moved_{kind}"] = int(table.loc[who, "customers"].sum())
        values[f"moved_{kind}_money"] = change[who].sum()
    earlier = table.loc[~table["from"].isin([NEW, RETURNED]), "customers"].sum()
    for kind in ("stayed", LAPSED):
        values[f"moved_{kind}_share"] = values[f"moved_{kind}"] / earlier if earlier else 0.0
    shown = table.loc[~table["hidden"], [*_MOVE, "kind", "customers"]]
    values["moved"] = shown.to_dict("records")
    return values
