"""What customers did after a cut date, beside the segments that they were in before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.errors import UserError
from segmentbook.core.matching import best_pairs
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable

HELD_OUT = 0.25
"""Share of the days that are held out after the cut date, unless the params name a date."""

SHORTEST = 120
"""Days of order lines below which the last quarter is too short to judge segments by."""


@dataclass(frozen=True)
class TemporalSplit:
    """The days of an export, cut in two.

    Args:
        first: First day of the order lines.
        cut: First day that is held out.
        last: Last day of the order lines.
    """

    first: date
    cut: date
    last: date

    @property
    def days_after(self) -> int:
        """Number of days from the cut date to the last day, both included."""
        return (self.last - self.cut).days + 1


@propagate_not_applicable
def temporal_split(lines: ir.Table, cut: date | None) -> TemporalSplit | NotApplicable:
    """Cut the days of the order lines in two.

    Args:
        lines: Order lines.
        cut: First day to hold out; where it is None, the last quarter of the days is held out.

    Returns:
        Not applicable without a cut date where the order lines cover fewer than `SHORTEST` days.

    Raises:
        UserError: If the cut date leaves no day before or after it.
    """
    day = lines.timestamp.date()
    found = frame(lines.aggregate(first=day.min(), last=day.max())).iloc[0]
    first, last = pd.Timestamp(found["first"]).date(), pd.Timestamp(found["last"]).date()
    days = (last - first).days + 1
    if cut is None and days < SHORTEST:
        return NotApplicable(
            reason=mark("the export covers {days:count} days, and {least:count} are needed"),
            values={"days": days, "least": SHORTEST},
        )
    if cut is None:
        cut = last + timedelta(days=1 - round(HELD_OUT * days))
    if not first < cut <= last:
        raise UserError(
            f"explain.cut_date = {cut} has no order lines on both sides",
            where="params",
            expected=f"a date after {first} and not after {last}",
            todo="correct it, or leave it out to hold out the last quarter.",
        )
    return TemporalSplit(first, cut, last)


def lines_before(lines: ir.Table, cut: date) -> ir.Table:
    """Return the order lines before the cut date."""
    return lines.filter(lines.timestamp.date() < cut)


def outcomes(lines: ir.Table, cut: date) -> pd.DataFrame:
    """Return `customer`, `orders` and `revenue` from the cut date on, of those who ordered then."""
    after = lines.filter(lines.timestamp.date() >= cut)
    return frame(
        after.group_by("customer")
        .aggregate(orders=after.order.nunique(), revenue=after.amount.sum())
        .order_by("customer")
    )


def outcomes_of_segments(early: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the outcome of each customer who was in a segment before the cut date.

    Args:
        early: `customer` and `segment` before the cut date.
        after: See `outcomes`; who is not in it did not order again.

    Returns:
        One row per customer of `early`: `segment`, `again` (whether the customer ordered) and `revenue`.
        Customers whose first order came after the cut date are in no segment and left out.
    """
    both = early[["customer", "segment"]].merge(after, on="customer", how="left", validate="1:1")
    return pd.DataFrame(
        {
            "segment": both["segment"],
            "again": both["orders"].notna(),
            "revenue": both["revenue"].fillna(0.0).astype(float),
        }
    )


def closest_segments(early: pd.DataFrame, today: pd.DataFrame) -> dict[int, int]:
    """Match segments made before the cut date one to one with those of today.

    Args:
        early: One row per segment, indexed by segment: mean standing in each feature.
        today: The same of all order lines, with the same columns.

    Returns:
        For each early segment the one of today, such that the total squared distance of standings is
        least; segments left over are left out.
    """
    distance = ((early.to_numpy()[:, None, :] - today.to_numpy()[None, :, :]) ** 2).sum(axis=2)
    return {int(early.index[row]): int(today.index[column]) for row, column in best_pairs(distance)}
