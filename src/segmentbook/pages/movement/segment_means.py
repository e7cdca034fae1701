"""The means of segments as a forecast of revenue per customer, beside each customer's own history."""

from __future__ import annotations

from segmentbook.core.message import mark
from segmentbook.movement.segment_means import SegmentMeans, mean_metrics
from segmentbook.report.exhibit import Exhibit, page, points


@page(mark("The means of segments as an estimate of revenue"))
def segment_means(found: SegmentMeans) -> Exhibit:
    """Show the errors of the means of segments as a forecast, beside those of customers' histories.

    Args:
        found: See `movement.segment_means.segment_means`. The chapter on customers has recorded the
            forecast from customers' own histories, as it applies to the same exports.
    """
    sentences = [
        mark(
            "As an estimate of revenue per customer in the last {value_days_segments:count} days, the "
            "mean of each segment in the days before has an R2 of {value_r2_segments:number} and a mean "
            "absolute error of {value_mae_segments:money}; each customer's own history has "
            "{value_r2_model:number} and {value_mae_model:money}."
        ),
    ]
    return Exhibit("", points(sentences), mean_metrics(found))
