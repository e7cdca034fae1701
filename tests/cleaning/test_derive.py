"""Columns that are computed from others."""

from __future__ import annotations

import pytest

from segmentbook.core.errors import UserError
from small_export import clean, rule

pytestmark = pytest.mark.whole


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"by": "sum", "of": ["age", "quantity"]}, 32),
        ({"by": "difference", "of": ["age", "born"]}, -1960),
        ({"by": "product", "of": ["price", "quantity"]}, 3),
        ({"by": "ratio", "of": ["age", "quantity"]}, 15),
        ({"by": "years", "of": ["born"], "reference_year": 2021}, 31),
    ],
)
def test_derived_columns(values, expected):
    found = clean(rule("derive", column="new", **values))
    assert float(found.rows["new"][0]) == expected
    assert found.ledger["rows_changed"][1] == found.rows["new"].notna().sum()


def test_a_ratio_to_zero_is_a_gap():
    zero = rule("derive", column="zero", by="difference", of=["age", "age"])
    found = clean(zero, rule("derive", column="new", by="ratio", of=["age", "zero"]))
    assert found.rows["new"].isna().all()
    assert found.ledger["rows_changed"][2] == 0


@pytest.mark.parametrize(
    ("one", "message"),
    [
        (rule("derive", column="age", by="sum", of=["age", "born"]), "there is a column 'age'"),
        (rule("derive", column="z", by="sum", of=["age", "borm"]), "did you mean 'born'?"),
        (rule("derive", column="z", by="sum", of=["age", "timestamp"]), "'timestamp' holds"),
    ],
)
def test_columns_that_cannot_be_computed_are_refused(one, message):
    with pytest.raises(UserError) as error:
        clean(one)
    assert message in str(error.value)
