"""What the customers of a segment did later, and whether they are gone by their own rhythm.

A name that speaks of behaviour (active, passive, best) is held against a quarter that the segments of
the time before it have not seen. Those segments are made as the report's are, from the order lines
before the quarter, and matched with the report's by their standing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from segmentbook.clustering.refit import LEAST_DAYS, refit, view_at
from segmentbook.core.engine import frame
from segmentbook.core.matching import best_pairs
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.features import chosen
from segmentbook.params.study import Study
from segmentbook.segments.profile import standings

QUARTER = 91
"""Days that are held out."""

LEVEL = 0.02
"""Level of the tests, for all segments and numbers of a name together."""

LEAST_ORDER_DAYS = 3
GONE = 0.01
"""A customer with so many order days or more counts as silent where a buyer of steady rate would be
silent so long with this probability at most."""


@dataclass(frozen=True)
class Later:
    """What segments of a quarter ago did in the quarter since.

    Args:
        cut: The first day held out.
        segments: By number of the report's segment: `ordered` (share who ordered), `less` and `more`
            (p-values of ordering less, or more, often than the other customers) and `most` (p-value of
            spending more than the customers of every other segment); missing where a segment has no
            counterpart.
    """

    cut: date
    segments: pd.DataFrame


@propagate_not_applicable
def later(
    lines: ir.Table, study: Study, view: pd.DataFrame, k: int, reference: date
) -> Later | NotApplicable:
    """Make segments from the order lines before the last quarter, and look at what they did in it.

    Args:
        lines: Order lines.
        study: The study, whose features, transform and seed are used.
        view: The customer view with the column `segment`.
        k: Number of groups, before any is split again and outliers are set apart.
        reference: The date that days are counted to.

    Returns:
        Not applicable where the days before the quarter are fewer than those in it, or too few customers
        differ before it.
    """
    cut = reference - timedelta(days=QUARTER)
    first = frame(lines.aggregate(first=lines.timestamp.date().min()))["first"][0]
    if pd.isna(first) or (pd.Timestamp(cut) - pd.Timestamp(first)).days < max(QUARTER, LEAST_DAYS):
        return NotApplicable(
            reason=mark("fewer than {days:count} days of orders lie before {date:date}"),
            values={"days": QUARTER, "date": cut},
        )
    early = view_at(study, lines, cut)
    if isinstance(early, NotApplicable):
        return early
    features = chosen(study)
    labels = refit(early, [f.name for f in features], study.clustering, k, study.sharing.minimum)
    if isinstance(labels, NotApplicable):
        return labels
    before = early.assign(segment=labels.to_numpy())
    here = standings(view, features).groupby(view["segment"]).mean()
    there = standings(before, features).groupby(before["segment"]).mean()
    far = ((there.to_numpy()[:, None, :] - here.to_numpy()[None, :, :]) ** 2).sum(axis=2)
    twin = {int(here.index[column]): int(there.index[row]) for row, column in best_pairs(far)}
    after = frame(
        lines.filter(lines.timestamp.date() >= ibis.literal(cut))
        .group_by("customer")
        .aggregate(spent=lines.amount.sum().cast("float64"))
    ).set_index("customer")["spent"]
    spent = before["customer"].map(after)
    return Later(cut, compared(before["segment"], spent, twin, list(here.index)))


def compared(
    segments: pd.Series, spent: pd.Series, twin: dict[int, int], numbers: list[int]
) -> pd.DataFrame:
    """Compare what the customers of each segment did with the others.

    Args:
        segments: The segment of each customer before the quarter.
        spent: What each spent in it, missing for who did not order.
        twin: For a segment of the report its counterpart before the quarter.
        numbers: The segments of the report.

    Returns:
        See `Later.segments`.
    """
    from scipy.stats import fisher_exact, mannwhitneyu

    ordered, money = spent.notna(), spent.fillna(0.0)
    rows = []
    for number in numbers:
        own = segments == twin.get(number)
        if not own.any() or own.all():
            rows.append({"ordered": np.nan, "less": np.nan, "more": np.nan, "most": np.nan})
            continue
        cells = [[int((side & kind).sum()) for kind in (ordered, ~ordered)] for side in (own, ~own)]
        others = [segments == other for other in twin.values() if other != twin[number]]
        # To be above every other segment, each comparison must show it: the largest p-value counts.
        most = max(
            (
                float(mannwhitneyu(money[own], money[other], alternative="greater").pvalue)
                for other in others
            ),
            default=np.nan,
        )
        rows.append(
            {
                "ordered": float(ordered[own].mean()),
                "less": float(fisher_exact(cells, alternative="less").pvalue),
                "more": float(fisher_exact(cells, alternative="greater").pvalue),
                "most": most,
            }
        )
    return pd.DataFrame(rows, index=pd.Index(numbers, name="segment"))


@propagate_not_applicable
def gone(lines: ir.Table, view: pd.DataFrame) -> pd.Series:
    """Return for each segment the least share of its customers who are gone by their own rhythm.

    Of a buyer with a steady rate, whatever it is, and n order days, the later n - 1 fall anywhere
    between the first and today: that all of them fall before a silence has the probability
    (1 - silence / time) ** (n - 1). Time is counted in orders of all customers, so that a season does
    not look like leaving. As many customers as would be silent by chance among all customers, at the
    upper limit, are taken off each segment.

    Args:
        lines: Order lines.
        view: The customer view with the column `segment`.

    Returns:
        Shares, from 0, indexed by segment.
    """
    from scipy.stats import binom

    day = lines.timestamp.date()
    own = frame(
        lines.group_by("customer")
        .aggregate(days=day.nunique(), first=day.min(), last=day.max())
        .order_by("customer")
    )
    daily = frame(lines.group_by(day=day).aggregate(orders=lines.order.nunique()).order_by("day"))
    days = pd.to_datetime(daily["day"]).to_numpy()
    total = np.concatenate([[0.0], np.cumsum(daily["orders"].to_numpy(dtype=float))])

    def clock(when: pd.Series) -> np.ndarray:
        return np.asarray(total[np.searchsorted(days, pd.to_datetime(when).to_numpy(), "right")])

    begin, end, now = clock(own["first"]), clock(own["last"]), total[-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = np.where(now > begin, (end - begin) / (now - begin), 1.0)
    chance = chance ** (own["days"].to_numpy() - 1)
    judged = own["days"].to_numpy() >= LEAST_ORDER_DAYS
    silent = pd.Series(judged & (chance <= GONE), index=own["customer"])
    by_chance = float(binom.ppf(1 - LEVEL, int(judged.sum()), GONE)) if judged.any() else 0.0
    here = view["customer"].map(silent).fillna(False).astype(bool)
    counts = here.groupby(view["segment"]).agg(["sum", "size"])
    return ((counts["sum"] - by_chance) / counts["size"]).clip(lower=0.0).rename("gone")
