"""Business questions about order lines, each answered by a small table.

Every function takes the order lines in the engine (one row per product on an order, see `reading.read`)
and returns a pandas frame in a fixed order, or metrics by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.report.formats import WEEKDAYS
from segmentbook.report.sentences import Said


@propagate_not_applicable
def headline(lines: ir.Table) -> dict[str, Any]:
    """Return the period, order value, basket size and repeat rate.

    `repeat_rate` is the share of customers with more than one order. What needs products is None
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


def basket_sentences(metrics: Mapping[str, Any]) -> list[Said]:
    """Say how many products an order holds; nothing where the export does not say."""
    if metrics.get("products_per_order") is None:
        return []
    return [
        (_("An order holds {products_per_order:number} different products on average."), {}),
        (_("{single_product_orders:percent} of orders hold a single product."), {}),
    ]


@propagate_not_applicable
def by_month(lines: ir.Table) -> pd.DataFrame:
    """Return `month`, `revenue`, `orders`, `customers` and whether the month is `complete`.

    A month between the first and the last without orders is there, with zeros.
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
    # A shop may close for some days, so three days of silence at an end leave the month complete.
    late = (pd.to_datetime(table["first"]) - table["month"]).dt.days > 3
    early = (table["month"] + pd.offsets.MonthEnd(0) - pd.to_datetime(table["last"])).dt.days > 3
    table["complete"] = True
    table.loc[table.index[:1], "complete"] &= ~late
    table.loc[table.index[-1:], "complete"] &= ~early
    every = pd.date_range(table["month"].iloc[0], table["month"].iloc[-1], freq="MS", name="month")
    table = table.set_index("month").drop(columns=["first", "last"]).reindex(every)
    table = table.fillna({"revenue": 0.0, "orders": 0, "customers": 0, "complete": True})
    types = {"orders": "int64", "customers": "int64", "complete": "bool"}
    return table.astype(types).reset_index()


@propagate_not_applicable
def month_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the best and the weakest complete month and their revenue."""
    best, weakest = _extremes(table)
    return {
        "best_month": best["month"].date(),
        "best_month_revenue": best["revenue"],
        "weakest_month": weakest["month"].date(),
        "weakest_month_revenue": weakest["revenue"],
        "best_to_weakest_month": _best_to_weakest(table),
    }


def _extremes(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    complete = table[table["complete"]] if table["complete"].any() else table
    revenue = complete["revenue"]
    return complete.loc[revenue.idxmax()], complete.loc[revenue.idxmin()]


def _best_to_weakest(table: pd.DataFrame) -> float | None:
    best, weakest = _extremes(table)
    return float(best["revenue"] / weakest["revenue"]) if weakest["revenue"] > 0 else None


@propagate_not_applicable
def rhythm(lines: ir.Table) -> pd.DataFrame | NotApplicable:
    """Return `weekday` (0 is Monday), `hour` and `revenue` for each hour with sales."""
    table = frame(
        lines.group_by(weekday=lines.timestamp.day_of_week.index(), hour=lines.timestamp.hour())
        .aggregate(revenue=lines.amount.sum(), orders=lines.order.nunique())
        .order_by("weekday", "hour")
    )
    if set(table["hour"]) <= {0}:
        return NotApplicable(_("Revenue by weekday and hour"), _("the export has no time of day"))
    return table


def rhythm_metrics(table: pd.DataFrame | NotApplicable) -> dict[str, Any] | NotApplicable:
    """Return the strongest weekday and hour with their shares of revenue."""
    if isinstance(table, NotApplicable):
        return table
    total = table["revenue"].sum()
    by_day = table.groupby("weekday")["revenue"].sum()
    by_hour = table.groupby("hour")["revenue"].sum()
    return {
        "best_weekday": WEEKDAYS[int(by_day.idxmax())],
        "best_weekday_share": by_day.max() / total,
        "best_hour": f"{int(by_hour.idxmax()):02d}:00",
        "best_hour_share": by_hour.max() / total,
    }


def rhythm_sentences(table: pd.DataFrame | NotApplicable) -> list[Said]:
    """Say when most revenue comes in; nothing where the export has no time of day."""
    if isinstance(table, NotApplicable):
        return []
    return [
        (
            _(
                "{best_weekday:weekday} is the strongest day with {best_weekday_share:percent} of "
                "revenue."
            ),
            {},
        ),
        (_("{best_hour_share:percent} of revenue comes in the hour from {best_hour}."), {}),
    ]


def rhythm_title(table: pd.DataFrame | NotApplicable) -> Said:
    """Return the title of the rhythm: the strongest day and hour, where there is a time of day."""
    if isinstance(table, NotApplicable):
        return (_("When customers buy"), {})
    return (_("{best_weekday:weekday} is the strongest day, {best_hour} the strongest hour"), {})


HEADLINE = {
    mark("revenue"): "revenue:money_short",
    mark("orders"): "orders:count",
    mark("average order value"): "average_order_value:money",
    mark("repeat rate"): "repeat_rate:percent",
}
HEADLINE_NOTES = {
    "revenue": mark("{first_day:date} to {last_day:date}"),
    "orders": mark("{orders_per_customer:number} per customer"),
    "average order value": mark("half of the orders: {median_order_value:money} or more"),
    "repeat rate": mark("customers with more than one order"),
}
"""The key figures of sales, and what explains them."""

_ADDED = ("export_row", "item")


def describe(lines: ir.Table) -> pd.DataFrame:
    """Return descriptive statistics of every column that an export or a lookup has.

    Returns:
        For each column `column`, `type`, `missing` (count), `distinct`, and for numbers `mean`,
        `minimum`, `median`, `maximum` (float, not-a-number for texts).
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
