"""Revenue by weekday and hour."""

from __future__ import annotations

import pandas as pd
import pytest

from drawing import svg
from exhibits import blocks_of, picture_of, texts_of
from fixtures import in_engine, order_lines
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda import sales
from segmentbook.pages.eda import rhythm
from segmentbook.report import theme
from segmentbook.report.formats import WEEKDAYS


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_the_strongest_day_and_hour():
    table = sales.by_weekday_and_hour(in_engine(order_lines(150)))
    shown = rhythm(table, "GBP")
    svg(picture_of(shown))
    best = table.loc[table["revenue"].idxmax()]
    money = theme.money(best["revenue"], "GBP")
    day = WEEKDAYS[int(best["weekday"])]
    assert f"{day} at {int(best['hour'])} o'clock with {money}." in picture_of(shown).alt
    metrics = sales.rhythm_metrics(table)
    assert texts_of(shown) == [
        f"Of the days of the week, {metrics['best_weekday']} brought the most revenue; of the hours, "
        f"{metrics['best_hour']}",
        "Revenue by weekday and hour",
        f"{metrics['best_weekday_share']:.0%} of revenue came on a {metrics['best_weekday']}.",
        f"{metrics['best_hour_share']:.0%} of revenue came in the hour from "
        f"{metrics['best_hour']}.",
    ]


def test_another_day_and_hour_without_the_largest_orders():
    table = pd.DataFrame({"weekday": [0, 4], "hour": [10, 9], "revenue": [10.0, 100.0]})
    usual = table.assign(revenue=[10.0, 5.0])
    assert texts_of(rhythm(table, "GBP", usual))[-2:] == [
        "Without the largest 1.0% of orders, Monday brought the most.",
        "Without the largest 1.0% of orders, the hour from 10:00 brought the most.",
    ]


def test_a_single_hour():
    table = pd.DataFrame({"weekday": [6], "hour": [23], "revenue": [12.0]})
    picture = picture_of(rhythm(table, "GBP"))
    svg(picture)
    assert "Sunday at 23 o'clock with £12.00" in picture.alt


def test_dates_without_a_time_are_not_applicable():
    [block] = blocks_of(rhythm(NotApplicable(reason="the export has no time of day"), "GBP"))
    assert block["reason"] == "the export has no time of day"
