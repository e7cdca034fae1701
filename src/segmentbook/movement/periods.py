"""Periods of equal length, and the customer view of each.

Recency, frequency and monetary value grow with the time over which they are measured, so only
periods of equal length can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.engine import MONEY, frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable

QUARTER, HALF_YEAR = 91, 182
"""Lengths of a period in days: 13 and 26 weeks, so that each weekday occurs equally often in all."""

YEAR = 364
"""Days of 52 weeks: a whole number of periods, and of each weekday."""

HALF_YEARS_FROM = 3 * HALF_YEAR
"""Days from which periods are half-years: three are needed to see a customer lapse and return."""


@dataclass(frozen=True)
class Periods:
    """Consecutive periods of equal length, the last of which ends the day before the reference date.

    Args:
        reference: The day after the last period.
        days: Length of each period in days.
        number: Number of periods.
    """

    reference: date
    days: int
    number: int

    def first_day(self, period: int) -> date:
        """Return the first day of a period; period 0 is the oldest."""
        return self.reference - timedelta(days=(self.number - period) * self.days)

    def last_day(self, period: int) -> date:
        """Return the last day of a period."""
        return self.first_day(period + 1) - timedelta(days=1)

    @property
    def year_earlier(self) -> int | None:
        """The period of the same season as the last one, 52 weeks earlier; None without such days."""
        earlier = self.number - 1 - YEAR // self.days
        return earlier if earlier >= 0 else None


@propagate_not_applicable
def periods(lines: ir.Table, reference: date) -> Periods | NotApplicable:
    """Choose half-years, or quarters where the data span less than three half-years.

    Args:
        lines: Order lines.
        reference: The day after the last period.

    Returns:
        As many whole periods as the order lines cover, counted back from the reference date; the days
        left over at the beginning belong to none. Not applicable where that is fewer than two.
    """
    first = frame(lines.aggregate(first=lines.timestamp.date().min()))["first"][0]
    covered = (reference - pd.Timestamp(first).date()).days
    days = HALF_YEAR if covered >= HALF_YEARS_FROM else QUARTER
    if covered < 2 * days:
        return NotApplicable(
            reason=mark(
                "the export covers {days:count} days, and two periods of {length:count} days are needed"
            ),
            values={"days": covered, "length": QUARTER},
        )
    return Periods(reference, days, covered // days)


def views(lines: ir.Table, chosen: Periods) -> ir.Table:
    """Return recency, frequency and monetary value of each customer in each period.

    Args:
        lines: Order lines.
        chosen: See `periods`.

    Returns:
        `customer`, `period` (0 is the oldest), `recency` (days to the end of the period, 1 on its last
        day), `frequency` (orders), `monetary` (DECIMAL), and `first_order` (of all order lines), by
        period and customer; customers without an order in a period have no row for it.
    """
    day = lines.timestamp.date()
    ago = ibis.literal(chosen.reference).delta(day, unit="day")
    first = lines.group_by("customer").aggregate(first_order=day.min())
    placed = lines.mutate(
        _day=day, _ago=ago, period=(chosen.number - 1 - (ago - 1) // chosen.days).cast("int64")
    )
    inside = placed.filter((placed._ago >= 1) & (placed.period >= 0))
    view = inside.group_by(["customer", "period"]).aggregate(
        frequency=inside.order.nunique(), monetary=inside.amount.sum(), _latest=inside._ago.min()
    )
    recency = (view._latest - (chosen.number - 1 - view.period) * chosen.days).cast("int64")
    joined = view.mutate(recency=recency).join(first, "customer")
    return joined.select(
        "customer", "period", "recency", "frequency", "monetary", "first_order"
    ).order_by(["period", "customer"])


def weeks(lines: ir.Table, chosen: Periods, earlier: int, cap: float) -> ir.Table:
    """Return what customers did in each week of the last period and of an earlier one.

    Args:
        lines: Order lines.
        chosen: See `periods`.
        earlier: The earlier period.
        cap: Revenue of a customer in a week above which it counts as this much.

    Returns:
        `later` (whether the week is in the last period), `week` (0 is the last of its period),
        `customers`, `revenue` (float), and `capped`: revenue with each customer capped. Weeks without
        an order are missing.
    """
    day = lines.timestamp.date()
    ago = ibis.literal(chosen.reference).delta(day, unit="day") - 1
    placed = lines.mutate(_period=chosen.number - 1 - ago // chosen.days, _ago=ago % chosen.days)
    later = chosen.number - 1
    inside = placed.filter(placed._period.isin([earlier, later]) & (ago >= 0))
    spent = inside.group_by(
        later=inside._period == later,
        week=(inside._ago // 7).cast("int64"),
        customer=inside.customer,
    ).aggregate(revenue=inside.amount.sum())
    capped = ibis.least(spent.revenue, ibis.literal(round(cap, 2)).cast(MONEY)).cast(MONEY)
    return (
        spent.mutate(_capped=capped)
        .group_by(["later", "week"])
        .aggregate(
            customers=lambda table: table.count(),
            revenue=lambda table: table.revenue.sum().cast("float64"),
            capped=lambda table: table._capped.sum().cast("float64"),
        )
        .order_by(["later", "week"])
    )
