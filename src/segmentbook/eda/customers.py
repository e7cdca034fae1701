"""Business questions about an export with one row for each customer, answered by small tables.

Every function takes the rows that cleaning left, in the engine, and returns a pandas frame in a fixed
order, or metrics by name.
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
from segmentbook.core.privacy import MINIMUM, small_cells
from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import AnyColumns
from segmentbook.report.sentences import Said

MOST_NUMBERS = 8
MOST_VALUES = 8
"""How many numbers, and how many values of a category, are shown."""

HEADLINE = {
    mark("customers"): "customers:count",
    mark("revenue"): "revenue:money_short",
    mark("orders"): "orders:count",
    mark("median spend"): "half_spend:money",
    mark("repeat rate"): "repeat_rate:percent",
}
HEADLINE_NOTES = {
    "revenue": mark("{revenue_per_customer:money} per customer"),
    "orders": mark("{orders_per_customer:number} per customer"),
    "repeat rate": mark("customers with more than one order"),
}
"""The key figures of customers, and what explains them; what an export does not tell is left out."""

_OF_ORDER_LINES = (
    "first_day", "last_day", "days_covered", "median_order_value", "products_per_order",
    "single_product_orders", "best_month", "best_month_revenue", "weakest_month",
    "weakest_month_revenue", "best_to_weakest_month",
)  # fmt: skip


@propagate_not_applicable
def headline(rows: ir.Table) -> dict[str, Any]:
    """Return what customers spend and how often they order.

    What the export does not tell is None: `revenue_per_customer`, `half_spend` (the median),
    `average_order_value`, `orders_per_customer`, `repeat_rate`, and what only order lines tell.
    """
    wanted: dict[str, ir.Value] = {"customers": rows.count()}
    if "amount" in rows.columns:
        wanted["spent"] = rows.amount.sum().cast("float64")
        wanted["half_spend"] = rows.amount.cast("float64").median()
    if "orders" in rows.columns:
        wanted["orders"] = rows.orders.sum()
        wanted["again"] = (rows.orders > 1).sum()
    found = frame(rows.aggregate(**wanted)).iloc[0].to_dict()
    customers, spent, orders = found["customers"], found.get("spent"), found.get("orders")
    return {
        "revenue_per_customer": None if spent is None else spent / customers,
        "half_spend": found.get("half_spend"),
        "average_order_value": spent / orders if spent is not None and orders else None,
        "orders_per_customer": None if orders is None else orders / customers,
        "repeat_rate": None if orders is None else found["again"] / customers,
        **dict.fromkeys(_OF_ORDER_LINES),
    }


def title(metrics: Mapping[str, Any]) -> Said:
    """Return the title over the key figures of customers."""
    if metrics["revenue"] is not None:
        return (_("{customers:count} customers spent {revenue:money_short}"), {})
    return (_("What the export says of {customers:count} customers"), {})


def spend_sentences(metrics: Mapping[str, Any]) -> list[Said]:
    """Say what a customer spends; nothing where the export does not tell."""
    if metrics.get("half_spend") is None:
        return []
    return [
        (_("Half of the customers spent {half_spend:money} or more."), {}),
        (_("The mean is {revenue_per_customer:money}."), {}),
    ]


@propagate_not_applicable
def parts(rows: ir.Table, columns: AnyColumns, name: str) -> pd.DataFrame | NotApplicable:
    """Return of which columns a sum is made up.

    Args:
        rows: The rows.
        columns: What the study says of its columns.
        name: `amount` or `orders`.

    Returns:
        `part` (what the column is called), `total` and `share`, largest first.
    """
    assert isinstance(columns, CustomerColumns)
    summed = columns.sums.get(name, [])
    if len(summed) < 2:
        what = {"amount": _("What customers spent on"), "orders": _("Where customers ordered")}
        return NotApplicable(what[name], _("the export does not tell its parts"))
    totals = frame(rows.aggregate(**{column: rows[column].sum() for column in summed})).iloc[0]
    called = [columns.called(column) for column in summed]
    table = pd.DataFrame({"part": called, "total": [float(totals[c]) for c in summed]})
    table["share"] = table["total"] / table["total"].sum()
    return table.sort_values("total", ascending=False, kind="stable").reset_index(drop=True)


@propagate_not_applicable
def part_metrics(table: pd.DataFrame, name: str) -> dict[str, Any]:
    """Return `<name>_parts`, the rows of `parts`."""
    return {f"{name}_parts": table.to_dict("records")}


def part_title(name: str) -> Said:
    """Say which part is the largest; the metrics of `part_metrics` must be recorded."""
    said = {
        "amount": _("{part} leads: {share:percent} of what customers spent"),
        "orders": _("{part} leads: {share:percent} of all orders"),
    }
    names = {"part": f"{name}_parts.0.part", "share": f"{name}_parts.0.share"}
    return (said[name], names)


@propagate_not_applicable
def numbers(rows: ir.Table, columns: AnyColumns) -> pd.DataFrame | NotApplicable:
    """Return the values of the numbers that the params name, at most eight of them."""
    assert isinstance(columns, CustomerColumns)
    named = columns.numbers[:MOST_NUMBERS]
    if not named:
        return NotApplicable(_("What numbers say of customers"), _("the params name no numbers"))
    wanted = {column: rows[column].cast("float64") for column in named}
    table = frame(rows.order_by("export_row").select(**wanted))
    return table.rename(columns=columns.called)


@propagate_not_applicable
def number_title(table: pd.DataFrame) -> Said:
    """Return the title over the numbers: the two that go together most."""
    if number_pair(table) is None:
        return (_("How customers spread over what is known of them"), {})
    return (_("{related_one} and {related_other} go together most"), {})


@propagate_not_applicable
def number_sentences(table: pd.DataFrame) -> list[Said]:
    """Say which two numbers go together most; the metrics of `number_metrics` must be recorded."""
    if number_pair(table) is None:
        return []
    said = _(
        "Of all pairs of these numbers, {related_one} and {related_other} have the strongest rank "
        "correlation, {related_by:number} (1 or −1: they always move together; 0: not at all)."
    )
    return [(said, {})]


@propagate_not_applicable
def number_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the two numbers whose Spearman rank correlation is strongest, and that correlation."""
    pair = number_pair(table) or (None, None, None)
    return dict(zip(("related_one", "related_other", "related_by"), pair, strict=True))


