"""The params about the products that are offered."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from fixtures import study
from segmentbook.core.errors import UserError
from segmentbook.params.products import Products


def test_defaults():
    products = study().products
    assert (products.months, products.top, products.exclude) == (2, 5, [])


@pytest.mark.parametrize(("key", "value"), [("months", 0), ("top", 0), ("top", 21), ("tops", 3)])
def test_values_that_make_no_list_are_refused(key, value):
    with pytest.raises(UserError, match=key):
        study(products={key: value})


def test_a_month_is_the_shortest_window():
    assert Products(months=1).months == 1
    with pytest.raises(ValidationError):
        Products(months=0)


def test_one_product_may_be_recommended_and_twenty_at_most():
    assert Products(top=1).top == 1
    assert Products(top=20).top == 20
    with pytest.raises(ValidationError):
        Products(top=21)
