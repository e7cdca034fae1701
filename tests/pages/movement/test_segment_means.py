"""The means of segments as a forecast, in a sentence beside customers' own histories."""

from __future__ import annotations

from exhibits import blocks_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.movement.segment_means import SegmentMeans
from segmentbook.pages.movement import segment_means
from segmentbook.report.exhibit import claims
from segmentbook.value.backtest import Errors


def test_both_forecasts_are_quoted():
    shown = segment_means(SegmentMeans(Errors(0.25, 514.0, 0.7), 90))
    assert texts_of(shown, {"value_r2_model": 0.57, "value_mae_model": 437.0}) == [
        "As an estimate of revenue per customer in the last 90 days, the mean of each segment in the "
        "days before has an R2 of 0.25 and a mean absolute error of £514; each customer's own history "
        "has 0.57 and £437."
    ]
    assert claims(shown) == []


def test_without_order_lines_the_exhibit_is_not_applicable():
    [block] = blocks_of(segment_means(NotApplicable(reason="the export has no orders")))
    assert block["kind"] == "not_applicable"
