"""What a segment's customers order more often than others do."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.products.favourites import by_segment
from segmentbook.report.exhibit import Exhibit, Template, page


@page()
def favourites(table: pd.DataFrame) -> Exhibit:
    """Record the metric `favourites`, which the segments' cards quote; nothing is shown here.

    Args:
        table: See `products.favourites.favourites`.
    """
    return Exhibit(metrics={"favourites": by_segment(table)})


def favourite_sentences(
    favourites: Mapping[str, Sequence[Mapping[Hashable, Any]]], segment: int
) -> list[Template]:
    """Return what to say of a segment's favourites on its card; nothing where it has none.

    Args:
        favourites: The metric `favourites`, see `products.favourites.by_segment`.
        segment: The number of the segment.
    """
    found = favourites.get(str(segment), [])
    if not found:
        return []
    names = {
        f"{short}{place}": f"favourites.{segment}.{place}.{column}"
        for place in range(len(found))
        for short, column in (("item", "name"), ("lift", "lift"))
    }
    return [(_MORE_OFTEN[len(found) - 1], names)]


_MORE_OFTEN = (
    mark("More often on their orders than on all orders: {item0} ({lift0:number}×)."),
    mark(
        "More often on their orders than on all orders: {item0} ({lift0:number}×) and {item1} "
        "({lift1:number}×)."
    ),
)
"""For one favourite and for two."""
