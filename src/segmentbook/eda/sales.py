"""How much customers buy, and when: small tables and metrics of order lines.

Every function of the order lines takes them in the engine, one row per product on an order (see
`ingest.canonical`), and returns a pandas frame in a fixed order, or metrics by name.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd
from babel.dates import get_day_names

from segmentbook.core.engine import frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable

LARGEST = 0.01
"""Share of orders without which a statement is checked: a few orders may carry it."""

_QUIET_DAYS = 3
"""Days without orders at an end of the export that leave the month complete: a shop may close."""


@propagate_not_applicable
def headline(lines: ir.Table) -> dict[str, Any]:
    """Return the period, the value and size of orders, and how often customers order.

    Returns:
        `first_day`, `last_day`, `days_covered`, `average_order_value`, `median_order_value`,
        `products_per_order`, `single_product_orders` (share of orders), `repeat_rate` (share of
        customers with more than one order) and `orders_per_customer`. What needs products is None
        where the export does not say what was bought.
    """
    products = lines.product.nunique() if "product" in lines.columns else ibis.null("int64")
    orders = lines.group_by("order").aggregate(
        customer=lines.customer.min(), amount=lines.amount.sum(), products=products
    )
    customers = orders.group_by("customer").aggregate(orders=orders.count())
    period = frame(lines.aggregate(first=lines.timestamp.min(), last=lines.timestamp.max()))
    per_order = frame(
        orders.aggregate(
            mean=orders.amount.sum().cast("float64") / orders.count(),
            median=orders.amount.cast("float64").median(),
            products=orders.products.sum() / orders.count(),
            single=(orders.products == 1).sum() / orders.count(),
        )
    ).iloc[0]
    per_customer = frame(
        customers.aggregate(
            repeat=(customers.orders > 1).sum() / customers.count(),
            orders=customers.orders.sum() / customers.count(),
        )
    ).iloc[0]
    first, last = period["first"][0], period["last"][0]
    return {
        "first_day": first.date(),
        "last_day": last.date(),
        "days_covered": (last.date() - first.date()).days + 1,
        "average_order_value": per_order["mean"],
        "median_order_value": per_order["median"],
        "products_per_order": _known(per_order["products"]),
        "single_product_orders": _known(per_order["single"]),
        "repeat_rate": per_customer["repeat"],
        "orders_per_customer": per_customer["orders"],
    }


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


@propagate_not_applicable
def by_month(lines: ir.Table) -> pd.DataFrame:
    """Return `month`, `revenue`, `orders`, `customers` and whether the month is `complete`.

    Months without orders between the first and the last have zeros; they do not count as complete,
    since they are more often missing from an export than without sales.
    """
    table = frame(
        lines.group_by(month=lines.timestamp.truncate("M").date())
        .aggregate(
            revenue=lines.amount.sum(),
            orders=lines.order.nunique(),
            customers=lines.customer.nunique(),
            first=lines.timestamp.date().min(),
            last=lines.timestamp.date().max(),
        )
        .order_by("month")
    )
    table["month"] = pd.to_datetime(table["month"])
    quiet_before = (pd.to_datetime(table["first"]) - table["month"]).dt.days
    quiet_after = (table["month"] + pd.offsets.MonthEnd(0) - pd.to_datetime(table["last"])).dt.days
    table["complete"] = True
    table.loc[table.index[:1], "complete"] &= quiet_before <= _QUIET_DAYS
    table.loc[table.index[-1:], "complete"] &= quiet_after <= _QUIET_DAYS
    every = pd.date_range(table["month"].iloc[0], table["month"].iloc[-1], freq="MS", name="month")
    table = table.set_index("month").drop(columns=["first", "last"]).reindex(every)
    table = table.fillna({"revenue": 0.0, "orders": 0, "customers": 0, "complete": False})
    types = {"orders": "int64", "customers": "int64", "complete": "bool"}
    return table.astype(types).reset_index()


@propagate_not_applicable
def without_largest_orders(lines: ir.Table) -> ir.Table:
    """Return the order lines without those of the largest orders by value, see `LARGEST`.

    Where many orders are equally large, none of them is left out.
    """
    orders = lines.group_by("order").aggregate(amount=lines.amount.sum())
    bound = frame(orders.aggregate(bound=orders.amount.cast("float64").quantile(1 - LARGEST)))
    usual = orders.filter(orders.amount.cast("float64") <= float(bound["bound"][0]))
    return lines.semi_join(usual, "order")


def month_metrics(table: pd.DataFrame, usual: pd.DataFrame | None = None) -> dict[str, Any]:
    """Return the best and the weakest complete month, their revenue, and how many times they differ.

    Where no month is complete, all months are compared; `best_to_weakest_month` is None where the
    weakest month had no revenue.

    Args:
        table: See `by_month`.
        usual: The same without the largest orders; `usual_best_month` is then the best without them
            where it is another one, else None.
    """
    best, weakest = _extremes(table)
    without = best if usual is None else _extremes(usual)[0]
    changed = without["month"] != best["month"]
    return {
        "largest_orders_share": LARGEST,
        "usual_best_month": without["month"].date() if changed else None,
        "best_month": best["month"].date(),
        "best_month_revenue": best["revenue"],
        "weakest_month": weakest["month"].date(),
        "weakest_month_revenue": weakest["revenue"],
        "best_to_weakest_month": _best_to_weakest(table),
    }


def _extremes(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    complete = table[table["complete"]] if table["complete"].any() else table
    revenue = complete["revenue"]
    return complete.iloc[int(revenue.argmax())], complete.iloc[int(revenue.argmin())]


def _best_to_weakest(table: pd.DataFrame) -> float | None:
    best, weakest = _extremes(table)
    return float(best["revenue"] / weakest["revenue"]) if weakest["revenue"] > 0 else None


@propagate_not_applicable
def by_weekday_and_hour(lines: ir.Table) -> pd.DataFrame | NotApplicable:
    """Return `weekday` (0 is Monday), `hour`, `revenue` and `orders` of each hour with sales."""
    table = frame(
        lines.group_by(weekday=lines.timestamp.day_of_week.index(), hour=lines.timestamp.hour())
        .aggregate(revenue=lines.amount.sum(), orders=lines.order.nunique())
        .order_by("weekday", "hour")
    )
    if set(table["hour"]) <= {0}:
        return NotApplicable(reason=mark("the export has no time of day"))
    return table


def rhythm_metrics(table: pd.DataFrame, usual: pd.DataFrame | None = None) -> dict[str, Any]:
    """Return the strongest weekday (its English name) and hour with their shares of revenue.

    Args:
        table: See `by_weekday_and_hour`.
        usual: The same without the largest orders; `usual_best_weekday` and `usual_best_hour` are then
            the strongest without them where they are others, else None.
    """
    found = _strongest(table)
    without = found if usual is None else _strongest(usual)
    return (
        found
        | {"rhythm_largest_share": LARGEST}
        | {
            f"usual_{name}": without[name] if without[name] != found[name] else None
            for name in ("best_weekday", "best_hour")
        }
    )


def _strongest(table: pd.DataFrame) -> dict[str, Any]:
    total = table["revenue"].sum()
    by_day = table.groupby("weekday")["revenue"].sum()
    by_hour = table.groupby("hour")["revenue"].sum()
    best_day, best_hour = (int(one.index[int(one.argmax())]) for one in (by_day, by_hour))
    return {
        "best_weekday": get_day_names("wide", locale="en")[best_day],
        "best_weekday_share": by_day.max() / total,
        "best_hour": f"{best_hour:02d}:00",
        "best_hour_share": by_hour.max() / total,
    }


_ADDED = ("export_row", "item")
"""Columns that an export does not have itself."""


@propagate_not_applicable
def describe(lines: ir.Table) -> pd.DataFrame:
    """Return descriptive statistics of every column of an export and its lookups.

    Args:
        lines: Order lines, or rows of customers.

    Returns:
        `column`, `type` (a marked message), `missing` and `distinct` (counts), and for numbers `mean`,
        `minimum`, `median`, `maximum` (float, NaN for other types).
    """
    rows = []
    for name, kind in lines.schema().items():
        if name in _ADDED:
            continue
        column = lines[name]
        wanted = {
            "missing": lines.count() - column.count(),
            "distinct": column.nunique(),
        }
        if kind.is_numeric():
            number = column.cast("decimal(38, 4)")
            wanted |= {
                "mean": number.sum().cast("float64") / column.count(),
                "minimum": number.min().cast("float64"),
                "median": column.cast("float64").median(),
                "maximum": number.max().cast("float64"),
            }
        rows.append(
            {"column": name, "type": _type_of(kind)}
            | frame(lines.aggregate(**wanted)).iloc[0].to_dict()
        )
    return pd.DataFrame(rows)


def _type_of(kind: Any) -> str:
    if kind.is_numeric():
        return mark("number")
    return mark("time") if kind.is_temporal() else mark("text")
