"""Transitions of customers between bands of spending from one period to another, and their revenue."""

from __future__ import annotations

from typing import Any

import pandas as pd

from segmentbook.core import privacy
from segmentbook.eda.window import Window
from segmentbook.movement.periods import Periods

NEW, RETURNED, CAME, ABSENT = "new", "returned", "came", "absent"
"""States besides the bands: first order in the later period; an order before, but none in the earlier
period; one of both, where the export begins too late to know which; no order in the later period."""

KINDS = ("stayed", "up", "down", ABSENT, NEW, RETURNED, CAME)
"""The kinds of transitions: each customer of two periods makes one."""

ALL = "all"
"""The sum of all kinds in `by_kind`."""

_MOVE = ["from", "to"]
_CAME = [NEW, RETURNED, CAME]


def moves(
    states: pd.DataFrame, chosen: Periods, known: Window, earlier: int, later: int
) -> pd.DataFrame:
    """Return the transition of every customer from one period to another.

    Args:
        states: One row per customer and period with an order in it: `customer`, `period`, `band`,
            `monetary` and `first_order`.
        chosen: The periods.
        known: See `window.window`.
        earlier: Number of the earlier period.
        later: Number of the later period.

    Returns:
        One row per customer with an order in either: `customer`, `from` (a band, or how the customer
        came), `to` (a band or `ABSENT`), `before` and `after` (revenue in either period).
    """
    here = states[states["period"] == later].set_index("customer")
    there = states[states["period"] == earlier].set_index("customer")
    both = there[["band", "monetary"]].merge(
        here[["band", "monetary", "first_order"]],
        how="outer",
        left_index=True,
        right_index=True,
        suffixes=("_0", "_1"),
    )
    begin = chosen.first_day(later)
    before = pd.to_datetime(both["first_order"]) < pd.Timestamp(begin)
    came = before.map({True: RETURNED, False: NEW})
    if earlier != later - 1 or not known.knows_new_from(begin):
        came = came.mask(came.notna(), CAME)
    old, new = both["band_0"].astype("object"), both["band_1"].astype("object")
    return pd.DataFrame(
        {
            "customer": both.index,
            "from": old.where(both["band_0"].notna(), came),
            "to": new.where(both["band_1"].notna(), ABSENT),
            "before": both["monetary_0"].astype(float).fillna(0.0),
            "after": both["monetary_1"].astype(float).fillna(0.0),
        }
    ).reset_index(drop=True)


def kind_of(old: Any, new: Any) -> str:
    """Return the kind of a transition, one of `KINDS`.

    Args:
        old: A band (1 is the highest), or how the customer came.
        new: A band or `ABSENT`.
    """
    if new == ABSENT or old in _CAME:
        return ABSENT if new == ABSENT else str(old)
    if old == new:
        return "stayed"
    return "up" if new < old else "down"


def transitions(moved: pd.DataFrame, bands: int, minimum: int = privacy.MINIMUM) -> pd.DataFrame:
    """Count the customers and the revenue of every transition.

    Args:
        moved: See `moves`.
        bands: Number of bands.
        minimum: Fewer customers are not shown.

    Returns:
        A row for each possible pair of states, in order: `from`, `to`, `kind`, `customers`, `before`,
        `after` (revenue in the earlier and the later period), and `hidden`: whether the number must
        not be shown beside the sum of its kind, see `privacy.small_cells`.
    """
    own = range(1, bands + 1)
    pairs: list[tuple[Any, Any]] = [(old, new) for old in own for new in [*own, ABSENT]]
    came = [CAME] if (moved["from"] == CAME).any() else [NEW, RETURNED]
    pairs += [(state, new) for state in came for new in own]
    counted = moved.groupby(_MOVE, sort=False).agg(
        customers=("before", "size"), before=("before", "sum"), after=("after", "sum")
    )
    every = pd.MultiIndex.from_tuples(pairs, names=_MOVE)
    table = counted.reindex(every, fill_value=0).reset_index()
    table = table.astype({"customers": "int64", "before": "float64", "after": "float64"})
    table.insert(2, "kind", [kind_of(old, new) for old, new in pairs])
    return table.assign(
        hidden=privacy.small_cells(table["customers"], table["kind"], minimum=minimum)
    )


def matrix(table: pd.DataFrame, values: str) -> pd.DataFrame:
    """Return transitions as a matrix: a row for each state before, a column for each after."""
    rows = list(table["from"].unique())
    own = [state for state in rows if state not in _CAME]
    wide = table.pivot(index="from", columns="to", values=values)
    return wide.reindex(index=rows, columns=[*own, ABSENT])


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
        `kind` (those of `KINDS` that are possible, then `ALL`), `customers`, `before`, `after`
        (revenue in the earlier and the later period) and `change` (after minus before).
    """
    numbers = ["customers", "before", "after"]
    kinds = table.groupby("kind")[numbers].sum().reindex(_kinds(table), fill_value=0)
    every = kinds.sum()
    kinds = kinds.astype(float)
    kinds.loc[sorted(hidden_kinds(table, minimum))] = float("nan")
    kinds.loc[ALL] = every
    return kinds.assign(change=kinds["after"] - kinds["before"]).reset_index()


def _kinds(table: pd.DataFrame) -> list[str]:
    return [kind for kind in KINDS if (table["kind"] == kind).any()]


def transition_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return how many customers stayed, moved up and down, were absent and came, and their revenue.

    Args:
        table: See `transitions`.

    Returns:
        For each kind `moved_<kind>` (customers) and `moved_<kind>_money` (revenue after minus before),
        which add up to `moved_change`, the change of revenue. Also `moved_absent_share` of the customers
        of the earlier period, and `moved`, the transitions that may be shown.
    """
    change = table["after"] - table["before"]
    values: dict[str, Any] = {"moved_change": change.sum()}
    for kind in _kinds(table):
        who = table["kind"] == kind
        values[f"moved_{kind}"] = int(table.loc[who, "customers"].sum())
        values[f"moved_{kind}_money"] = change[who].sum()
    earlier = table.loc[~table["from"].isin(_CAME), "customers"].sum()
    values["moved_absent_share"] = values["moved_absent"] / earlier if earlier else 0.0
    shown = table.loc[~table["hidden"], [*_MOVE, "kind", "customers"]]
    values["moved"] = shown.to_dict("records")
    return values
