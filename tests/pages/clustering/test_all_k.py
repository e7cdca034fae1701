"""The table of every number of groups."""

from __future__ import annotations

from exhibits import blocks_of
from scans import ROWS, params, scan
from segmentbook.clustering.choice import choose
from segmentbook.pages.clustering import all_k, choice_of_k


def test_every_number_has_its_verdict_and_the_chosen_one_is_stressed():
    chosen = choose(scan(ROWS), params())
    [slide] = choice_of_k(chosen, params())
    table, *sentences, note = blocks_of(all_k(chosen, params()), slide.metrics)
    assert len(sentences) == 2
    assert [row[0] for row in table["rows"]] == ["2", "3", "4", "5", "6"]
    assert table["emphasise"] == 3
    assert table["rows"][3][-1] == "chosen: best mean rank of those that qualify"
    # Only those that qualify have a rank.
    assert [row[-2] for row in table["rows"]] == ["–", "2.00", "–", "1.00", "–"]
    assert note["style"] == "note"
