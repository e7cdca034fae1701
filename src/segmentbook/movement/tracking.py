"""Track customers through periods of equal length, segmented alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis.expr.types as ir
import pandas as pd

from segmentbook.clustering.algorithms import ALGORITHMS
from segmentbook.core.engine import frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import MINIMUM
from segmentbook.features import RFM
from segmentbook.movement import period_model, transitions
from segmentbook.movement.periods import Periods, periods, views
from segmentbook.params.clustering import Clustering


@dataclass(frozen=True)
class Movement:
    """How customers moved between segments over the periods.

    Args:
        periods: The periods.
        moved: See `transitions.moves`, of all periods.
        rank: See `transitions.kind_of`.
        latest: See `transitions.transitions`, from the last period but one to the last.
        agreement: See `period_model.agreement`, of the last period.
        minimum: Fewer customers are not shown.
    """

    periods: Periods
    moved: pd.DataFrame
    rank: dict[int, int]
    latest: pd.DataFrame
    agreement: float
    minimum: int


@propagate_not_applicable
def track(
    lines: ir.Table,
    reference: date,
    main: pd.DataFrame,
    params: Clustering,
    minimum: int = MINIMUM,
) -> Movement | NotApplicable:
    """Cut the order lines into periods and track each customer from one to the next.

    Whatever features the main segments are made from, those of a period are made from recency,
    frequency and monetary value in it.

    Args:
        lines: Order lines.
        reference: The day after the last period.
        main: `customer` and `segment` of the whole time.
        params: The params of the main segmentation.
        minimum: Fewer customers are not shown.

    Returns:
        Not applicable where the order lines cover fewer than two periods, where the algorithm chooses
        the number of groups itself, or where the periods hold too few different customers.
    """
    chosen = periods(lines, reference)
    if isinstance(chosen, NotApplicable):
        return chosen
    if ALGORITHMS[params.algorithm].chooses_k:
        return NotApplicable(
            reason=mark(
                "the algorithm may find another number of groups in the periods than in the whole time"
            )
        )
    states = frame(views(lines, chosen))
    if len(states.drop_duplicates([feature.name for feature in RFM])) <= main["segment"].nunique():
        return NotApplicable(reason=mark("the periods hold too few different customers"))
    states["segment"] = period_model.assign(states, main, RFM, params)
    moved = transitions.moves(states, chosen)
    rank = period_model.ranks(states)
    last = chosen.number - 1
    latest = transitions.transitions(moved[moved["period"] == last], rank, minimum)
    agreement = period_model.agreement(states, main, last)
    return Movement(chosen, moved, rank, latest, agreement, minimum)


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
    """Return `transitions.by_kind` of the latest transitions."""
    return transitions.by_kind(movement.latest, movement.minimum)


def movement_metrics(movement: Movement) -> dict[str, Any]:
    """Return `transitions.transition_metrics` of the latest transitions, the periods and the agreement.

    Args:
        movement: See `track`.
    """
    chosen = movement.periods
    last = chosen.number - 1
    return {
        **transitions.transition_metrics(movement.latest),
        "movement_periods": chosen.number,
        "movement_days": chosen.days,
        "movement_last_from": chosen.first_day(last),
        "movement_last_to": chosen.last_day(last),
        "movement_agreement": movement.agreement,
    }
