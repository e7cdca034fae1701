"""Each shape of a date is one form."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentbook.ingest.date_formats import Form, recognise

MOMENTS = st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31))
WRITTEN = (
    "%Y-%m-%d", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y%m%d", "%Y%m%d%H%M%S", "%d/%m/%Y",
    "%d-%m-%y %H:%M", "%m.%d.%Y", "%d/%m/%Y %I:%M %p", "%Y-%m-%d %H:%M:%S.%f",
)  # fmt: skip


def shape(text):
    return "".join("9" if sign.isdigit() else sign for sign in text)


@given(MOMENTS, st.sampled_from(WRITTEN))
def test_a_form_reads_back_what_strftime_writes(moment, written):
    text = f"{moment:{written}}"
    form = recognise(shape(text))
    assert form is not None
    day_first = written.startswith("%d")
    assert form.timed == ("%M" in written)
    one = form.with_order(day_first)
    assert one.family == ""
    if "%y" not in written:
        found = datetime.strptime(text, one.format)
        assert f"{found:{written}}" == text


@given(st.text("9-/.: TZAPM+", max_size=20))
def test_any_shape_is_a_form_or_none(text):
    form = recognise(text)
    assert form is None or bool(form.format) != bool(form.unit)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("99999", Form(unit="serial")),
        ("99999.999", Form(unit="serial", fraction=3)),
        ("9999999999", Form(unit="seconds")),
        ("9999999999999.0", Form(unit="milliseconds", fraction=1)),
        ("99999999.9", Form("%Y%m%d.0")),
        ("9-Dez-99", Form("%d-%m-%y", month=("Dez", 12))),
        ("99 Ağustos 9999", Form("%d %m %Y", month=("Ağustos", 8))),
        ("99 ŞUBAT 9999", Form("%d %m %Y", month=("ŞUBAT", 2))),
        ("9 NİSAN 9999", Form("%d %m %Y", month=("NİSAN", 4))),
        ("9 Smarch 9999", None),
        ("hello", None),
        ("", None),
    ],
)
def test_forms(text, wanted):
    found = recognise(text)
    if wanted is not None and wanted.unit == "milliseconds":
        assert found is not None
        assert found.unit == wanted.unit
    else:
        assert found == wanted


def test_the_label_is_a_format_or_words():
    assert Form(unit="serial").label == "days since 1900 (Excel)"
    assert Form(unit="seconds").label == "seconds since 1970"
    assert Form(unit="milliseconds").label == "milliseconds since 1970"
    assert Form("%Y").label == "%Y"


def test_full_stops_put_the_day_first():
    found = recognise("99.99.9999")
    assert found is not None
    assert found.day_first is True
    assert recognise("99/99/9999").day_first is None
    assert found.with_order(True).format == "%d.%m.%Y"
    assert found.with_order(False).format == "%m.%d.%Y"


def test_a_serial_number_has_a_time_only_with_a_fraction():
    assert not Form(unit="serial").timed
    assert Form(unit="serial", fraction=2).timed
    assert Form(unit="seconds").timed
