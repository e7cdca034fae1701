"""Lines that are not of merchandise."""

from __future__ import annotations

import pytest

from segmentbook.core.errors import UserError
from small_export import clean, rule

pytestmark = pytest.mark.whole


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"codes": ["POST", "y"]}, [0, 1, 3, 6]),
        ({"codes": ["post"]}, [0, 1, 2, 3, 4, 5, 6]),
        ({"pattern": "^[A-Z]+$"}, [0, 1, 3, 4, 5, 6]),
    ],
)
def test_products_are_dropped_by_code_or_pattern(values, kept):
    assert clean(rule("drop_products", **values)).rows["export_row"].tolist() == kept


def test_a_pattern_that_the_engine_cannot_use_is_refused():
    with pytest.raises(UserError) as error:
        clean(rule("drop_products", pattern="(?=x)"))
    assert "cannot use the pattern '(?=x)'" in str(error.value)
    assert "rule 1 (drop_products)" in str(error.value)
