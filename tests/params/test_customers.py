"""The params about customers are strict."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

import customer_table
from fixtures import study
from segmentbook.core.errors import UserError
from segmentbook.params.customers import Customers


@pytest.mark.parametrize(
    ("customers", "message"),
    [
        ({"use": ["recency"]}, "at least 2 items"),
        ({"use": ["recency", "recency"]}, "each feature of 'use' once"),
        ({"cuts": {"recency": [1, 2, 2, 4]}}, "four rising values for 'recency'"),
        ({"cuts": {"recency": [1, 2, 3]}}, "four rising values for 'recency'"),
        (
            {"declared": [{"column": "a", "definition": "b"}]},
            "'declared' with 'features: demographic'",
        ),
        ({"monetary": {"revenue": "nett"}}, "'matched', 'gross' or 'net'"),
    ],
)
def test_params_of_customers_are_strict(customers, message):
    with pytest.raises(UserError) as error:
        study(customers=customers)
    assert message in str(error.value)


def test_the_label_of_a_column_is_its_title_or_its_name():
    columns = customer_table.study().columns
    assert columns.label("income") == "Income"
    assert columns.label("town") == "town"


def test_several_columns_may_be_added():
    columns = customer_table.study().columns
    assert columns.sums["orders"] == ["orders online", "orders store"]
    assert columns.sums["discount_orders"] == ["with discount"]
    assert set(columns.dates) == {"joined", "last_order", "as_of"}


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"custmer": "a"}, "did you mean 'customer'?"),
        ({"recency": "income"}, "'recency' or 'last_order'"),
        ({"categories": ["income"]}, "'income' once"),
        ({"orders": [""]}, "columns.orders.0"),
    ],
)
def test_params_of_columns_are_strict(columns, said):
    with pytest.raises(UserError) as error:
        customer_table.study(columns)
    assert said in str(error.value)


def test_features_are_used_once():
    assert Customers(use=["recency", "monetary"]).use == ["recency", "monetary"]
    with pytest.raises(ValidationError, match="each feature of 'use' once"):
        Customers(use=["recency", "recency"])
