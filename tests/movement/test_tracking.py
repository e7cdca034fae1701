"""The whole way from order lines to the moves of customers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from fixtures import REFERENCE, in_engine, order_lines
from segmentbook.core import metrics
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.eda.window import Window
from segmentbook.movement import tracking
from segmentbook.movement.exchange import QUANTITIES
from segmentbook.movement.transitions import ABSENT, KINDS

AFTER_TWO_QUARTERS = date(2023, 7, 4)
KNOWN = Window(date(2023, 1, 2), date(2023, 6, 30), 30)


@pytest.fixture(scope="module")
def movement():
    return tracking.track(in_engine(order_lines(240)), AFTER_TWO_QUARTERS, KNOWN, 42)


def test_the_money_of_all_kinds_of_moves_is_the_change_of_revenue(movement):
    values = metrics.plain(tracking.movement_metrics(movement))
    assert values["movement_periods"] == 2
    assert (values["movement_last_from"], values["movement_last_to"]) == (
        "2023-04-04",
        "2023-07-03",
    )
    money = sum(values.get(f"moved_{kind}_money", 0) for kind in KINDS)
    assert money == pytest.approx(values["moved_change"])
    assert values["exchange_revenue"]["change"] == pytest.approx(values["moved_change"])
    assert values["exchange_level"]["change"] == values["moved_up"] - values["moved_down"]
    assert all(move["customers"] == 0 or move["customers"] >= 10 for move in values["moved"])
    assert {movement.direction(quantity) for quantity in QUANTITIES} <= {"up", "down", ""}


def test_the_grid_holds_what_may_be_shown(movement):
    grid = tracking.grid(movement)
    assert list(grid.index) == [1, 2, 3, 4, "new", "returned"]
    assert list(grid.columns) == [1, 2, 3, 4, ABSENT]
    shown = movement.latest[~movement.latest["hidden"]]
    assert len(shown) < len(movement.latest)
    assert np.nansum(grid.to_numpy()) == shown["customers"].sum()


def test_kinds_of_moves_of_too_few_customers_are_missing():
    few = tracking.track(in_engine(order_lines(240)), AFTER_TWO_QUARTERS, KNOWN, 42, minimum=50)
    kinds = few.latest.groupby("kind")["customers"].sum()
    assert ((kinds > 0) & (kinds < 50)).any()
    table = tracking.by_kind(few).set_index("kind")
    assert (table["against"] == "period").all()
    hidden = table.index[table["customers"].isna()]
    assert len(hidden) > 1
    assert kinds[hidden].sum() >= 50


def test_the_same_days_of_a_year_earlier_are_what_is_tested():
    now = order_lines(100)
    before = now.assign(timestamp=now["timestamp"] - pd.Timedelta(days=364))
    before["order"] += "-before"
    both = tracking.track(in_engine(pd.concat([before, now])), REFERENCE, KNOWN, 42)
    assert (both.periods.number, both.periods.days) == (5, 91)
    values = tracking.movement_metrics(both)
    assert values["movement_year_from"] == date(2022, 4, 2)
    assert values["year_moved_up"] == values["year_moved_down"] == 0
    assert values["exchange_revenue"]["change"] == 0
    assert set(both.compared.loc[both.compared["customers"] > 0, "kind"]) == {"stayed"}
    assert (both.tested["direction"] == "").all()
    assert set(tracking.by_kind(both)["against"]) == {"period", "year"}


def test_who_is_absent_may_be_overdue_by_her_own_rhythm(movement):
    moved = movement.moved[1]
    absent = moved.loc[moved["to"] == ABSENT, "customer"]
    lines = in_engine(order_lines(240))

    def overdue(number, minimum=10):
        members = pd.DataFrame({"customer": moved["customer"]})
        members["overdue"] = members["customer"].isin(absent[:number])
        found = tracking.track(lines, AFTER_TWO_QUARTERS, KNOWN, 42, minimum, members)
        return found.overdue

    assert len(absent) > 25
    assert overdue(12) == 12
    assert overdue(len(absent)) == len(absent)
    assert overdue(9) is None
    assert overdue(len(absent) - 9) is None
    assert tracking.movement_metrics(movement)["moved_absent_overdue"] is None
    without = tracking.track(lines, AFTER_TWO_QUARTERS, KNOWN, 42, members=moved[["customer"]])
    assert without.overdue is None


def test_spelling_of_customers_and_order_of_rows_change_nothing(movement):
    table = order_lines(240)
    table["customer"] = table["customer"].map(lambda name: f"{hash(name) % 10_007}-{name}")
    shuffled = in_engine(table.sample(frac=1, random_state=3))
    other = tracking.track(shuffled, AFTER_TWO_QUARTERS, KNOWN, 42)
    pd.testing.assert_frame_equal(movement.tested, other.tested)
    pd.testing.assert_frame_equal(movement.latest, other.latest)


def test_without_enough_orders_the_reason_is_given():
    absent = tracking.track(NotApplicable(reason="no order lines"), REFERENCE, KNOWN, 42)
    lines = in_engine(order_lines())
    short = tracking.track(lines, REFERENCE, KNOWN, 42)
    few = tracking.track(lines, AFTER_TWO_QUARTERS, KNOWN, 42, minimum=100)
    table = order_lines().assign(amount=order_lines()["amount"].iloc[0])
    table["half"] = table["timestamp"] < pd.Timestamp("2023-04-04")
    alike = table.drop_duplicates(["customer", "half"]).drop(columns="half")
    same = tracking.track(in_engine(alike), AFTER_TWO_QUARTERS, KNOWN, 42)
    assert short.values == {"days": 179, "length": 91}
    for missing, reason in (
        (absent, "no order lines"),
        (short, "{days:count}"),
        (few, "too few"),
        (same, "about the same"),
    ):
        assert reason in missing.reason
        assert tracking.grid(missing) is missing
        assert tracking.by_kind(missing) is missing
