"""Cohort retention."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from drawing import svg
from exhibits import blocks_of, picture_of, texts_of
from fixtures import in_engine, order_lines
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import retention
from segmentbook.eda.window import Window
from segmentbook.pages.eda import cohorts
from segmentbook.report import theme

KNOWN = Window(date(2023, 1, 1), date(2023, 12, 31), 0)


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def table(ages, customers, size):
    return pd.DataFrame(
        {
            "cohort": pd.Timestamp("2023-01-01"),
            "age": ages,
            "customers": customers,
            "size": size,
            "retention": [number / size for number in customers],
        }
    )


def test_first_and_last_month_of_the_first_cohort_are_in_the_text_alternative():
    found = retention.cohorts(in_engine(order_lines(200)), KNOWN)
    picture = picture_of(cohorts(found, KNOWN))
    svg(picture)
    first = found[found["cohort"] == found["cohort"].min()].dropna().set_index("age")
    assert f"Of the {first['size'].iloc[0]:,} customers first seen in January 2023" in picture.alt
    assert f"{first.loc[1, 'retention']:.0%} ordered in month 1" in picture.alt
    last = first.index.max()
    assert f"{first.loc[last, 'retention']:.0%} in month {last}." in picture.alt


def test_a_first_month_without_orders():
    picture = picture_of(cohorts(table([0, 3], [20, 5], 20), KNOWN))
    svg(picture)
    assert "25% ordered in month 3" in picture.alt
    assert "month 1" not in picture.alt


def test_retention_of_the_next_month_is_the_title():
    found = table([0, 1], [100, 25], 100)
    assert (
        texts_of(cohorts(found, KNOWN))[0]
        == "25% of new customers ordered again in the next calendar month"
    )
    assert texts_of(cohorts(found, KNOWN))[2].startswith("Customers count as new if")
    few = texts_of(cohorts(found, KNOWN, 26))[0]
    assert few == "under 26% of new customers ordered again in the next calendar month"


def test_without_retention_the_exhibit_is_not_applicable():
    missing = NotApplicable(reason="no month has enough new customers who returned later")
    [block] = blocks_of(cohorts(missing, KNOWN))
    assert block["what"] == "Cohort retention"
