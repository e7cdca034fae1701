"""Revenue by month: what is drawn and said of ordinary and awkward tables."""

from __future__ import annotations

import pandas as pd
import pytest

from drawing import svg
from exhibits import blocks_of, picture_of, texts_of
from fixtures import in_engine, order_lines
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import sales
from segmentbook.pages.eda import months
from segmentbook.report import theme


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def table(count: int, *, complete: bool = True) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": pd.date_range("2019-11-01", periods=count, freq="MS"),
            "revenue": [1500.0 + n for n in range(count)],
            "complete": [complete] * count,
        }
    )


def test_every_month_is_in_the_text_alternative():
    found = sales.by_month(in_engine(order_lines(150)))
    picture = picture_of(months(found, "GBP"))
    svg(picture)
    for row in found.itertuples():
        part = "" if row.complete else " (not complete)"
        assert f"{row.month:%B %Y} {theme.money(row.revenue, 'GBP')}{part}" in picture.alt


@pytest.mark.parametrize(("count", "complete"), [(1, True), (2, False), (14, True), (60, False)])
def test_any_number_of_months(count, complete):
    picture = picture_of(months(table(count, complete=complete), "USD"))
    svg(picture)
    assert "November 2019 $1,500" in picture.alt
    assert ("not complete" in picture.alt) == (not complete)
    labels = [label for label in picture.figure.axes[0].get_xticklabels() if label.get_text()]
    assert 1 <= len(labels) <= 13


def test_best_and_weakest_month_are_compared():
    assert texts_of(months(table(3), "GBP")) == [
        "January 2020 was the best complete month with £1,502",
        "Revenue by month",
        "The weakest complete month, November 2019, brought £1,500.",
        "The best month brought 1.00 times as much.",
    ]


def test_another_best_month_without_the_largest_orders():
    usual = table(3).assign(revenue=[1400.0, 1490.0, 1300.0])
    assert texts_of(months(table(3), "GBP", usual))[-1] == (
        "Without the largest 1.0% of orders, December 2019 is the best month."
    )
    assert len(texts_of(months(table(3), "GBP", table(3)))) == 4


def test_nothing_is_compared_with_a_month_without_revenue():
    one = table(2).assign(revenue=[0.0, 10.0])
    assert texts_of(months(one, "GBP"))[-1].startswith("The weakest complete month")


def test_without_order_lines_the_exhibit_is_not_applicable():
    [block] = blocks_of(months(NotApplicable(reason="the export has no orders"), "GBP"))
    assert block == {
        "kind": "not_applicable",
        "what": "Revenue by month",
        "reason": "the export has no orders",
    }
