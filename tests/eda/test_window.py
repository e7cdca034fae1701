"""What an export can know of new customers and of whole months."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from fixtures import in_engine
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda.window import Window, burn_in, window, window_metrics

FIRST = pd.Timestamp("2023-01-01")


def orders(*days_of_customers):
    """Return lines in which customer n ordered on the given days of the export."""
    rows = [
        (f"{n}", FIRST + pd.Timedelta(days=int(day)))
        for n, days in enumerate(days_of_customers)
        for day in days
    ]
    return in_engine(pd.DataFrame(rows, columns=["customer", "timestamp"]))


def test_the_burn_in_is_a_limit_of_the_gaps_between_order_days():
    # 400 gaps of 7 days, 3 of 50; two orders on one day are no gap.
    often = [[0, 7, 7, 14]] * 200
    found = window(orders(*often, *[[0, 50]] * 3, [360]))
    assert found == Window(date(2023, 1, 1), date(2023, 12, 27), 7)
    assert found.known_from == date(2023, 1, 8)
    assert found.knows_new_from(date(2023, 1, 8))
    assert not found.knows_new_from(date(2023, 1, 7))
    assert window_metrics(found)["burn_in_days"] == 7


def test_fewer_gaps_make_the_burn_in_longer():
    gaps = np.arange(1, 1001)
    assert burn_in(gaps, np.ones(1000, dtype=int)) == 962
    assert burn_in(gaps[9::10], np.ones(100, dtype=int)) == 990
    assert burn_in(gaps[:58], np.ones(58, dtype=int)) is None


@pytest.mark.parametrize("days", [[0], [0, 5]])
def test_without_enough_gaps_nobody_is_known_to_be_new(days):
    found = window(orders(*[days] * 20))
    assert found.burn_in is None
    assert found.known_from is None
    assert not found.knows_new_from(found.last)


def test_whole_months():
    months = pd.Series(pd.date_range("2022-12-01", periods=4, freq="MS"))
    one = Window(date(2022, 12, 9), date(2023, 3, 9), 5)
    assert one.is_whole(months).tolist() == [False, True, True, False]
    # A shop that is closed on the first and the last three days of the export.
    other = Window(date(2022, 12, 4), date(2023, 3, 28), 5)
    assert other.is_whole(months).tolist() == [True, True, True, True]


def test_an_export_of_a_month_knows_nobody_who_is_new_in_the_last_quarter():
    found = window(orders(*[list(range(0, 31, 5))] * 30))
    assert found.burn_in == 5
    assert not found.knows_new_from(found.last + timedelta(days=1 - 90))


def test_without_order_lines_there_is_no_window():
    missing = NotApplicable(reason="no order lines")
    assert window(missing) is missing
