"""Which features distinguish the segments."""

from __future__ import annotations

import pytest

from drawing import svg
from exhibits import blocks_of, picture_of, texts_of
from planted_rules import NOTHING
from segmentbook.features import RFM
from segmentbook.pages.segments import importance
from segmentbook.report import theme
from segmentbook.report.formats import percent
from segmentbook.segments import holdout
from segmentbook.segments import importance as method


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def test_both_importances_are_in_the_text_alternative(case):
    view, _, _ = case
    table = method.importance(holdout.split(view, RFM, 42), 42)
    picture = picture_of(importance(table))
    svg(picture)
    for row in table.itertuples():
        assert f"{row.title}: accuracy down by {percent(row.permutation)}" in picture.alt


def test_the_sentence_says_what_shuffling_costs(case):
    view, _, _ = case
    table = method.importance(holdout.split(view, RFM, 42), 42)
    caption, first, _ = texts_of(importance(table))
    assert caption == "Accuracy of a random forest with and without each feature"
    assert f"once {table['title'][0]} is shuffled" in first


def test_without_importance_the_exhibit_is_not_applicable():
    [block] = blocks_of(importance(NOTHING))
    assert (block["what"], block["reason"]) == ("Importance of the features", "too few")
