"""Customers whose segment is a rule, and the rules found of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import RFM
from segmentbook.segments import rules as tree
from segmentbook.segments.holdout import split

NOTHING = NotApplicable(reason="too few")


def planted(customers: int = 600) -> pd.DataFrame:
    """Return customers whose segment is a rule: more than 5 orders, and seen within 40 days."""
    random = np.random.default_rng(5)
    view = pd.DataFrame(
        {
            "customer": [str(n) for n in range(customers)],
            "recency": random.integers(1, 200, customers),
            "frequency": random.integers(1, 20, customers),
            "monetary": random.uniform(1, 900, customers).round(2),
        }
    )
    good = (view["frequency"] > 5) & (view["recency"] <= 40)
    return view.assign(segment=np.where(good, 1, 2), name=np.where(good, "Good", "Others"))


def described(view, depth=3):
    description = tree.describe(split(view, RFM, 42), depth, 42)
    return description, tree.table(description, view)
