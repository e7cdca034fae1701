"""What all steps have in common: where they are, and what setting a column does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from segmentbook.cleaning import marks
from segmentbook.cleaning.rules import steps
from segmentbook.core.errors import UserError
from small_export import clean, rule, table


def test_the_place_of_a_step_is_that_in_the_params():
    first, second = steps([rule("drop_duplicates"), rule("fill", column="age", constant=1)])
    assert first.where == "cleaning, rule 1 (drop_duplicates)"
    assert second.where == "cleaning, rule 2 (fill)"


def test_marks_of_the_engine_are_not_proposed_as_columns():
    [step] = steps([rule("drop_missing", columns=["_ledger_changed"])])
    with pytest.raises(UserError) as error:
        step.require(table().mutate(_ledger_changed_1=True))
    assert "_ledger_changed_1" not in str(error.value)


@pytest.mark.parametrize(
    ("column", "expected"),
    [("quantity", {"quantity", "amount"}), ("price", {"price", "amount"}), ("age", {"age"})],
)
def test_the_money_of_a_line_follows_its_quantity_and_price(column, expected):
    [step] = steps([rule("cap", column=column, upper=1)])
    assert step.changes() == expected


def test_a_removed_row_is_not_changed():
    found = clean(
        rule("drop_missing", columns=["customer"]), rule("cap", column="quantity", upper=1)
    )
    assert found.ledger["rows_changed"].tolist() == [0, 0, 2, 2]
    assert found.ledger["money_changed"].iloc[-1] == Decimal("-3")
    flag = found.marked[marks.changed(2)]
    assert (
        not found.marked.filter(found.marked.removed_by == 1)
        .select(flag)
        .to_pandas()
        .any(axis=None)
    )