def number_pair(table: pd.DataFrame) -> tuple[str, str, float] | None:
    """Return the two columns of the strongest rank correlation; None where there is none."""
    ranks = table.rank().corr()
    best: tuple[str, str, float] | None = None
    for place, one in enumerate(ranks.columns):
        for other in ranks.columns[place + 1 :]:
            value = float(ranks.loc[one, other])
            if value == value and (best is None or abs(value) > abs(best[2])):  # not NaN
                best = (str(one), str(other), value)
    return best


@propagate_not_applicable
def categories(
    rows: ir.Table, columns: AnyColumns, minimum: int = MINIMUM
) -> pd.DataFrame | NotApplicable:
    """Return how customers spread over the values of each category.

    Returns:
        `category`, `value`, `customers`, `share` and, where the export tells money, `mean_amount`; the
        largest first. Values beyond the eighth, and those of fewer than `minimum` customers, are
        merged as `others`, which come last, with what would tell of them (see
        `guard.small_cells`). A category with nothing but others is left out.
    """
    assert isinstance(columns, CustomerColumns)
    if not columns.categories:
        return NotApplicable(_("Kinds of customers"), _("the params name no categories"))
    each = [_category(rows, name, columns.called(name), minimum) for name in columns.categories]
    return pd.concat(each, ignore_index=True)


