"""Who segments are beyond what made them: titles, tables and what is hidden."""

from __future__ import annotations

import pandas as pd
import pytest

from exhibits import blocks_of, texts_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.pages.segments import outside
from segmentbook.report.exhibit import claims
from segmentbook.segments.outside import Compared

NAMES = {1: "Best {x}", 2: "Low <b>"}
COLUMNS = pd.DataFrame(
    {
        "column": ["age", "children"],
        "known": [801, 2469],
        "p": [0.001, 0.5],
        "differs": [True, False],
    }
)


def cell(kind="share", own=0.5, others=0.25, customers=200, value="65+"):
    return {
        "segment": 1, "column": "age", "value": value, "kind": kind,
        "customers": customers, "other_customers": 500,
        "own": own, "others": others, "difference": own - others, "low": 0.1, "high": 0.4,
        "effect": 0.5, "clear": True,
    }  # fmt: skip


def found(*cells):
    quiet = {**cell(), "segment": 2, "clear": False}
    return Compared(COLUMNS, pd.DataFrame([*cells, quiet]))


def test_the_title_quotes_the_largest_share():
    exhibits = outside(found(cell()), NAMES)
    assert texts_of(exhibits)[0] == "age: 65+: 50% of Best {x}, 25% of all others"
    assert {*claims(exhibits)} == {"segments.differ_outside"}
    tables = [block for block in blocks_of(exhibits) if block["kind"] == "table"]
    assert tables[0]["rows"] == [["Best {x}", "age: 65+", "50%", "25%", "25%", "10%", "40%"]]


def test_a_mean_has_a_title_of_its_own():
    exhibits = outside(found(cell("mean", 2.5, 1.25, value="")), NAMES)
    assert texts_of(exhibits)[0] == "age: 2.50 on average among Best {x}, 1.25 among all others"


@pytest.mark.parametrize("shares", [{"own": 0.02}, {"own": 0.99}, {"others": 0.002}])
def test_shares_of_few_are_hidden(shares):
    exhibits = outside(found(cell(**shares)), NAMES)
    assert claims(exhibits) == []
    assert texts_of(exhibits)[0] == "Who they are beyond what made the segments"


def test_how_many_comparisons_there_were_is_said():
    *_, number, why = texts_of(outside(found(), NAMES))
    assert number == "None of 1 comparisons in 2 columns is beyond chance."
    assert why.startswith("Not a randomised comparison")


def test_without_such_columns_the_exhibit_is_not_applicable():
    [block] = blocks_of(outside(NotApplicable(reason="nothing is known"), NAMES))
    assert block["reason"] == "nothing is known"
