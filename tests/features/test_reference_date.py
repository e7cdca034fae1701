"""The date that days are counted to."""

from __future__ import annotations

from datetime import date

import ibis
import pandas as pd
import pytest

import customer_table
from fixtures import in_engine, order_lines, study
from segmentbook.core.errors import UserError
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import reference_date

NONE = NotApplicable(reason="not here")


def test_the_reference_is_the_day_after_the_last_order_unless_given():
    lines = in_engine(order_lines())
    last = order_lines()["timestamp"].max().date()
    assert reference_date.reference_date(lines, None) == last + pd.Timedelta(days=1)
    assert reference_date.reference_date(lines, date(2024, 1, 1)) == date(2024, 1, 1)
    for wrong in (last, date(2020, 1, 1)):
        with pytest.raises(UserError) as error:
            reference_date.reference_date(lines, wrong)
        assert f"reference_date = {wrong}" in str(error.value)
        assert f"a date after {last}" in str(error.value)


def rows(**dates):
    """Return customer rows with columns of dates as texts."""
    table = ibis.memtable(pd.DataFrame({"customer": ["a", "b"], **dates}))
    return table.mutate(**{name: table[name].cast("timestamp") for name in dates})


def test_a_customer_table_is_counted_to_the_day_of_the_export():
    table = rows(last_order=["2022-03-01", "2022-05-01"], as_of=["2022-06-01", "2022-06-02"])
    assert reference_date.reference_of_rows(table, None) == date(2022, 6, 2)
    assert reference_date.reference_of_rows(table, date(2022, 7, 1)) == date(2022, 7, 1)
    with pytest.raises(UserError, match="before the latest date of a customer"):
        reference_date.reference_of_rows(table, date(2022, 4, 1))


def test_without_such_a_day_it_is_the_day_after_the_latest_date():
    table = rows(joined=["2022-03-01", "2022-05-31"])
    assert reference_date.reference_of_rows(table, None) == date(2022, 6, 1)
    with pytest.raises(UserError, match="no column holds a date to count days to"):
        reference_date.reference_of_rows(rows(), None)
    assert reference_date.reference_of_rows(rows(), date(2022, 1, 1)) == date(2022, 1, 1)


def test_the_grain_of_the_export_decides():
    lines, table = in_engine(order_lines()), rows(joined=["2022-03-01", "2022-05-31"])
    of_lines = reference_date.reference_of(study(), lines, NONE)
    assert of_lines == order_lines()["timestamp"].max().date() + pd.Timedelta(days=1)
    assert reference_date.reference_of(customer_table.study(), NONE, table) == date(2022, 6, 1)
