"""Numbers of segments from declared columns of customers."""

from __future__ import annotations

import pandas as pd
import pytest

from segmentbook.actions.column_measures import column_measures, require_columns
from segmentbook.actions.order_measures import EVERYBODY
from segmentbook.core.errors import UserError

VIEW = pd.DataFrame(
    {
        "segment": [1, 1, 2],
        "Visits": [4, 6, 3],
        "Web": [1, 1, 3],
        "Shop": [2, 4, 0],
        "Mail": [0, 0, 1],
        "Wine": [10.0, 0.0, 30.0],
        "spend": [50.0, 50.0, 60.0],
    }
)
ROLES = {
    "Visits": "web_visits",
    "Web": "web_purchases",
    "Shop": "store_purchases",
    "Mail": "catalogue_purchases",
    "Wine": "wine",
}


def test_shares_are_those_of_sums():
    found = column_measures(VIEW, ROLES)
    assert found.index.tolist() == [EVERYBODY, 1, 2]
    assert found["web_visits_per_purchase"].tolist() == pytest.approx([13 / 5, 5, 1])
    assert found["store_share"].tolist() == pytest.approx([6 / 12, 6 / 8, 0])
    assert found["catalogue_share"].tolist() == pytest.approx([1 / 12, 0, 1 / 4])
    assert found["wine_share"].tolist() == pytest.approx([40 / 160, 0.1, 0.5])
    # Without a column of orders, the purchases of the three channels are orders.
    assert found["order_value"].tolist() == pytest.approx([160 / 12, 100 / 8, 60 / 4])
    assert found["orders_per_customer"].tolist() == pytest.approx([4, 4, 4])
    assert found["meat_share"].isna().all()
    assert found["discount_share"].isna().all()


def test_a_missing_channel_leaves_the_shares_of_channels_unknown():
    found = column_measures(
        VIEW.drop(columns="Mail"), {k: v for k, v in ROLES.items() if k != "Mail"}
    )
    assert found[["web_share", "store_share", "catalogue_share", "order_value"]].isna().all().all()
    assert found["web_visits_per_purchase"].notna().all()


def test_features_stand_in_for_orders_money_and_discounts():
    view = pd.DataFrame(
        {
            "segment": [1, 2, 2],
            "frequency": [4, 1, 3],
            "monetary": [100.0, 10.0, 50.0],
            "discount_share": [0.25, 1.0, 0.0],
        }
    )
    found = column_measures(view, {})
    assert found["order_value"].tolist() == pytest.approx([160 / 8, 25, 15])
    assert found["discount_share"].tolist() == pytest.approx([2 / 8, 1 / 4, 1 / 4])


def test_nothing_bought_is_no_share():
    view = VIEW.assign(Web=[0, 0, 3], Shop=[0, 0, 0], Mail=[0, 0, 0])
    found = column_measures(view, ROLES)
    assert found.loc[1, ["web_visits_per_purchase", "web_share", "order_value"]].isna().all()
    assert found.loc[2, "web_share"] == 1


def test_a_role_for_a_column_that_is_not_there_is_the_users_mistake():
    require_columns(ROLES, VIEW.columns)
    with pytest.raises(UserError, match="did you mean 'Visits'"):
        require_columns({"Visit": "web_visits"}, VIEW.columns)
