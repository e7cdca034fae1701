"""Segments made before a cut date, compared by what their customers did after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from segmentbook.clustering import fit, transform
from segmentbook.core.engine import frame
from segmentbook.core.errors import UserError
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import least
from segmentbook.features import chosen, customer_view
from segmentbook.movement import outcomes, significance
from segmentbook.params.study import Study
from segmentbook.segments.profile import standings

OUTCOMES = ("again", "revenue")
"""The outcomes by which segments are compared: whether a customer ordered again, and for how much."""


@dataclass(frozen=True)
class Hindsight:
    """What the segments made before a cut date did after it.

    Args:
        split: The days before and after the cut date.
        segments: See `significance.by_segment`, with `name`. `segment` and `name` are those of the
            segment of today that each is closest to; highest repeat rate first.
        pairs: See `significance.pairs`.
    """

    split: outcomes.TemporalSplit
    segments: pd.DataFrame
    pairs: pd.DataFrame

    def alike(self, outcome: str) -> pd.DataFrame:
        """Return `one` and `other`, the names of the pairs that the test does not tell apart."""
        names = self.segments.set_index("segment")["name"]
        # A p-value that is not a number shows no difference.
        pairs = self.pairs[~(self.pairs[outcome] < significance.ALPHA)]
        return pd.DataFrame({side: pairs[side].map(names) for side in ("one", "other")})

    def differ(self, outcome: str, one: int, other: int) -> bool:
        """Whether the test tells the segments of two rows of `segments` apart by an outcome."""
        pair = {int(self.segments["segment"].iloc[row]) for row in (one, other)}
        same = [{a, b} == pair for a, b in zip(self.pairs["one"], self.pairs["other"], strict=True)]
        return bool((self.pairs.loc[same, outcome] < significance.ALPHA).any())


@propagate_not_applicable
def look_back(
    lines: ir.Table, study: Study, view: pd.DataFrame, names: Mapping[int, str], k: int
) -> Hindsight | NotApplicable:
    """Make segments from the order lines before the cut date alone, and compare what they did after.

    Args:
        lines: Order lines.
        study: The study, whose features, transform and seed are used.
        view: The customer view of today with the column `segment`.
        names: The name of each of today's segments by its number.
        k: Number of groups, before any is split again and outliers are set apart.

    Returns:
        Not applicable where the days are too few, where features cannot be computed at an earlier
        date, or where fewer than two segments had enough customers before the cut date.

    Raises:
        UserError: If the cut date of the params is outside the period.
    """
    split = outcomes.temporal_split(lines, study.explain.cut_date)
    if isinstance(split, NotApplicable):
        return split
    early = _early_segments(lines, split.cut, study, k)
    if isinstance(early, NotApplicable):
        return early
    features, params = chosen(study), study.clustering
    closest = outcomes.closest_segments(
        standings(early, features).groupby(early["segment"]).mean(),
        standings(view, features).groupby(view["segment"]).mean(),
    )
    early = early[early["segment"].isin(list(closest))]
    early = early.assign(segment=early["segment"].map(closest).astype(int))
    after = outcomes.outcomes_of_segments(early, outcomes.outcomes(lines, split.cut))
    table = significance.by_segment(after, params.seed, study.sharing.minimum)
    if len(table) < 2:
        return NotApplicable(
            reason=mark("fewer than two segments had {number:count} customers before {date:date}"),
            values={"number": study.sharing.minimum, "date": split.cut},
        )
    table.insert(1, "name", table["segment"].map(names))
    table = table.sort_values(
        "again",
        ascending=False,
        kind="stable",
        ignore_index=True,
        key=lambda column: column.map(least),
    )
    return Hindsight(split, table, significance.pairs(after, sorted(table["segment"])))


def _early_segments(
    lines: ir.Table, cut: date, study: Study, k: int
) -> pd.DataFrame | NotApplicable:
    """Return the customer view at the cut date, with the segments that chapter 4 would have made."""
    names, params = [feature.name for feature in chosen(study)], study.clustering
    if study.customers.monetary.revenue == "net":
        return NotApplicable(reason=mark("the amounts that cancellations took back have no dates"))
    undated = NotApplicable(reason=mark("only the order lines have dates"))
    early = frame(customer_view(study, outcomes.lines_before(lines, cut), undated, undated, cut))
    if len(early.drop_duplicates(names)) <= k:
        return NotApplicable(
            reason=mark(
                "{number:count} customers ordered before {date:date}, too few for {k:count} segments"
            ),
            values={"number": len(early), "date": cut, "k": k},
        )
    scaling = transform.Scaling.fit(early, names, params, study.sharing.minimum)
    points = fit.fit_points(early, scaling, params)
    if len(np.unique(points, axis=0)) <= k:
        return NotApplicable(
            reason=mark("too few different customers before {date:date}"), values={"date": cut}
        )
    try:
        fitted = fit.segment(points, scaling, k, params)
    except UserError:
        # A segment that is split again today may have been too small then: not the user's error.
        return NotApplicable(
            reason=mark("before {date:date}, a segment was too small to be split again"),
            values={"date": cut},
        )
    return early.assign(segment=fitted.assign(early))


@propagate_not_applicable
def by_segment(found: Hindsight) -> pd.DataFrame:
    """Return the outcomes of each segment, see `Hindsight.segments`."""
    return found.segments


def hindsight_metrics(found: Hindsight) -> dict[str, Any]:
    """Return the cut date, the outcomes of segments, and the pairs of segments that differ or not.

    Args:
        found: See `look_back`.
    """
    values: dict[str, Any] = {
        "later_cut": found.split.cut,
        "later_days": found.split.days_after,
        "later_customers": int(found.segments["customers"].sum()),
        "later_segments": found.segments.to_dict("records"),
        "later_pairs": len(found.pairs),
        "later_confidence_level": significance.CONFIDENCE,
        "later_significance_level": significance.ALPHA,
    }
    for outcome in OUTCOMES:
        alike = found.alike(outcome)
        values[f"later_{outcome}_alike"] = len(alike)
        values[f"later_{outcome}_differ"] = len(found.pairs) - len(alike)
        values[f"later_{outcome}_alike_pairs"] = alike.to_dict("records")
    return values
