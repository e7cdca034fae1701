"""Track customers through periods of equal length, in bands of what they spend in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.core.engine import frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import MINIMUM
from segmentbook.eda.window import Window
from segmentbook.movement import bands, transitions
from segmentbook.movement.exchange import LEVEL, WITHIN, exchange
from segmentbook.movement.periods import Periods, periods, views, weeks


@dataclass(frozen=True)
class Movement:
    """How customers moved between bands of spending over the periods.

    Args:
        periods: The periods.
        bounds: See `bands.cuts`.
        moved: See `transitions.moves`, for each period but the first, from the one before it.
        latest: See `transitions.transitions`, from the last period but one to the last.
        year: The same from the period of a year earlier to the last; None without such a period.
        tested: See `exchange.exchange`: against the period of a year earlier where there is one, as a
            season is then no reason for a difference, else against the last period but one.
        minimum: Fewer customers are not shown.
        overdue: Customers without an order in the last period who are overdue by their own rhythm, see
            `value.activity`; None where that is not known, or would reveal fewer than `minimum`.
    """

    periods: Periods
    bounds: NDArray[np.float64]
    moved: Mapping[int, pd.DataFrame]
    latest: pd.DataFrame
    year: pd.DataFrame | None
    tested: pd.DataFrame
    minimum: int
    overdue: int | None = None

    @property
    def compared(self) -> pd.DataFrame:
        """The transitions that are tested."""
        return self.latest if self.year is None else self.year

    def direction(self, quantity: str) -> str:
        """Return `up` or `down` where one of `exchange.QUANTITIES` changed more than by chance."""
        return str(self.tested.set_index("quantity").loc[quantity, "direction"])


@propagate_not_applicable
def track(
    lines: ir.Table,
    reference: date,
    known: Window,
    seed: int,
    minimum: int = MINIMUM,
    members: pd.DataFrame | None = None,
) -> Movement | NotApplicable:
    """Cut the order lines into periods and track each customer from one to the next.

    Args:
        lines: Order lines.
        reference: The day after the last period.
        known: See `window.window`.
        seed: Seed of the exchanges of `exchange.exchange`.
        minimum: Fewer customers are not shown.
        members: The customer view, with `overdue` where `value.customers` has added it.

    Returns:
        Not applicable where the order lines cover fewer than two periods, where too few customers
        ordered in one of the last two, or where all spend the same.
    """
    chosen = periods(lines, reference)
    if isinstance(chosen, NotApplicable):
        return chosen
    states = frame(views(lines, chosen))
    found = of_states(
        states,
        chosen,
        known,
        lambda earlier, cap: frame(weeks(lines, chosen, earlier, cap)),
        seed,
        minimum,
    )
    if isinstance(found, NotApplicable) or members is None or "overdue" not in members:
        return found
    absent = found.moved[chosen.number - 1].query("to == @transitions.ABSENT")["customer"]
    flagged = members.set_index("customer")["overdue"].reindex(absent).eq(True)
    number, others = int(flagged.sum()), int((~flagged).sum())
    return replace(found, overdue=number if minimum <= min(number, others or number) else None)


def of_states(
    states: pd.DataFrame,
    chosen: Periods,
    known: Window,
    by_week: Callable[[int, float], pd.DataFrame],
    seed: int,
    minimum: int = MINIMUM,
) -> Movement | NotApplicable:
    """Track customers whose revenue in each period is known.

    Args:
        states: See `periods.views`.
        chosen: The periods.
        known: See `window.window`.
        by_week: Returns `periods.weeks` for an earlier period and a cap.
        seed: Seed of the exchanges.
        minimum: Fewer customers are not shown.

    Returns:
        As `track`.
    """
    last, year_earlier = chosen.number - 1, chosen.year_earlier
    fewest = min((states["period"] == period).sum() for period in (last - 1, last))
    if fewest < minimum:
        return NotApplicable(reason=mark("too few customers ordered in the last two periods"))
    bounds = bands.cuts(states["monetary"])
    if not len(bounds):
        return NotApplicable(reason=mark("all customers of a period spend about the same"))
    states = states.assign(band=bands.band(states["monetary"], bounds))
    moved = {
        later: transitions.moves(states, chosen, known, later - 1, later)
        for later in range(1, chosen.number)
    }
    number = len(bounds) + 1
    earlier, pair, year = last - 1, moved[last], None
    if year_earlier is not None:
        earlier, pair = year_earlier, transitions.moves(states, chosen, known, year_earlier, last)
        year = transitions.transitions(pair, number, minimum)
    return Movement(
        chosen,
        bounds,
        moved,
        transitions.transitions(moved[last], number, minimum),
        year,
        exchange(pair, by_week(earlier, float(bounds[0])), seed, paired=year is not None),
        minimum,
    )


@propagate_not_applicable
def grid(movement: Movement) -> pd.DataFrame:
    """Return the customers of the latest transitions that may be shown.

    Returns:
        A row for each state before and a column for each after; missing where a transition is
        impossible or must not be shown.
    """
    latest = movement.latest
    shown = latest.assign(customers=latest["customers"].astype(float).mask(latest["hidden"]))
    return transitions.matrix(shown, "customers")


@propagate_not_applicable
def by_kind(movement: Movement) -> pd.DataFrame:
    """Return `transitions.by_kind` of the latest transitions, and of those of a year.

    Returns:
        As `transitions.by_kind`, with `against`: `period` or `year`.
    """
    tables = {"period": movement.latest, "year": movement.year}
    rows = [
        transitions.by_kind(table, movement.minimum).assign(against=against)
        for against, table in tables.items()
        if table is not None
    ]
    return pd.concat(rows, ignore_index=True)


def movement_metrics(movement: Movement) -> dict[str, Any]:
    """Return the numbers of the latest transitions, the periods, and what was tested.

    Args:
        movement: See `track`.

    Returns:
        `transitions.transition_metrics` of the latest transitions and, with `year_` before their names,
        of those of a year; `moved_absent_overdue`, `movement_periods`, `movement_days`, the ends of the
        last period, and for each quantity of `exchange` `exchange_<quantity>` with `change`, `size`,
        `low`, `high`, `p` and `direction`.
    """
    chosen = movement.periods
    last = chosen.number - 1
    values: dict[str, Any] = {
        **transitions.transition_metrics(movement.latest),
        "moved_absent_overdue": movement.overdue,
        "movement_periods": chosen.number,
        "movement_days": chosen.days,
        "movement_last_from": chosen.first_day(last),
        "movement_last_to": chosen.last_day(last),
        "movement_level": LEVEL,
        "movement_outside": 1 - WITHIN,
    }
    if movement.year is not None and chosen.year_earlier is not None:
        year = transitions.transition_metrics(movement.year)
        values |= {f"year_{name}": value for name, value in year.items()}
        values["movement_year_from"] = chosen.first_day(chosen.year_earlier)
        values["movement_year_to"] = chosen.last_day(chosen.year_earlier)
    for row in movement.tested.to_dict("records"):
        values[f"exchange_{row.pop('quantity')}"] = row
    return values
