"""Every rule, and the best one for each segment."""

from __future__ import annotations

import numpy as np

from exhibits import blocks_of, texts_of
from planted_rules import NOTHING, described, planted
from segmentbook.features import RFM
from segmentbook.pages.segments import rule_table
from segmentbook.pages.segments.rule_table import MOST_SENTENCES
from segmentbook.report.formats import Formats
from segmentbook.segments.rules import rule_metrics

FORMATS = Formats("GBP")
NAMES = {1: "Good", 2: "Others"}


def shown(view, names, depth=2):
    description, leaves = described(view, depth)
    known = rule_metrics(description, leaves)
    known["segments"] = [{"name": name} for name in names.values()]
    return rule_table(leaves, RFM, names, FORMATS), known


def test_each_segment_has_one_sentence():
    one, other, title = texts_of(*shown(planted(3000), NAMES))
    assert one == "Good: last order within 40 days, more than 5 orders (covers 100% of the segment)"
    assert other.startswith("Others: ")
    assert title == "All rules of the tree; each customer is covered by exactly one"


def test_every_rule_has_a_row():
    view = planted(3000)
    *_, table = blocks_of(*shown(view, NAMES))
    assert [column["name"] for column in table["columns"]][:3] == ["Rule", "Segment", "Customers"]
    counts = [int(row[2].replace(",", "")) for row in table["rows"]]
    assert sum(counts) == len(view)


def test_a_segment_without_a_rule_is_named():
    *_, text, _ = texts_of(*shown(planted(600), {**NAMES, 3: "Nobody"}))
    assert text == "Nobody: no rule this short ends with them"


def test_no_more_sentences_than_a_slide_holds():
    view = planted(600)
    view["segment"] = 1 + np.arange(600) % 12
    exhibits, known = shown(view, dict.fromkeys(range(1, 13), "x"), 4)
    assert len(texts_of(exhibits, known)) == MOST_SENTENCES + 1


def test_without_rules_nothing_is_shown():
    assert rule_table(NOTHING, RFM, {1: "a"}, FORMATS) == []
