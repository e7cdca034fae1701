"""The renderers' own words, dates and addresses."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notebooks import META
from segmentbook.report.render.labels import cover_date, labels, long_date, period, slug


@given(st.text())
def test_any_heading_has_an_address(text):
    assert re.fullmatch(r"\w+(-\w+)*", slug(text))


@pytest.mark.parametrize(
    ("first", "last", "language", "text"),
    [
        (date(2011, 1, 4), date(2011, 12, 9), "en", "4 January – 9 December 2011"),
        (date(2010, 12, 1), date(2011, 12, 9), "en", "1 December 2010 – 9 December 2011"),
        (date(2011, 1, 4), date(2011, 8, 9), "id", "4 Januari – 9 Agustus 2011"),
    ],
)
def test_periods(first, last, language, text):
    assert period(first, last, language) == text


def test_the_cover_shows_the_period_or_the_date():
    days = date(2011, 1, 4), date(2011, 12, 9)
    assert cover_date(replace(META, period=days)) == "4 January – 9 December 2011"
    assert cover_date(META) == long_date(META.date, "en") == "5 November 2026"


def test_labels_are_filled():
    assert all(labels().values())
