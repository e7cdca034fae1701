"""Customers and revenue by the kind of move from one period to the next."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segmentbook.core.message import mark
from segmentbook.features import RFM, Feature
from segmentbook.movement.transitions import ALL, LAPSED, NEW, RETURNED
from segmentbook.report.exhibit import Exhibit, Table, notes, page


@page()
def revenue_by_move(kinds: pd.DataFrame, features: Sequence[Feature] = RFM) -> Exhibit:
    """Show the revenue of every kind of move, and how far periods and whole time agree, after `moves`.

    Args:
        kinds: See `tracking.by_kind`.
        features: The features that the segments of the whole time are made from.
    """
    rows = kinds.assign(kind=kinds["kind"].map(_KINDS))
    other = {feature.name for feature in features} != {feature.name for feature in RFM}
    return Exhibit(
        parts=[
            Table(
                rows,
                _COLUMNS,
                mark("Revenue changed by {moved_change:money} from one period to the next"),
                emphasise=len(rows) - 1,
            ),
            *notes([_AGREEMENT, _OTHER_FEATURES] if other else [_AGREEMENT]),
        ]
    )


_COLUMNS = {
    "kind": (mark("Customers who"), "term"),
    "customers": (mark("Customers"), "count"),
    "before": (mark("Revenue before"), "money"),
    "after": (mark("Revenue after"), "money"),
    "change": (mark("Change"), "money"),
}
_KINDS = {
    "stayed": mark("stayed in their segment"),
    "upgraded": mark("moved to a segment of higher value"),
    "downgraded": mark("moved to a segment of lower value"),
    LAPSED: mark("did not order in the later period"),
    NEW: mark("ordered for the first time"),
    RETURNED: mark("returned after a period without an order"),
    ALL: mark("All"),
}
_AGREEMENT = mark(
    "The segments of a period are made from that period alone; their agreement with those of the whole "
    "time is an adjusted Rand index of {movement_agreement:number} (1: identical, 0: as by chance). A "
    "dot in the heatmap stands for moves of too few customers to be shown."
)
_OTHER_FEATURES = mark(
    "The segments of a period are made from recency, frequency and monetary value in it, those of the "
    "whole time from other features."
)
