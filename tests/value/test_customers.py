"""What is added to the customer view."""

from __future__ import annotations

import pandas as pd

from benchmarks.worlds import buyers, value
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.value import activity, next_value
from segmentbook.value.customers import COLUMNS, with_value


def test_columns_are_added_as_far_as_they_apply():
    bought = value.purchases(buyers.gamma_poisson(1, 300))
    view = bought.now[["customer"]].iloc[::-1]
    missing = NotApplicable(reason="the export has no orders")
    active, forecast = activity.activity(bought), next_value.next_value(bought)
    full = with_value(view, active, forecast)
    assert full.columns.tolist() == ["customer", *COLUMNS]
    assert full["customer"].tolist() == view["customer"].tolist()
    assert full["overdue"].dtype == bool
    assert with_value(view, missing, missing).equals(view)
    assert with_value(view, missing, forecast).columns.tolist() == ["customer", COLUMNS[-1]]


def test_the_view_stays_as_it_was():
    view = pd.DataFrame({"customer": ["a"]})
    with_value(view, NotApplicable(reason="none"), NotApplicable(reason="none"))
    assert view.columns.tolist() == ["customer"]
