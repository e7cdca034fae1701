"""Customers and revenue by the kind of move."""

from __future__ import annotations

import pytest

from customer_moves import movement
from exhibits import blocks_of, texts_of
from segmentbook import features
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.movement import tracking
from segmentbook.pages.movement import revenue_by_move

METRICS = {"moved_change": 1234.5, "movement_agreement": 0.5}


def shown(minimum=10):
    found = movement(minimum=minimum)
    return blocks_of(revenue_by_move(tracking.by_kind(found)), METRICS)


def test_every_kind_of_move_has_a_row():
    table, note = shown()
    assert table["rows"][0] == ["stayed in their segment", "70", "£700", "£770", "£70.00"]
    assert [row[0] for row in table["rows"]][-1] == "All"
    assert table["emphasise"] == len(table["rows"]) - 1 == 6
    assert note["style"] == "note"


def test_kinds_of_moves_of_too_few_customers_are_not_shown():
    table, _ = shown(minimum=14)
    hidden = [row for row in table["rows"] if row[1] == "–"]
    assert [row[0] for row in hidden] == [
        "moved to a segment of higher value",
        "moved to a segment of lower value",
    ]
    assert all(cell == "–" for row in hidden for cell in row[1:])


@pytest.mark.parametrize(("own", "other"), [(features.RFM, False), (features.RFM[:2], True)])
def test_features_other_than_those_of_a_period_are_mentioned(own, other):
    texts = texts_of(revenue_by_move(tracking.by_kind(movement()), own), METRICS)
    assert "adjusted Rand index of 0.50" in texts[1]
    assert ["from other features" in text for text in texts[2:]] == [True] * other


def test_without_movement_nothing_is_shown():
    assert revenue_by_move(NotApplicable(reason="too short")) == []
