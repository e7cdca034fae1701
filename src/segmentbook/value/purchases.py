"""What is known of each customer's purchases at a date, and what she bought after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable

PERIOD = 90
"""Days that are looked ahead, where the export covers four times as many."""

SHORTEST = 28
"""Days that are looked ahead at least; an export that covers under four times as many is too short."""


@dataclass(frozen=True)
class Periods:
    """The dates at which customers are looked at.

    Args:
        end: The day after the last order.
        days: Length of a period.
    """

    end: date
    days: int

    @property
    def cut(self) -> date:
        """First day of the last period, which is held out."""
        return self.end - timedelta(days=self.days)

    @property
    def earlier(self) -> date:
        """First day of the period before it, from which is learnt."""
        return self.cut - timedelta(days=self.days)


@dataclass(frozen=True)
class Purchases:
    """Customers at the end of the export, at the cut date, and at the date a period before it.

    Args:
        periods: The dates.
        at: For each date, see `histories`, without the date.
    """

    periods: Periods
    at: dict[date, pd.DataFrame]

    @property
    def now(self) -> pd.DataFrame:
        """Customers at the end of the export."""
        return self.at[self.periods.end]

    @property
    def then(self) -> pd.DataFrame:
        """Customers at the cut date, with what they bought in the period held out."""
        return self.at[self.periods.cut]

    @property
    def before(self) -> pd.DataFrame:
        """Customers a period before the cut date, with what they bought until then."""
        return self.at[self.periods.earlier]


@propagate_not_applicable
def purchases(lines: ir.Table) -> Purchases | NotApplicable:
    """Look at the customers at the end of the export and one and two periods before it.

    Args:
        lines: Order lines.

    Returns:
        Not applicable where the export is too short for four periods of `SHORTEST` days.
    """
    day = lines.timestamp.date()
    found = frame(lines.aggregate(first=day.min(), last=day.max())).iloc[0]
    first, last = (pd.Timestamp(found[name]).date() for name in ("first", "last"))
    covered = (last - first).days + 1
    length = min(PERIOD, covered // 4)
    if length < SHORTEST:
        return NotApplicable(
            reason=mark("the export covers {days:count} days, and {least:count} are needed"),
            values={"days": covered, "least": 4 * SHORTEST},
        )
    periods = Periods(last + timedelta(days=1), length)
    dates = (periods.earlier, periods.cut, periods.end)
    rows = frame(histories(lines, dates, length))
    rows["at"] = pd.to_datetime(rows["at"]).dt.date
    parts = {at: rows[rows["at"] == at].drop(columns="at").reset_index(drop=True) for at in dates}
    return Purchases(periods, parts)


def histories(lines: ir.Table, dates: Sequence[date], period: int) -> ir.Table:
    """Return what is known of each customer at each date, as one expression.

    Args:
        lines: Order lines.
        dates: Orders before each of them are known.
        period: Length in days of the period before and of that after a date.

    Returns:
        By date and customer, for customers with an order before it:

        - `at`, `customer`, `days` (with an order), `known` and `silent` (days since the first and
          since the last order), `revenue`, `first_revenue` (of the first day);
        - `weeks`: weeks with an order, counted back from the date;
        - `recent` and `recent_days`: revenue and days with an order in the period before the date;
        - `next` and `next_days`: the same of the period after it. All money is float.
    """
    order_day = lines.timestamp.date()
    daily = lines.group_by("customer", day=order_day).aggregate(amount=lines.amount.sum())
    ends = ibis.memtable(pd.DataFrame({"at": pd.to_datetime(list(dates))}))
    ends = ends.select(at=ends["at"].date())
    both = daily.cross_join(ends)
    both = both.mutate(ago=both["at"].delta(both["day"], unit="day"))
    both = both.filter(both["ago"] > -period)
    past, recent = both["ago"] > 0, (both["ago"] > 0) & (both["ago"] <= period)
    ahead = both["ago"] <= 0
    result = both.group_by("at", "customer").aggregate(
        days=past.cast("int64").sum(),
        known=both["ago"].max(),
        silent=both["ago"].min(where=past),
        weeks=((both["ago"] - 1) // 7).nunique(where=past),
        revenue=both["amount"].sum(where=past).cast("float64"),
        first_revenue=both["amount"].argmax(both["ago"]).cast("float64"),
        recent=both["amount"].sum(where=recent).fill_null(0).cast("float64"),
        recent_days=recent.cast("int64").sum(),
        next=both["amount"].sum(where=ahead).fill_null(0).cast("float64"),
        next_days=ahead.cast("int64").sum(),
    )
    return result.filter(result["days"] > 0).order_by("at", "customer")
