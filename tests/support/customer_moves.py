"""Customers who move between two segments over three quarters."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from fixtures import REFERENCE
from segmentbook.movement.periods import QUARTER, Periods
from segmentbook.movement.tracking import Movement
from segmentbook.movement.transitions import LAPSED, NEW, RETURNED, transitions

RANK = {1: 1, 2: 2}
COUNTS = {
    (1, 1): 30, (1, 2): 12, (1, LAPSED): 4, (2, 1): 15, (2, 2): 40, (2, LAPSED): 25,
    (NEW, 1): 11, (NEW, 2): 60, (RETURNED, 2): 18,
}  # fmt: skip
"""Customers of each transition, the same into the second and the third quarter."""


def movement(
    change: Mapping[tuple[int | str, int | str], float] | None = None, minimum: int = 10
) -> Movement:
    """Return how the customers of `COUNTS` moved.

    Args:
        change: For a transition, how much more a customer spends after it; 1 unless it is given.
        minimum: Fewer customers are not shown.
    """
    rows = [
        {"period": later, "from": old, "to": new, "before": 10.0, "after": 10.0 + more}
        for later in (1, 2)
        for (old, new), number in COUNTS.items()
        for more in [(change or {}).get((old, new), 1.0)]
        for _ in range(number)
    ]
    moved = pd.DataFrame(rows)
    latest = transitions(moved[moved["period"] == 2], RANK, minimum)
    return Movement(Periods(REFERENCE, QUARTER, 3), moved, RANK, latest, 0.5, minimum)
