"""Does it matter later? Segments made before a cut date, compared on what came after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.errors import UserError
from segmentbook.core.language import gettext as _
from segmentbook.core.matching import best_pairs
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.report.formats import count

WHAT = mark("Do the segments matter later?")

HELD_OUT = 0.25
"""Share of the period after the cut date, where the params name none."""

SHORTEST = 120
"""Days of order lines below which a quarter of them says too little."""


@dataclass(frozen=True)
class Period:
    """What was known, and what came after.

    Args:
        first: First day of the order lines.
        cut: First day that the segments know nothing of.
        last: Last day of the order lines.
    """

    first: date
    cut: date
    last: date

    @property
    def days_after(self) -> int:
        """Number of days from the cut date to the last day, both counted."""
        return (self.last - self.cut).days + 1


def period(lines: ir.Table | NotApplicable, cut: date | None) -> Period | NotApplicable:
    """Cut the period of the order lines in two.

    Args:
        lines: Order lines.
        cut: First day to hold out; the last quarter of the period when it is None.

    Raises:
        UserError: If the cut date leaves nothing before or after it.
    """
    if isinstance(lines, NotApplicable):
        return NotApplicable(WHAT, lines.reason)
    day = lines.timestamp.date()
    found = frame(lines.aggregate(first=day.min(), last=day.max())).iloc[0]
    first, last = pd.Timestamp(found["first"]).date(), pd.Timestamp(found["last"]).date()
    days = (last - first).days + 1
    if cut is None and days < SHORTEST:
        reason = _(
            "the export covers {days} days, it needs {least}", days=count(days), least=str(SHORTEST)
        )
        return NotApplicable(WHAT, reason)
    if cut is None:
        cut = last + timedelta(days=1 - round(HELD_OUT * days))
    if not first < cut <= last:
        raise UserError(
            f"explain.cut_date = {cut} has no order lines on both sides",
            where="params",
            expected=f"a date after {first} and not after {last}",
            todo="correct it, or leave it out to hold out the last quarter.",
        )
    return Period(first, cut, last)


def before(lines: ir.Table, cut: date) -> ir.Table:
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


def followed(early: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Put what came after beside the segment that each customer was in.

    Args:
        early: `customer` and `segment` before the cut date.
        after: See `outcomes`; who is not in it did not order again.

    Returns:
        `segment`, `again` (whether the customer ordered), `revenue`; customers who first came after
        the cut date are in no segment and left out.
    """
    both = early[["customer", "segment"]].merge(after, on="customer", how="left", validate="1:1")
    return pd.DataFrame(
        {
            "segment": both["segment"],
            "again": both["orders"].notna(),
            "revenue": both["revenue"].fillna(0.0).astype(float),
        }
    )


def named_alike(early: pd.DataFrame, today: pd.DataFrame) -> dict[int, int]:
    """Match segments made before the cut date one to one with those of today that they resemble.

    Args:
        early: One row per segment, indexed by segment: mean standing in each feature.
        today: The same of all order lines, same columns.

    Returns:
        For each early segment the one of today, so that the total squared distance of standings is
        least; segments left over are left out.
    """
    distance = ((early.to_numpy()[:, None, :] - today.to_numpy()[None, :, :]) ** 2).sum(axis=2)
    return {int(early.index[row]): int(today.index[column]) for row, column in best_pairs(distance)}
