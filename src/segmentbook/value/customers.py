"""What is known of each customer's future, beside the customer view."""

from __future__ import annotations

import pandas as pd

from segmentbook.core.not_applicable import NotApplicable
from segmentbook.value.activity import Activity
from segmentbook.value.next_value import NextValue

COLUMNS = ("active_probability", "overdue", "expected_revenue")
"""The columns that are added to the customer view, as far as they apply."""


def with_value(
    view: pd.DataFrame, active: Activity | NotApplicable, forecast: NextValue | NotApplicable
) -> pd.DataFrame:
    """Add the probability of being active, whether overdue, and the revenue expected next.

    Args:
        view: The customer view.
        active: See `activity.activity`.
        forecast: See `next_value.next_value`.

    Returns:
        The view; what does not apply to a study is not added.
    """
    for found in (active, forecast):
        if not isinstance(found, NotApplicable):
            view = view.merge(found.customers, on="customer", how="left", validate="1:1")
    if "overdue" in view.columns:
        view["overdue"] = view["overdue"].fillna(False).astype(bool)
    return view
