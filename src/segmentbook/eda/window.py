"""What the span of an export can know: who is new, and which calendar months are whole.

An export begins at some day, and customers have ordered before it. A first order in the export is the
first order of all only if a customer of earlier times would most likely have ordered again by then. So
the first days of an export are a burn-in, in which nobody is called new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.core.engine import frame
from segmentbook.core.not_applicable import propagate_not_applicable

WITHIN = 0.95
"""The burn-in is the time within which this share of orders is followed by the customer's next one."""

SURE = 0.95
"""Confidence of that percentile: the fewer gaps there are, the longer the burn-in."""

QUIET_DAYS = 3
"""Days without orders at an end of the export that leave the month whole: a shop may close."""


@dataclass(frozen=True)
class Window:
    """The days of an export.

    Args:
        first: First day with an order.
        last: Last day with an order.
        burn_in: Days from the first one on in which a first order is not known to be one; None where
            too few customers ordered again to know.
    """

    first: date
    last: date
    burn_in: int | None

    @property
    def known_from(self) -> date | None:
        """First day on which a customer's first order in the export counts as the first of all."""
        return None if self.burn_in is None else self.first + timedelta(days=self.burn_in)

    def knows_new_from(self, day: date) -> bool:
        """Whether customers whose first order is on this day or later are known to be new."""
        return self.known_from is not None and self.known_from <= day <= self.last

    def is_whole(self, months: pd.Series) -> NDArray[np.bool_]:
        """Say which calendar months, given by their first days, the export covers as a whole."""
        begin = pd.to_datetime(months)
        end = begin + pd.offsets.MonthEnd(0)
        quiet = pd.Timedelta(days=QUIET_DAYS)
        whole = (begin >= pd.Timestamp(self.first) - quiet) & (
            end <= pd.Timestamp(self.last) + quiet
        )
        return whole.to_numpy(dtype=bool)


@propagate_not_applicable
def window(lines: ir.Table) -> Window:
    """Return the days that the order lines cover, and the burn-in from the customers' own gaps.

    Args:
        lines: Order lines with `customer` and `timestamp`.
    """
    days = lines.select(customer=lines.customer, day=lines.timestamp.date()).distinct()
    ends = frame(days.aggregate(first=days.day.min(), last=days.day.max())).iloc[0]
    before = days.day.lag().over(ibis.window(group_by="customer", order_by="day"))
    gaps = days.mutate(gap=days.day.delta(before, unit="day")).filter(before.notnull())
    counted = frame(gaps.group_by("gap").aggregate(number=gaps.count()).order_by("gap"))
    return Window(
        pd.Timestamp(ends["first"]).date(),
        pd.Timestamp(ends["last"]).date(),
        burn_in(counted["gap"].to_numpy(dtype=int), counted["number"].to_numpy(dtype=int)),
    )


def burn_in(gaps: NDArray[np.int64], number: NDArray[np.int64]) -> int | None:
    """Return the upper confidence limit of a percentile of gaps between order days.

    The limit is an order statistic (Conover, Practical Nonparametric Statistics, 1999, section 3.2), so
    it needs no distribution.

    Args:
        gaps: Days between two order days of a customer, ascending, shape (gaps,).
        number: How often each occurs.

    Returns:
        Days; None where there are too few gaps for a limit.
    """
    from scipy.stats import binom

    every = int(number.sum())
    place = int(binom.ppf(SURE, every, WITHIN)) + 1 if every else 1
    if place > every:
        return None
    return int(gaps[np.searchsorted(np.cumsum(number), place)])


def window_metrics(known: Window) -> dict[str, Any]:
    """Return `burn_in_days`, `burn_in_share` (see `WITHIN`) and `known_from`.

    Args:
        known: See `window`.
    """
    return {
        "burn_in_days": known.burn_in,
        "burn_in_share": WITHIN,
        "known_from": known.known_from,
    }
