"""What the names of segments say, and whether it holds."""

from __future__ import annotations

from exhibits import blocks_of
from segmentbook.features import RFM
from segmentbook.pages.segments import names
from segmentbook.segments.archetypes import Archetype
from segmentbook.segments.conditions import Condition
from segmentbook.segments.naming import Name

SAYS = (
    Condition("frequency_mean", "highest"),
    Condition("quiet_share", "below", 0.5),
    Condition("ordered_later", "above", "others"),
)
BEST = Archetype("best", "Best", "Who order most.", {}, SAYS)


def test_each_condition_has_a_row():
    named = [Name("Best", BEST, ("holds",) * 3), Name("Odd", None)]
    block, *notes = blocks_of(names(named, RFM))
    assert block["rows"] == [
        ["Best", "Best", "mean frequency: highest of all segments", "holds"],
        ["Best", "Best", "share without an order in the last quarter: below 50%", "holds"],
        ["Best", "Best", "ordered in a quarter held out: above the other customers", "holds"],
        ["Odd", "–", "–", "no archetype is near"],
    ]
    assert len(notes) == 2


def test_nothing_is_claimed_where_no_name_holds():
    named = [Name("Many orders", BEST, ("holds", "fails", "unknown"))]
    block, *notes = blocks_of(names(named, RFM))
    assert [row[3] for row in block["rows"]] == ["holds", "does not hold", "not known"]
    assert len(notes) == 1
