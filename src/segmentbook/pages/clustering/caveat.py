"""What must be said of segments that are not separate groups, wherever they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from segmentbook.core.claims import claim

_OF_ONE = {
    "continuum": claim(
        "groups.slices",
        "A slice of a continuum: customers near its edge are like their neighbours.",
    ),
    "none": claim(
        "groups.none", "No group: customers form neither separate groups nor an order to slice."
    ),
}
_OF_ALL = {
    "continuum": claim(
        "groups.slices",
        "The {segment_count:count} segments are slices of a continuum: no separate groups were found.",
    ),
    "none": claim(
        "groups.none",
        "Customers form neither separate groups nor an order to slice: the {segment_count:count} parts "
        "are a way to look at them, and no finding.",
    ),
}


def caveat_of_one(structure: str) -> str | None:
    """Return the caveat on the page of a segment; None where segments are separate groups.

    Args:
        structure: See `clustering.choice.Structure`.
    """
    return _OF_ONE.get(structure)


def caveat_of_all(metrics: Mapping[str, Any]) -> str | None:
    """Return the caveat on all segments; None where they are separate groups.

    Args:
        metrics: Those of chapter 4: `structure`, `segment_count`.
    """
    return _OF_ALL.get(metrics.get("structure", ""))
