"""Customers and revenue by the kind of move, and what chance gives."""

from __future__ import annotations

from customer_moves import movement
from exhibits import blocks_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.movement import tracking
from segmentbook.pages.movement import revenue_by_move

METRICS = {"movement_level": 0.02, "movement_outside": 0.005}


def shown(minimum=10, **kinds):
    found = movement(minimum=minimum, **kinds)
    return blocks_of(revenue_by_move(tracking.by_kind(found), found), METRICS)


def test_every_kind_of_move_has_a_row():
    table, *_, method, note = shown()
    assert table["rows"][0] == ["stayed in their band of spending", "70", "£700", "£770", "£70.00"]
    assert [row[0] for row in table["rows"]][-1] == "All"
    assert table["emphasise"] == len(table["rows"]) - 1 == 6
    assert method["style"] == note["style"] == "note"


def test_changes_stand_beside_those_of_chance():
    _, customers, money, *_ = shown()
    assert customers["rows"] == [
        ["moved up minus moved down", "3", "−50", "50", "0.800"],
        ["came minus placed no order", "60", "−50", "50", "0.800"],
    ]
    assert [row[:2] for row in money["rows"]] == [
        ["of customers who moved up or down", "£27.00"],
        ["of all customers", "£1,215"],
    ]


def test_the_same_days_of_a_year_earlier_have_a_table():
    period, year, *_ = shown(year=True)
    assert period["rows"][0][1] == "70"
    assert year["rows"][0][1] == "40"
    assert year["rows"][-2][0] == "did not order in the earlier period"


def test_kinds_of_moves_of_too_few_customers_are_not_shown():
    table, money, *notes = shown(minimum=14)
    hidden = [row for row in table["rows"] if row[1] == "–"]
    assert [row[0] for row in hidden] == ["moved to a band above", "moved to a band below"]
    assert all(cell == "–" for row in hidden for cell in row[1:])
    assert [row[0] for row in money["rows"]] == ["of all customers"]
    assert len(notes) == 2


def test_without_movement_nothing_is_shown():
    missing = NotApplicable(reason="too short")
    assert revenue_by_move(missing, missing) == []
