"""The means of segments as a forecast of each customer's revenue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from segmentbook.clustering import fit, transform
from segmentbook.core.engine import frame
from segmentbook.core.errors import UserError
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.features import chosen, customer_view
from segmentbook.movement.outcomes import lines_before
from segmentbook.params.study import Study
from segmentbook.value.backtest import Errors, errors, winsorised
from segmentbook.value.next_value import LEAST
from segmentbook.value.purchases import purchases


@dataclass(frozen=True)
class SegmentMeans:
    """How far the means of segments were off as a forecast.

    Args:
        judged: Their errors in the last period.
        days: Length of a period.
    """

    judged: Errors
    days: int


@propagate_not_applicable
def segment_means(lines: ir.Table, study: Study, k: int) -> SegmentMeans | NotApplicable:
    """Forecast each customer's revenue of the last period by the mean of her segment before it.

    The segments, and their mean revenue, are from the dates that `value.next_value` learns from.

    Args:
        lines: Order lines.
        study: The study, whose features, transform and seed are used.
        k: Number of groups.

    Returns:
        Not applicable where `value.next_value` is not, or features are not known at earlier dates.
    """
    bought = purchases(lines)
    if isinstance(bought, NotApplicable):
        return bought
    if min(len(bought.before), len(bought.then)) < LEAST:
        return NotApplicable(
            reason=mark("fewer than {number:count} customers had ordered"), values={"number": LEAST}
        )
    if study.customers.monetary.revenue == "net":
        return NotApplicable(reason=mark("the amounts that cancellations took back have no dates"))
    undated = NotApplicable(reason=mark("only the order lines have dates"))
    names, params = [feature.name for feature in chosen(study)], study.clustering
    views = [
        frame(customer_view(study, lines_before(lines, at), undated, undated, at))
        .merge(known[["customer", "next"]], on="customer", validate="1:1")
        .assign(next=lambda both: winsorised(both["next"].to_numpy(dtype=float)))
        for at, known in (
            (bought.periods.earlier, bought.before),
            (bought.periods.cut, bought.then),
        )
    ]
    before, then = views
    if min(before["next"].max(), then["next"].max()) <= 0:
        return NotApplicable(reason=mark("no customer brought revenue in a later period"))
    few = NotApplicable(
        reason=mark("too few different customers before {date:date}"),
        values={"date": bought.periods.earlier},
    )
    if len(before.drop_duplicates(names)) <= k:
        return few
    scaling = transform.Scaling.fit(before, names, params, study.sharing.minimum)
    points = fit.fit_points(before, scaling, params)
    if len(np.unique(points, axis=0)) <= k:
        return few
    try:
        fitted = fit.segment(points, scaling, k, params)
    except UserError:
        # A segment that is split again today may have been too small then: not the user's error.
        return few
    means = before.groupby(np.asarray(fitted.assign(before)))["next"].mean()
    expected = pd.Series(fitted.assign(then)).map(means).fillna(before["next"].mean())
    judged = errors(then["next"].to_numpy(dtype=float), expected.to_numpy(dtype=float))
    return SegmentMeans(judged, bought.periods.days)


def mean_metrics(found: SegmentMeans) -> dict[str, Any]:
    """Return what a sentence may quote of the means of segments as a forecast."""
    return {
        "value_r2_segments": found.judged.r2,
        "value_mae_segments": found.judged.mae,
        "value_bias_segments": found.judged.bias,
        "value_days_segments": found.days,
    }
