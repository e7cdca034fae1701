"""The rules that cover most customers."""

from __future__ import annotations

import pytest

from drawing import svg
from exhibits import blocks_of, picture_of, texts_of
from planted_rules import NOTHING, described, planted
from segmentbook.features import RFM
from segmentbook.pages.segments import rules
from segmentbook.pages.segments.rule_words import in_words
from segmentbook.report import theme
from segmentbook.report.formats import Formats

FORMATS = Formats("GBP")


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_every_rule_is_in_the_text_alternative(case):
    view, profiles, _ = case
    description, leaves = described(view)
    picture = picture_of(rules(description, leaves, profiles, RFM, FORMATS))
    svg(picture)
    for row in in_words(leaves, RFM, FORMATS).dropna(subset="customers").itertuples():
        right = FORMATS.write(row.right, "percent")
        assert f"{row.rule}: {row.customers:,.0f} customers, {right}" in picture.alt


def test_the_title_says_how_accurate_they_are():
    view = planted(3000)
    description, leaves = described(view, 2)
    profiles = view[["segment", "name"]].drop_duplicates().sort_values("segment")
    title, _, test = texts_of(rules(description, leaves, profiles, RFM, FORMATS))
    assert title.startswith("A few simple rules assign ")
    assert title.endswith("% of customers to their segment")
    assert "learnt from 2,100 customers and tested on 900 others" in test


def test_without_rules_the_exhibit_is_not_applicable(case):
    _, profiles, _ = case
    [block] = blocks_of(rules(NOTHING, NOTHING, profiles, RFM, FORMATS))
    assert block["what"] == "The segments in simple rules"
