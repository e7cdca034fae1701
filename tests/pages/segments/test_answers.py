"""Shares of each segment that said yes."""

from __future__ import annotations

import pandas as pd
import pytest

from drawing import AWKWARD, svg
from exhibits import blocks_of, picture_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.segments import answers
from segmentbook.report import theme
from segmentbook.report.exhibit import claims


@pytest.fixture(autouse=True, scope="module")
def _style():
    theme.apply()


def table(columns=1):
    rows = [
        {
            "column": f"{AWKWARD[0]} {n}",
            "segment": s,
            "asked": 50,
            "share": 0.5,
            "low": 0.4,
            "high": 0.6,
        }
        for n in range(columns)
        for s in (1, 2)
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize("columns", [1, 2])
def test_every_share_is_drawn_with_its_interval(columns):
    picture = picture_of(answers(table(columns), {1: "Best", 2: AWKWARD[1]}))
    svg(picture)
    assert "Best: 50% (40% - 60%)" in picture.alt


def test_many_columns_are_a_table_only():
    exhibits = answers(table(3), {1: "Best", 2: "Low"})
    assert [block["kind"] for block in blocks_of(exhibits)] == ["heading", "table", "sentence"]
    assert claims(exhibits) == []
    assert texts_of(exhibits)[-1].startswith("Not a randomised comparison")


def test_without_answers_the_exhibit_is_not_applicable():
    [block] = blocks_of(answers(NotApplicable(reason="no campaign"), {}))
    assert block["reason"] == "no campaign"
