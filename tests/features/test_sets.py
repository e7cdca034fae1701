"""The feature sets: what a study has of them, and what enters the clustering."""

from __future__ import annotations

from typing import get_args

import pytest

import customer_table
from fixtures import study
from segmentbook import features
from segmentbook.core.errors import UserError
from segmentbook.features.sets import SETS
from segmentbook.params.customers import FeatureSetName


def test_every_set_of_the_params_has_an_entry_and_no_other():
    assert set(SETS) == set(get_args(FeatureSetName))


def test_every_set_can_be_had_from_some_export():
    for name, one in SETS.items():
        assert one.customer_rows or one.order_lines is not None, name


def test_features_that_lack_their_columns_are_not_described():
    bare = study(
        customers={"features": "single_view"},
        columns={"product": None, "product_name": None, "price": None, "amount": "UnitPrice",
                 "quantity": None, "place": None},
    )  # fmt: skip
    names = {feature.name for feature in features.described(bare)}
    assert {"recency", "frequency", "monetary", "order_size", "days_between"} <= names
    assert not names & {"total_quantity", "visit_size", "places", "discount_amount", "online_share"}
    assert not any(name.startswith("price_q") for name in names)
    assert "visit_size" not in {feature.name for feature in features.chosen(bare)}


@pytest.mark.parametrize(
    ("customers", "message"),
    [
        ({"features": "lrfmc"}, "discount_share needs what the export does not have: discount"),
        ({"features": "rfm", "use": ["recency", "frequencies"]}, "did you mean 'frequency'?"),
        ({"features": "single_view", "use": ["recency", "online_share"]}, "columns.channel"),
        ({"features": "demographic", "declared": []}, "needs one row for each customer"),
        ({"features": "rfm", "cuts": {"length": [1, 2, 3, 4]}}, "there is no score of 'length'"),
    ],
)
def test_features_that_cannot_be_are_refused(customers, message):
    with pytest.raises(UserError) as error:
        features.chosen(study(customers=customers))
    assert message in str(error.value)


def test_the_sets_that_another_grain_allows_are_named():
    with pytest.raises(UserError, match="rfm, lrfmc or single_view, as the export has order lines"):
        features.described(study(customers={"features": "demographic"}))
    with pytest.raises(UserError, match="rfm, lrfmc or demographic, as the export has one row"):
        features.described(customer_table.study(customers={"features": "single_view"}))


@pytest.mark.parametrize("name", [name for name, one in SETS.items() if one.order_lines])
def test_what_is_chosen_is_part_of_what_is_described(name):
    one = study(customers={"features": name}, columns={"discounts": ["discount"]})
    described = features.described(one)
    assert {*features.chosen(one)} <= {*described}
    assert len({feature.name for feature in described}) == len(described)


def test_definitions_at_customer_grain_are_those_of_the_export():
    [recency, *_] = features.described(customer_table.study(customers={"features": "rfm"}))
    assert recency.definition == "days since the last order"
