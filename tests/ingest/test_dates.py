"""Dates come back in every form, or are refused with both readings; never wrong."""

from __future__ import annotations

from datetime import datetime

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.core.errors import UserError
from segmentbook.ingest.dates import read_dates, readings

FORMS = [
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y/%m/%d %H:%M:%S", "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d/%m/%y %H:%M:%S",
    "%d-%b-%y %H:%M:%S", "%d %B %Y %H:%M:%S", "%b %d, %Y %H:%M:%S", "%Y%m%d%H%M%S",
    "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%d %H:%M:%S.%f",
]  # fmt: skip
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)


def parse(texts, day_first=None, zone=None):
    values = ibis.memtable(
        pa.table({"value": texts, "n": [1] * len(texts), "at": range(len(texts))})
    )
    read = read_dates(values, "d", day_first=day_first, zone=zone, file="f.csv")
    return values.select("at", read=read).order_by("at").to_pyarrow()["read"].to_pylist()


@settings(deadline=None, max_examples=30)
@given(st.lists(MOMENTS, min_size=1, max_size=5), st.sampled_from(FORMS))
def test_a_date_comes_back_or_is_refused(moments, form):
    texts = [moment.strftime(form) for moment in moments]
    open_form = form.startswith(("%d/%m", "%m/%d", "%d-%m"))
    told = any(moment.day > 12 for moment in moments)
    if open_form and not told and any(moment.day != moment.month for moment in moments):
        with pytest.raises(UserError, match="two readings"):
            parse(texts)
        return
    assert parse(texts) == moments


def test_a_declared_order_is_followed():
    assert parse(["3/4/2011"], day_first=True) == [datetime(2011, 4, 3)]
    assert parse(["3/4/2011"], day_first=False) == [datetime(2011, 3, 4)]


def test_two_readings_are_told():
    with pytest.raises(UserError, match="'3/4/2011' is 3 April or 4 March") as error:
        parse(["3/4/2011", "2/2/2011"])
    assert "day_first: true" in str(error.value)
    assert parse(["2/2/2011"]) == [datetime(2011, 2, 2)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("44713", datetime(2022, 6, 1)),
        ("44713.5", datetime(2022, 6, 1, 12)),
        ("19970101", datetime(1997, 1, 1)),
        ("1291191960", datetime(2010, 12, 1, 8, 26)),
        ("1291191960000", datetime(2010, 12, 1, 8, 26)),
        ("5-Dez-10", datetime(2010, 12, 5)),
        ("05 Agustus 2021", datetime(2021, 8, 5)),
        ("1 de março de 2011", datetime(2011, 3, 1)),
        ("1 Şubat 2020", datetime(2020, 2, 1)),
        ("2010-12-01T08:26:07.1234567Z", datetime(2010, 12, 1, 8, 26, 7, 123456)),
        ("30/2/2022", None),
        ("hello", None),
        ("NA", None),
    ],
)
def test_other_forms(text, wanted):
    assert parse([text, "2011-01-01"]) == [wanted, datetime(2011, 1, 1)]


def test_offsets_count_where_the_shop_has_a_zone():
    texts = ["2010-12-01T08:26:07Z", "2010-06-01 08:26+02:00", "2010-12-01"]
    assert parse(texts, zone="America/New_York") == [
        datetime(2010, 12, 1, 3, 26, 7), datetime(2010, 6, 1, 2, 26), datetime(2010, 12, 1),
    ]  # fmt: skip


def test_the_readings_of_a_column_are_listed_with_the_most_frequent_form_first():
    texts = ["13/4/2011", "14/4/2011", "2011-04-13", "44713", "30/2/2011", "never", None]
    values = ibis.memtable(pa.table({"value": texts, "n": [1, 1, 3, 1, 1, 2, 5]}))
    found = readings(values, "d", day_first=None, zone=None, file="f.csv")
    assert [(one.form, one.rows, one.when) for one in found] == [
        ("%Y-%m-%d", 3, datetime(2011, 4, 13)),
        ("%d/%m/%Y", 3, datetime(2011, 4, 13)),
        ("days since 1900 (Excel)", 1, datetime(2022, 6, 1)),
        ("", 2, None),
    ]


def test_two_orders_in_one_column_are_refused_with_the_evidence():
    with pytest.raises(UserError, match="1 others have the day first, and 1 the month"):
        parse(["13/4/2011", "4/13/2011", "3/4/2011"])


def test_a_column_without_any_date_is_null():
    assert parse(["hello", "world"]) == [None, None]


def test_dates_stored_as_numbers_with_a_fraction():
    values = ibis.memtable(pa.table({"value": [20110413.0, 44713.5], "n": [1, 1]}))
    read = read_dates(values, "d", day_first=None, zone=None, file="f.csv")
    found = values.select("value", read=read).order_by("value").to_pyarrow()["read"].to_pylist()
    assert found == [datetime(2022, 6, 1, 12), datetime(2011, 4, 13)]
