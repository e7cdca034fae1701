"""Numbers of segments from declared columns of customers: channels, visits, spend by kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from segmentbook.actions.measures import FROM_COLUMNS
from segmentbook.actions.order_measures import EVERYBODY
from segmentbook.core.errors import UserError, nearest

ROLES = (
    "web_visits",
    "web_purchases",
    "store_purchases",
    "catalogue_purchases",
    "wine",
    "meat",
    "spend",
    "orders",
    "discount_orders",
)
"""What a column of the customer view may stand for, see `params.segments.Segments`."""

_STAND_INS = {"orders": "frequency", "spend": "monetary"}
"""Features that stand in for a role that no column plays."""

_PURCHASES = ["web_purchases", "store_purchases", "catalogue_purchases"]
_ALSO_ORDERS = ("order_value", "orders_per_customer", "discount_share")


def column_measures(view: pd.DataFrame, roles: Mapping[str, str]) -> pd.DataFrame:
    """Measure each segment, and all customers, on columns of the customer view.

    Args:
        view: The customer view with `segment`; one row per customer.
        roles: For a column the role that it plays; without an entry it plays that of its own name.

    Returns:
        The columns `measures.FROM_COLUMNS`, `order_value`, `orders_per_customer` and
        `discount_share`, indexed by segment with `EVERYBODY` for all customers; NaN where a column
        is missing, or nothing was bought. Without orders, purchases in all three channels count as
        orders; without `discount_orders`, they follow from each customer's `discount_share`.
    """
    sums = _sums(view, roles)
    purchases = sums[_PURCHASES].sum(axis=1, skipna=False)
    orders = sums["orders"].fillna(purchases)
    tops = {
        "web_visits_per_purchase": (sums["web_visits"], sums["web_purchases"]),
        "web_share": (sums["web_purchases"], purchases),
        "store_share": (sums["store_purchases"], purchases),
        "catalogue_share": (sums["catalogue_purchases"], purchases),
        "wine_share": (sums["wine"], sums["spend"]),
        "meat_share": (sums["meat"], sums["spend"]),
        "order_value": (sums["spend"], orders),
        "orders_per_customer": (orders, sums["customers"]),
        "discount_share": (sums["discount_orders"], orders),
    }
    shares = {name: top / below.where(below > 0) for name, (top, below) in tops.items()}
    return pd.DataFrame(shares)[[*FROM_COLUMNS, *_ALSO_ORDERS]]


def _sums(view: pd.DataFrame, roles: Mapping[str, str]) -> pd.DataFrame:
    played = {role: view[column] for role, column in _players(view, roles).items()}
    if "discount_orders" not in played and {"discount_share", "frequency"} <= {*view.columns}:
        played["discount_orders"] = view["discount_share"] * view["frequency"]
    values = pd.DataFrame(played, index=view.index, columns=[*ROLES, "customers"], dtype=float)
    values["customers"] = 1.0
    parts = values.groupby(view["segment"]).sum(min_count=1)
    parts.loc[EVERYBODY] = values.sum(min_count=1)
    return parts.sort_index()


def require_columns(roles: Mapping[str, str], columns: Collection[str]) -> None:
    """Refuse a role for a column that the customer view does not have.

    Raises:
        UserError: With the nearest column.
    """
    for column, role in roles.items():
        if column not in columns:
            raise UserError(
                f"customers have no column {column!r}, which is to play {role!r}",
                where="segments.roles",
                expected=nearest(column, columns),
                todo="name a feature, or declare the column under customers.declared.",
            )


def _players(view: pd.DataFrame, roles: Mapping[str, str]) -> dict[str, str]:
    """Return for each role the column that plays it, if there is one."""
    given = {role: column for column, role in roles.items() if role in ROLES}
    own = {role: role if role in view.columns else _STAND_INS.get(role, "") for role in ROLES}
    players = own | given
    return {role: column for role, column in players.items() if column in view.columns}