def _category(rows: ir.Table, column: str, called: str, minimum: int) -> pd.DataFrame:
    money = rows.amount if "amount" in rows.columns else ibis.null("decimal(18, 4)")
    told = rows.select(value=rows[column].cast("string").fill_null(_("not told")), money=money)
    counted = frame(
        told.group_by("value")
        .aggregate(customers=told.count(), money=told.money.sum())
        .order_by(ibis.desc("customers"), "value")
    )
    total = counted["customers"].sum()
    few = small_cells(counted["customers"], pd.Series(0, counted.index), minimum=minimum)
    shown = ~few & (counted.index < MOST_VALUES)
    rest = counted[~shown]
    table = counted[shown]
    if len(table) and len(rest):
        merged = {"value": _("others"), "customers": rest["customers"].sum()}
        merged["money"] = rest["money"].sum(min_count=1)
        table = pd.concat([table, pd.DataFrame([merged])], ignore_index=True)
    return pd.DataFrame(
        {
            "category": called,
            "value": table["value"],
            "customers": table["customers"].astype("int64"),
            "share": table["customers"] / total,
            "mean_amount": table["money"].astype(float) / table["customers"],
        }
    )


@propagate_not_applicable
def category_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the largest value of the first category and its share."""
    if table.empty:
        return {"first_category": None}
    first = table.iloc[0]
    return {
        "first_category": first["category"],
        "first_category_value": first["value"],
        "first_category_share": first["share"],
    }


@propagate_not_applicable
def category_title(table: pd.DataFrame) -> Said:
    """Return the title over the categories."""
    if table.empty:
        return (_("No category has enough customers to be shown"), {})
    said = _(
        "{first_category}: {first_category_value} leads with {first_category_share:percent} of "
        "customers"
    )
    return (said, {})


CATEGORY_COLUMNS = {
    "category": (mark("Category"), "text"),
    "value": (mark("Value"), "text"),
    "customers": (mark("Customers"), "count"),
    "share": (mark("Share"), "percent"),
}


def category_columns(table: pd.DataFrame | NotApplicable) -> Mapping[str, tuple[str, str]]:
    """Return the columns of `categories` worth showing, with their titles and formats."""
    if isinstance(table, NotApplicable) or table["mean_amount"].isna().all():
        return CATEGORY_COLUMNS
    return {**CATEGORY_COLUMNS, "mean_amount": (mark("Mean spend"), "money")}


@propagate_not_applicable
def joined(rows: ir.Table, minimum: int = MINIMUM) -> pd.DataFrame | NotApplicable:
    """Return `month` and the `customers` who joined, or first ordered, in it.

    Months of too few to be shown, and one that would give them away, are zero; where there are many
    months, years take their place.
    """
    name = next((c for c in ("joined", "first_order") if c in rows.columns), None)
    if name is None:
        return NotApplicable(_("When customers joined"), _("the export does not say when"))
    dates = rows.filter(rows[name].notnull())
    table = _by_period(dates, dates[name].truncate("M").date(), minimum)
    if len(table) > 36:
        table = _by_period(dates, dates[name].truncate("Y").date(), minimum)
    return table


def _by_period(dates: ir.Table, period: ir.Value, minimum: int) -> pd.DataFrame:
    counted = dates.group_by(month=period).aggregate(customers=dates.count()).order_by("month")
    table = frame(counted)
    table["month"] = pd.to_datetime(table["month"])
    few = small_cells(table["customers"], pd.Series(0, table.index), minimum=minimum)
    return table.assign(customers=table["customers"].mask(few, 0))


@propagate_not_applicable
def joined_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the period in which most customers joined, and how many."""
    best = table.loc[table["customers"].idxmax()]
    return {"joined_most": best["month"].date(), "joined_most_customers": int(best["customers"])}


def in_years(table: pd.DataFrame) -> bool:
    """Say whether the periods of `joined` are years, not months."""
    return bool((table["month"].dt.month == 1).all()) and len(table) > 1


@propagate_not_applicable
def joined_title(table: pd.DataFrame) -> Said:
    """Say in which period most customers joined."""
    if in_years(table):
        said = _("{joined_most:year} brought the most new customers: {joined_most_customers:count}")
    else:
        said = _(
            "{joined_most:month} brought the most new customers: {joined_most_customers:count}"
        )
    return (said, {})
