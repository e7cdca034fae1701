"""Every fault stands under one heading."""

from __future__ import annotations

from segmentbook.cleaning.faults import HEADING_OF, HEADINGS, Fault


def test_every_fault_has_one_heading():
    placed = [fault for faults in HEADINGS.values() for fault in faults]
    assert sorted(placed) == sorted(Fault)
    assert set(HEADING_OF) == set(Fault)
