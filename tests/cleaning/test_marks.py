"""The columns in which a marked table remembers what the rules have done."""

from __future__ import annotations

import pytest

from segmentbook.cleaning import marks
from small_export import ALL_RULES, clean, rule

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def marked():
    return clean(
        *(rule(name, **ALL_RULES[name]) for name in ("drop_missing", "fill", "parse_items"))
    ).marked


def test_the_values_of_the_export_are_kept(marked):
    exported = marked.aggregate(money=marks.as_exported(marked, "amount").sum())
    money = exported.to_pandas()["money"][0]
    assert float(money) == pytest.approx(16.99)
    assert marks.as_exported(marked, "customer").get_name() == "customer"


def test_lines_have_numbers_of_their_own(marked):
    numbers = marked.select(line=marks.line_id(marked)).to_pandas()["line"]
    assert numbers.is_unique
    assert len(numbers) > 7


def test_kept_rows_without_marks(marked):
    kept = marks.without_marks(marked.filter(marks.is_kept(marked)))
    assert not [name for name in kept.columns if name.startswith("_")]
    assert marks.REMOVED_BY not in kept.columns
    assert marks.ITEM in kept.columns
