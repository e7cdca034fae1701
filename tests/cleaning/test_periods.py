"""Spans of time to keep or to drop, and months that an export does not cover."""

from __future__ import annotations

import pandas as pd
import pytest

from segmentbook.cleaning.periods import incomplete_periods
from small_export import ROWS, clean, rule, table


@pytest.mark.whole
@pytest.mark.parametrize(
    ("one", "kept"),
    [
        (rule("keep_period", **{"from": "2021-02", "to": "2021-02"}), [2, 3, 6]),
        (rule("keep_period", **{"from": "2021-02-15"}), [3, 4, 6]),
        (rule("keep_period", **{"from": "2021-02-28", "to": "2021-02-28"}), [3]),
        (rule("drop_period", to="2021-02-01"), [3, 4, 5, 6]),
        (rule("drop_period", to="2021-12"), [5]),
    ],
)
def test_both_ends_of_a_span_belong_to_it(one, kept):
    assert clean(one).rows["export_row"].tolist() == kept


def found(*days):
    rows = pd.concat([ROWS.head(1).assign(timestamp=day) for day in days])
    return [(one["fault"], one["count"], one["value"]) for one in incomplete_periods(table(rows))]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2021-01-04", "2021-01-28"], []),
        (["2021-01-05", "2021-01-28"], [("first_month_incomplete", 2, "2021-01-05")]),
        (["2021-01-01", "2021-02-24"], [("last_month_incomplete", 1, "2021-02-24")]),
        (["2021-01-01", "2021-02-25"], []),
        (["2021-01-01", "2021-03-31"], [("months_without_rows", 1, "2021-02")]),
        (["2021-01-01", "2021-12-31"], [("months_without_rows", 10, "2021-02/2021-11")]),
    ],
)
def test_months_that_are_not_covered(days, expected):
    assert found(*days) == expected


def test_shares_are_of_months_and_of_rows():
    rows = pd.concat([ROWS.head(1).assign(timestamp=day) for day in ("2021-01-10", "2021-04-30")])
    shares = {one["fault"]: one["share"] for one in incomplete_periods(table(rows))}
    assert shares == {"months_without_rows": 0.5, "first_month_incomplete": 0.5}


def test_an_export_without_times_or_rows_has_no_months():
    assert incomplete_periods(table().drop("timestamp")) == []
    assert incomplete_periods(table().filter(False)) == []
    assert incomplete_periods(table(ROWS.assign(timestamp=None))) == []
