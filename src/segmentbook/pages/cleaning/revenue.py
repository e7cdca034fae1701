"""Gross, net and matched revenue: three figures that are often called by one name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from segmentbook.core.claims import claim
from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, Text, page


@page(mark("Gross, net and matched revenue"))
def revenue(kinds: Mapping[str, Any]) -> Exhibit:
    """Distinguish three kinds of revenue, and say which one the report uses.

    Args:
        kinds: See `cleaning.revenue_kinds`.
    """
    used = mark("This report counts {revenue:money_exact}, after all of its rules.")
    return Exhibit("", [Text(_compared(kinds)), Text(used)], kinds)


def _compared(kinds: Mapping[str, Any]) -> str:
    if kinds["cancellation_lines"] > 0:
        return mark(
            "Known customers bought for {revenue_gross:money_exact} (gross). "
            "{cancellation_lines:count} cancelled lines leave {revenue_net:money_exact} (net). Without "
            "the {cancelled_lines:count} purchases that a cancellation takes back in full it is "
            "{revenue_matched:money_exact} (matched); the other cancellations have no such purchase in "
            "the export."
        )
    if kinds["revenue_gross"] == kinds["revenue_net"]:
        return mark(
            "The export has no cancellations: known customers bought for "
            "{revenue_gross:money_exact}, gross and net."
        )
    return claim(
        "exact",
        "No line of the export has a negative quantity: gross and net revenue of known customers "
        "differ only by corrections with negative money ({revenue_gross:money_exact} gross, "
        "{revenue_net:money_exact} net).",
    )
