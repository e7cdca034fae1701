"""What a customer table says about spend, orders and attributes: small tables and metrics.

Every function of the rows takes those that cleaning kept, in the engine, one for each customer, and
returns a pandas frame in a fixed order, or metrics by name.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any, Literal

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import MINIMUM, small_cells
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import AnyColumns

MOST_NUMBERS = 8
"""How many numbers are described."""

MOST_VALUES = 8
"""How many values of a category are named."""

MOST_MONTHS = 36
"""Customers who joined in more months than these are counted by year."""

_OF_ORDER_LINES = (
    "first_day", "last_day", "days_covered", "median_order_value", "products_per_order",
    "single_product_orders", "best_month", "best_month_revenue", "weakest_month",
    "weakest_month_revenue", "best_to_weakest_month",
)  # fmt: skip
"""Metrics that a customer table cannot give; they are None, so that sentences can ask for them."""


@propagate_not_applicable
def headline(rows: ir.Table) -> dict[str, Any]:
    """Return what customers spend and how often they order.

    Returns:
        `revenue_per_customer`, `median_spend`, `average_order_value`, `orders_per_customer` and
        `repeat_rate` (share of customers with more than one order), None where the export lacks the
        column; metrics that need order lines are None.
    """
    wanted: dict[str, ir.Value] = {"customers": rows.count()}
    if "amount" in rows.columns:
        wanted["spent"] = rows.amount.sum().cast("float64")
        wanted["median_spend"] = rows.amount.cast("float64").median()
    if "orders" in rows.columns:
        wanted["orders"] = rows.orders.sum()
        wanted["repeat"] = (rows.orders > 1).sum()
    found = frame(rows.aggregate(**wanted)).iloc[0].to_dict()
    customers, spent, orders = found["customers"], found.get("spent"), found.get("orders")
    return {
        "revenue_per_customer": None if spent is None else spent / customers,
        "median_spend": found.get("median_spend"),
        "average_order_value": spent / orders if spent is not None and orders else None,
        "orders_per_customer": None if orders is None else orders / customers,
        "repeat_rate": None if orders is None else found["repeat"] / customers,
        **dict.fromkeys(_OF_ORDER_LINES),
    }


@propagate_not_applicable
def parts(
    rows: ir.Table, columns: AnyColumns, name: Literal["amount", "orders"]
) -> pd.DataFrame | NotApplicable:
    """Return the totals of the columns whose sum is the amount, or the orders, of a customer.

    Args:
        rows: The rows.
        columns: How the study maps its columns.
        name: Which sum.

    Returns:
        `part` (the column's label), `total` and `share`, largest first.
    """
    assert isinstance(columns, CustomerColumns)
    summed = columns.sums.get(name, [])
    if len(summed) < 2:
        return NotApplicable(reason=mark("the export does not break it down"))
    totals = frame(rows.aggregate(**{column: rows[column].sum() for column in summed}))
    labels = [columns.label(column) for column in summed]
    table = pd.DataFrame({"part": labels, "total": totals[summed].iloc[0].astype(float).to_numpy()})
    table["share"] = table["total"] / table["total"].sum()
    return table.sort_values("total", ascending=False, kind="stable").reset_index(drop=True)


def part_metrics(table: pd.DataFrame, name: Literal["amount", "orders"]) -> dict[str, Any]:
    """Return `<name>_parts`, the rows of `parts`."""
    return {f"{name}_parts": table.to_dict("records")}


@propagate_not_applicable
def numbers(rows: ir.Table, columns: AnyColumns) -> pd.DataFrame | NotApplicable:
    """Return the values of the numeric columns that the params name, at most `MOST_NUMBERS` of them.

    There is a row for each customer, without an id. Columns are named by the labels
    of the study.
    """
    assert isinstance(columns, CustomerColumns)
    named = columns.numbers[:MOST_NUMBERS]
    if not named:
        return NotApplicable(reason=mark("the params name no numeric columns"))
    wanted = {column: rows[column].cast("float64") for column in named}
    table = frame(rows.order_by("export_row").select(**wanted))
    return table.rename(columns=columns.label)


def number_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the two numbers whose Spearman rank correlation is strongest, and that correlation.

    All three, `related_one`, `related_other` and `related_by`, are None where no two numbers vary.
    """
    pair = _strongest_pair(table) or (None, None, None)
    return dict(zip(("related_one", "related_other", "related_by"), pair, strict=True))


def _strongest_pair(table: pd.DataFrame) -> tuple[str, str, float] | None:
    ranks = table.rank().corr().to_numpy()  # NaN where a number does not vary
    pairs = list(combinations(range(len(table.columns)), 2))
    known = [(one, other) for one, other in pairs if not np.isnan(ranks[one, other])]
    if not known:
        return None
    one, other = max(known, key=lambda pair: abs(ranks[pair]))
    return str(table.columns[one]), str(table.columns[other]), float(ranks[one, other])


@propagate_not_applicable
def categories(
    rows: ir.Table, columns: AnyColumns, minimum: int = MINIMUM
) -> pd.DataFrame | NotApplicable:
    """Return the number of customers with each value of each category.

    Values beyond the first `MOST_VALUES`, those of fewer than `minimum` customers, and those that would
    reveal such a value (see `privacy.small_cells`) are merged. A category without a value that can be
    shown is left out.

    Returns:
        `category` (its label), `value` (missing where the export has none, and for
        merged values), `rest` (whether the row merges values), `customers`, `share` and `mean_amount`
        (NaN where the export has no money). The most frequent value comes first, merged values last.
    """
    assert isinstance(columns, CustomerColumns)
    if not columns.categories:
        return NotApplicable(reason=mark("the params name no categories"))
    each = [_category(rows, name, columns.label(name), minimum) for name in columns.categories]
    table = pd.concat(each, ignore_index=True)
    if table.empty:
        return NotApplicable(
            reason=mark(
                "none can be shown without revealing groups of fewer than {minimum:count} customers"
            ),
            values={"minimum": minimum},
        )
    return table


def _category(rows: ir.Table, column: str, label: str, minimum: int) -> pd.DataFrame:
    money = rows.amount if "amount" in rows.columns else ibis.null("decimal(18, 4)")
    values = rows.select(value=rows[column].cast("string"), money=money)
    counted = frame(
        values.group_by("value")
        .aggregate(customers=values.count(), money=values.money.sum())
        .order_by(ibis.desc("customers"), "value")
    )
    total = counted["customers"].sum()
    few = small_cells(counted["customers"], pd.Series(0, counted.index), minimum=minimum)
    shown = ~few & (counted.index < MOST_VALUES)
    rest = counted[~shown]
    table = counted[shown].assign(rest=False)
    if len(table) and len(rest):
        merged = {
            "value": None,
            "customers": rest["customers"].sum(),
            "money": rest["money"].sum(min_count=1),
            "rest": True,
        }
        table = pd.concat([table, pd.DataFrame([merged])], ignore_index=True)
    return pd.DataFrame(
        {
            "category": label,
            "value": table["value"],
            "rest": table["rest"],
            "customers": table["customers"].astype("int64"),
            "share": table["customers"] / total,
            "mean_amount": table["money"].astype(float) / table["customers"],
        }
    )


def category_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the label, the most frequent value and its share of the first category."""
    first = table.iloc[0]
    return {
        "first_category": first["category"],
        "first_category_value": first["value"],
        "first_category_share": first["share"],
    }


@propagate_not_applicable
def joined(rows: ir.Table, minimum: int = MINIMUM) -> pd.DataFrame | NotApplicable:
    """Return the number of `customers` who joined, or first ordered, by `month`.

    Months with too few to be shown, and those that would reveal them, are zero. More than `MOST_MONTHS`
    months are merged into years, dated by their first of January.
    """
    name = next((c for c in ("joined", "first_order") if c in rows.columns), None)
    if name is None:
        return NotApplicable(reason=mark("the export has no date of joining or of a first order"))
    dates = rows.filter(rows[name].notnull())
    table = _by_period(dates, dates[name].truncate("M").date(), minimum)
    if len(table) > MOST_MONTHS:
        table = _by_period(dates, dates[name].truncate("Y").date(), minimum)
    return table


def _by_period(dates: ir.Table, period: ir.Value, minimum: int) -> pd.DataFrame:
    counted = dates.group_by(month=period).aggregate(customers=dates.count()).order_by("month")
    table = frame(counted)
    table["month"] = pd.to_datetime(table["month"])
    few = small_cells(table["customers"], pd.Series(0, table.index), minimum=minimum)
    return table.assign(customers=table["customers"].mask(few, 0))


def joined_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the period in which most customers joined, and how many."""
    best = table.iloc[int(table["customers"].argmax())]
    return {"joined_most": best["month"].date(), "joined_most_customers": int(best["customers"])}


def in_years(table: pd.DataFrame) -> bool:
    """Return whether the periods of `joined` are years, not months."""
    return bool((table["month"].dt.month == 1).all()) and len(table) > 1
