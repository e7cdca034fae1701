"""Gross, net and matched revenue in sentences."""

from __future__ import annotations

from exhibits import blocks_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.cleaning import revenue


def shown(**changes):
    kinds = {
        "revenue_gross": 900.0,
        "revenue_net": 800.0,
        "revenue_matched": 850.0,
        "cancellation_lines": 12,
        "cancelled_lines": 7,
    }
    return texts_of(revenue(kinds | changes), {"revenue": 840.0})


def test_three_kinds_are_distinguished():
    first, used = shown()
    assert first.startswith(
        "Known customers bought for £900.00 (gross). 12 cancelled lines leave £800"
    )
    assert "Without the 7 purchases" in first
    assert used == "This report counts £840.00, after all of its rules."


def test_without_cancellations():
    same = {"cancellation_lines": 0, "revenue_net": 900.0}
    assert shown(**same)[0] == (
        "The export has no cancellations: known customers bought for £900.00, gross and net."
    )
    assert "corrections with negative money" in shown(cancellation_lines=0)[0]


def test_an_export_without_products():
    [block] = blocks_of(revenue(NotApplicable(reason="the export has no quantity")))
    assert block["what"] == "Gross, net and matched revenue"
