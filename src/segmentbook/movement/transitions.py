"""Transitions of customers between segments from one period to the next, and their revenue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from segmentbook.core import privacy
from segmentbook.movement.periods import Periods

NEW, RETURNED, LAPSED = "new", "returned", "lapsed"
"""States besides the segments: first order in the later period, back after a period without an order,
no order in the later period."""

KINDS = ("stayed", "upgraded", "downgraded", LAPSED, NEW, RETURNED)
"""The kinds of transitions: each customer of two neighbouring periods makes one."""

ALL = "all"
"""The sum of all kinds in `by_kind`."""

_MOVE = ["from", "to"]


def moves(states: pd.DataFrame, chosen: Periods) -> pd.DataFrame:
    """Return the transition of every customer from each period to the next.

    Args:
        states: One row per customer and period with an order in it: `customer`, `period`, `segment`,
            `monetary` and `first_order`.
        chosen: The periods.

    Returns:
        One row per customer and pair of periods: `period` (the later one), `from` (a segment, `NEW` or
        `RETURNED`), `to` (a segment or `LAPSED`), `before` and `after` (revenue in either period).
    """
    pairs = []
    for later in range(1, chosen.number):
        here = states[states["period"] == later].set_index("customer")
        there = states[states["period"] == later - 1].set_index("customer")
        both = there[["segment", "monetary"]].merge(
            here[["segment", "monetary", "first_order"]],
            how="outer",
            left_index=True,
            right_index=True,
            suffixes=("_0", "_1"),
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


def kind_of(old: Any, new: Any, rank: Mapping[int, int]) -> str:
    """Return the kind of a transition, one of `KINDS`.

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
    moved: pd.DataFrame, rank: Mapping[int, int], minimum: int = privacy.MINIMUM
) -> pd.DataFrame:
    """Count the customers and the revenue of every transition.

    Args:
        moved: See `moves`, of one pair of periods.
        rank: See `kind_of`.
        minimum: Fewer customers are not shown.

    Returns:
        A row for each possible pair of states, in order: `from`, `to`, `kind`, `customers`, `before`,
        `after` (revenue in the earlier and the later period), and `hidden`: whether the number must
        not be shown beside the sum of its kind, see `privacy.small_cells`.
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


def hidden_kinds(table: pd.DataFrame, minimum: int = privacy.MINIMUM) -> set[str]:
    """Return the kinds of transitions that must not be shown beside the sum of all.

    Args:
        table: See `transitions`.
        minimum: Fewer customers are not shown.
    """
    kinds = table.groupby("kind")["customers"].sum()
    few = privacy.small_cells(kinds, pd.Series(0, kinds.index), minimum=minimum)
    return set(kinds.index[few])


def by_kind(table: pd.DataFrame, minimum: int = privacy.MINIMUM) -> pd.DataFrame:
    """Return customers and revenue before and after for each kind of transition, and for all.

    Args:
        table: See `transitions`.
        minimum: Kinds of fewer customers are missing values, see `hidden_kinds`.

    Returns:
        `kind` (one of `KINDS`, then `ALL`), `customers`, `before`, `after` (revenue in the earlier and
        the later period) and `change` (after minus before).
    """
    numbers = ["customers", "before", "after"]
    kinds = table.groupby("kind")[numbers].sum().reindex(list(KINDS), fill_value=0)
    every = kinds.sum()
    kinds = kinds.astype(float)
    kinds.loc[sorted(hidden_kinds(table, minimum))] = float("nan")
    kinds.loc[ALL] = every
    return kinds.assign(change=kinds["after"] - kinds["before"]).reset_index()


def transition_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return how many customers stayed, rose, fell, lapsed and came, and the revenue of each kind.

    Args:
        table: See `transitions`.

    Returns:
        For each kind `moved_<kind>` (customers) and `moved_<kind>_money` (revenue after minus before),
        which add up to `moved_change`, the change of revenue. Also `moved_downgraded_decrease` (revenue
        before minus after), `moved_lapsed_share` and `moved_stayed_share` of the customers of the
        earlier period, and `moved`, the transitions that may be shown.
    """
    change = table["after"] - table["before"]
    values: dict[str, Any] = {"moved_change": change.sum()}
    for kind in KINDS:
        who = table["kind"] == kind
        values[f"moved_{kind}"] = int(table.loc[who, "customers"].sum())
        values[f"moved_{kind}_money"] = change[who].sum()
    values["moved_downgraded_decrease"] = -values["moved_downgraded_money"]
    earlier = table.loc[~table["from"].isin([NEW, RETURNED]), "customers"].sum()
    for kind in ("stayed", LAPSED):
        values[f"moved_{kind}_share"] = values[f"moved_{kind}"] / earlier if earlier else 0.0
    shown = table.loc[~table["hidden"], [*_MOVE, "kind", "customers"]]
    values["moved"] = shown.to_dict("records")
    return values
