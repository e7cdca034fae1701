"""Customers who move between two bands of spending over three quarters."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fixtures import REFERENCE
from segmentbook.movement.exchange import QUANTITIES
from segmentbook.movement.periods import QUARTER, Periods
from segmentbook.movement.tracking import Movement
from segmentbook.movement.transitions import ABSENT, CAME, NEW, RETURNED, transitions

COUNTS = {
    (1, 1): 30, (1, 2): 12, (1, ABSENT): 4, (2, 1): 15, (2, 2): 40, (2, ABSENT): 25,
    (NEW, 1): 11, (NEW, 2): 60, (RETURNED, 2): 18,
}  # fmt: skip
"""Customers of each transition, the same into the second and the third quarter."""


def movement(
    beyond: Mapping[str, str] | None = None,
    minimum: int = 10,
    *,
    year: bool = False,
    new_known: bool = True,
) -> Movement:
    """Return how the customers of `COUNTS` moved, each spending 1 more after a move.

    Args:
        beyond: For a quantity of `exchange` the direction in which it exceeds chance.
        minimum: Fewer customers are not shown.
        year: Whether there is a period of a year earlier.
        new_known: Whether it is known who is new.
    """
    moved = _moved(COUNTS)
    if not new_known:
        moved["from"] = moved["from"].replace({NEW: CAME, RETURNED: CAME})
    latest = transitions(moved, 2, minimum)
    before = None
    if year:
        counts = {(CAME if old in (NEW, RETURNED) else old, new): 20 for old, new in COUNTS}
        before = transitions(_moved(counts), 2, minimum)
    directions = [(beyond or {}).get(quantity, "") for quantity in QUANTITIES]
    tested = pd.DataFrame(
        {
            "quantity": QUANTITIES,
            "change": [3.0, 27.0, 60.0, 1215.0],
            "size": [3.0, 27.0, 60.0, 1215.0],
            "low": -50.0,
            "high": 50.0,
            "p": [0.001 if direction else 0.8 for direction in directions],
            "direction": directions,
        }
    )
    periods = Periods(REFERENCE, QUARTER, 5 if year else 3)
    both = dict.fromkeys(range(1, periods.number), moved)
    return Movement(periods, np.array([400.0]), both, latest, before, tested, minimum)


def _moved(counts: Mapping[tuple[int | str, int | str], int]) -> pd.DataFrame:
    rows = [
        {"from": old, "to": new, "before": 10.0, "after": 11.0}
        for (old, new), number in counts.items()
        for _ in range(number)
    ]
    return pd.DataFrame(rows)
