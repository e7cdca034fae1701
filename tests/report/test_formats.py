"""How numbers, money and dates are written."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.report.formats import KINDS, NO_CURRENCY, WEEKDAYS, Formats

POUNDS = Formats("GBP")


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1234567, "count", "1,234,567"),
        (0.6, "count", "1"),
        (-0.4, "count", "0"),
        (np.int64(12), "count", "12"),
        (0.25, "number", "0.25"),
        (12.34, "number", "12.3"),
        (2048.69, "number", "2,049"),
        (-12.34, "number", "−12.3"),
        (0.33291, "number3", "0.333"),
        (1.0, "number3", "1.000"),
        (0.746, "percent", "75%"),
        (0.0512, "percent", "5.1%"),
        (0, "percent", "0%"),
        (1, "percent", "100%"),
        (0.994, "percent", "99%"),
        (0.9954, "percent", "99.5%"),
        (0.9995, "percent", "99.95%"),
        (0.99999, "percent", "99.999%"),
        (1.004, "percent", "100%"),
        (8887208.894, "money", "£8,887,209"),
        (3.5, "money", "£3.50"),
        (-27.5, "money", "−£27.50"),
        (8887208.894, "money_exact", "£8,887,208.89"),
        (Decimal("15.30"), "money_exact", "£15.30"),
        (8887208.894, "money_short", "£8.89M"),
        (435_900, "money_short", "£436K"),
        (35_400, "money_short", "£35.4K"),
        (1_823.4, "money_short", "£1,823"),
        (29.58, "money_short", "£29.58"),
        (500_000, "money_tick", "£500K"),
        (2_500, "money_tick", "£2.5K"),
        (1_250_000, "money_tick", "£1.25M"),
        (date(2011, 12, 9), "date", "9 December 2011"),
        ("2011-12-09", "date", "9 December 2011"),
        ("2011-12-09T12:50:00", "date", "9 December 2011"),
        (pd.Timestamp("2011-12-09 12:50"), "month", "December 2011"),
        (datetime(2011, 12, 9, 23, 59), "date", "9 December 2011"),
        ("A <b> & {x}", "text", "A <b> & {x}"),
        (7, "text", "7"),
    ],
)
def test_written_in_english(value, kind, text):
    assert POUNDS.write(value, kind) == text


def test_weekdays_are_named_in_the_language():
    assert WEEKDAYS[0] == "Monday"
    assert [POUNDS.write(day, "weekday") for day in WEEKDAYS] == list(WEEKDAYS)
    assert Formats("IDR", "id").write("Sunday", "weekday") == "Minggu"
    assert POUNDS.write("2011-12-09", "year") == "2011"


def test_money_without_a_currency_is_a_number():
    unknown = Formats(NO_CURRENCY)
    written = [unknown.write(1_234_500, kind) for kind in ("money", "money_exact", "money_short")]
    assert written == ["1,234,500", "1,234,500.00", "1.23M"]
    assert unknown.write("¤", "text") == "¤"


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("nothing", [None, float("nan"), np.nan, pd.NaT, pd.NA])
def test_nothing_is_a_dash(nothing, kind):
    assert POUNDS.write(nothing, kind) == "–"


def test_an_unknown_kind_names_the_nearest():
    with pytest.raises(ValueError, match="did you mean 'percent'"):
        POUNDS.write(1, "percentage")


def test_another_language_and_currency():
    rupiah = Formats("IDR", "id")
    assert rupiah.write(1234567, "count") == "1.234.567"
    assert rupiah.write(date(2021, 8, 17), "date") == "17 Agustus 2021"
    assert "Rp" in rupiah.write(150000, "money")


FINITE = st.floats(-1e12, 1e12, allow_nan=False)
NUMERIC = ["count", "number", "number3", "percent", "money", "money_exact", "money_short"]


@settings(max_examples=150, deadline=None)
@given(value=FINITE | st.integers(-(10**12), 10**12), kind=st.sampled_from(NUMERIC))
def test_every_number_is_written_with_its_sign_and_digits(value, kind):
    text = POUNDS.write(value, kind)
    assert re.fullmatch(r"−?£?[\d,]+(\.\d+)?[KMBT%]?", text), text
    assert text.startswith("−") == (value < 0 and any(digit in text for digit in "123456789"))


@settings(max_examples=150, deadline=None)
@given(value=st.floats(-1e12, 1e12, allow_nan=False))
def test_numbers_read_back_within_their_precision(value):
    back = float(POUNDS.write(value, "number").replace(",", "").replace("−", "-"))
    assert back == pytest.approx(value, rel=0.006, abs=0.0051)
    money = POUNDS.write(value, "money_exact").replace(",", "").replace("£", "").replace("−", "-")
    assert float(money) == pytest.approx(value, abs=0.00501)


def test_the_letters_of_a_code_stand_apart_from_the_digits():
    rupiah = Formats("IDR", "en")
    assert rupiah.write(33_520_000_000, "money_short") == "IDR\u00a033.52B"
    assert rupiah.write(0, "money_tick") == "IDR\u00a00"
    assert rupiah.write(-500, "money") == "−IDR\u00a0500"
    assert Formats("IDR", "id").write(500, "money") == "Rp500"
    assert Formats("USD", "id").write(500, "money") == "US$500"


def test_a_float_that_is_nearly_round_is_a_round_tick():
    assert POUNDS.write(40.000000000001, "money_tick") == "£40"
    assert POUNDS.write(0.30000000000000004, "money_tick") == "£0.3"


@settings(max_examples=50, deadline=None)
@given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_date_and_its_iso_text_are_written_alike(day):
    text = POUNDS.write(day, "date")
    assert text == POUNDS.write(day.isoformat(), "date")
    assert datetime.strptime(text, "%d %B %Y").date() == day


@settings(max_examples=100, deadline=None)
@given(share=st.floats(0.99, 1.0) | st.integers(1, 10**7).map(lambda whole: (whole - 1) / whole))
def test_only_1_is_written_as_100_percent(share):
    text = POUNDS.write(share, "percent")
    assert (text == "100%") == (share == 1)
    assert float(text.removesuffix("%")) <= 100
    assert float(text.removesuffix("%")) == pytest.approx(100 * share, abs=0.5)
