"""Revenue and customers over time: titles by what was tested, and what is drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from drawing import svg
from exhibits import blocks_of, picture_of, texts_of
from segmentbook.core.claims import kind_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import trends as eda
from segmentbook.pages.eda import trends
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def months(number, last=100.0):
    table = pd.DataFrame({"month": pd.date_range("2021-01-01", periods=number, freq="MS")})
    revenue = np.where(np.arange(number) < number - 3, 100.0, last)
    return table.assign(revenue=revenue, customers=50.0, new_customers=20.0, complete=True)


def changes(table, trend="untested"):
    recent = eda.compared(table, eda.RECENT)
    rows = []
    for series in eda.SERIES:
        of = table.set_index("month")[series]
        now, before = of[recent.now].mean(), of[recent.before].mean()
        row = {"series": series, "now": now, "before": before, "change": now / before - 1}
        rows.append(row | {"year": -0.25, "p": 0.001, "trend": trend})
    return pd.DataFrame(rows)


def shown(table, trend="untested"):
    return trends(table, changes(table, trend), "GBP")


@pytest.mark.parametrize(
    ("number", "last", "title"),
    [
        (18, 60.0, "April 2022 to June 2022 was 40% below that of the same months a year earlier"),
        (18, 120.0, "April 2022 to June 2022 was 20% above that of the same months a year earlier"),
        (6, 60.0, "April 2021 to June 2021 was 40% below that of the months just before"),
        (6, 120.0, "April 2021 to June 2021 was 20% above that of the months just before"),
    ],
)
def test_untested_months_are_compared(number, last, title):
    [exhibit] = shown(months(number, last))
    assert kind_of(exhibit.title[0]) == "exact"
    assert texts_of([exhibit])[0] == f"Revenue of {title}"


@pytest.mark.parametrize(
    ("verdict", "kind", "word"),
    [
        ("falls", "trend.revenue_falls", "falling"),
        ("rises", "trend.revenue_rises", "growing"),
        ("none", "exact", "of"),
    ],
)
def test_the_verdict_of_the_test_is_the_title(verdict, kind, word):
    [exhibit] = shown(months(24, 60.0), verdict)
    assert kind_of(exhibit.title[0]) == kind
    assert word in texts_of([exhibit])[0]


def test_a_collapse_has_a_sentence():
    assert any("fell from £100 in" in text for text in texts_of(shown(months(18, 60.0))))
    assert not any("fell from" in text for text in texts_of(shown(months(18, 90.0))))


def test_every_month_is_in_the_text_alternative():
    table = months(18)
    table.loc[17, "complete"] = False
    table.loc[0, "new_customers"] = np.nan
    picture = picture_of(shown(table))
    svg(picture)
    assert len(picture.figure.axes) == 3
    assert "January 2021: revenue £100, 50 active customers, – new customers" in picture.alt
    assert "June 2022 (not complete): revenue £100" in picture.alt


def test_without_order_lines_the_exhibit_is_not_applicable():
    none = NotApplicable(reason="the export has no orders")
    [block] = blocks_of(trends(none, none, "GBP"))
    assert block["what"] == "Revenue and customers over time"
