"""Order lines of products without a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from segmentbook.core.message import mark
from segmentbook.report.exhibit import Exhibit, notes, page


@page()
def unnamed(metrics: Mapping[str, Any]) -> Exhibit:
    """Say how many order lines are of products without a name; nothing where all have one.

    Args:
        metrics: See `catalogue.unnamed_items`.
    """
    sentence = mark(
        "{unnamed_lines:count} order lines are of products without a name: they count in every sum, "
        "but no list of products shows them."
    )
    return Exhibit("", notes([sentence] if metrics["unnamed_lines"] else []), metrics)
