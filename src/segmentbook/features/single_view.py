"""The customer single view: whatever can be computed of a customer from order lines."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from segmentbook.core.message import mark
from segmentbook.features.feature import Feature
from segmentbook.features.lrfmc import DISCOUNT

MONTH = 30
"""Days of a month where revenue is counted per month."""

_QUARTERS = (
    (
        mark("Share of the cheapest products"),
        mark(
            "share of pieces from the cheapest quarter of products by mean price; 0 without pieces"
        ),
    ),
    (
        mark("Share of the second products"),
        mark("share of pieces from the second quarter of products by mean price; 0 without pieces"),
    ),
    (
        mark("Share of the third products"),
        mark("share of pieces from the third quarter of products by mean price; 0 without pieces"),
    ),
    (
        mark("Share of the dearest products"),
        mark(
            "share of pieces from the dearest quarter of products by mean price; 0 without pieces"
        ),
    ),
)

SINGLE_VIEW = (
    Feature(
        "total_quantity",
        mark("Total quantity"),
        mark("sum of pieces"),
        mark("pieces"),
        "high",
        "number",
        ("quantity",),
    ),
    Feature(
        "visit_period",
        mark("Visit period"),
        mark("calendar days from the first to the last order"),
        mark("days"),
        "high",
        "number",
    ),
    Feature(
        "days_between",
        mark("Time between purchases"),
        mark(
            "visit period divided by the orders after the first; for one order, the days since it: the "
            "least that the time can be"
        ),
        mark("days"),
        "low",
        "number",
    ),
    Feature(
        "basket_size",
        mark("Basket size"),
        mark("money per piece; 0 without pieces"),
        "money",
        "high",
        "money",
        ("quantity",),
    ),
    Feature("order_size", mark("Order size"), mark("money per order"), "money", "high", "money"),
    Feature(
        "visit_size",
        mark("Visit size"),
        mark("pieces per order"),
        mark("pieces"),
        "high",
        "number",
        ("quantity",),
    ),
    Feature(
        "arpu",
        mark("ARPU"),
        mark("revenue per {month} days since the first order, of which at least {month} count"),
        "money",
        "high",
        "money",
        values={"month": str(MONTH)},
    ),
    Feature(
        "lifetime_value",
        mark("Lifetime value"),
        mark(
            "order size x orders per {month} days since the first x the mean visit period of all "
            "customers; no profit, no forecast"
        ),
        "money",
        "high",
        "money",
        values={"month": str(MONTH)},
    ),
    Feature(
        "discount_amount",
        mark("Discount amount"),
        mark("sum of discounts"),
        "money",
        "low",
        "money",
        ("discount",),
    ),
    DISCOUNT,
    Feature(
        "places",
        mark("Places"),
        mark("number of different places"),
        mark("places"),
        "high",
        "number",
        ("place",),
    ),
    Feature(
        "online_share",
        mark("Online share"),
        mark("share of orders placed online; the others are offline"),
        "share",
        "neither",
        "percent",
        ("channel",),
    ),
    *(
        Feature(
            f"price_q{number}_share",
            title,
            definition,
            "share",
            "neither",
            "percent",
            ("product", "quantity"),
        )
        for number, (title, definition) in enumerate(_QUARTERS, start=1)
    ),
)
"""What the single view adds to recency, frequency (orders) and monetary value (total amount)."""

DEFAULT_USE = ("recency", "frequency", "monetary", "order_size", "visit_size", "days_between")
"""The features that enter the clustering unless the params name others: those that differ in kind."""


def with_single_view(view: ir.Table, lines: ir.Table, reference: date, online: str) -> ir.Table:
    """Add the features of the single view to a view.

    Features whose columns the lines lack are left out, see `Feature.needs`. Sums are DECIMAL; ratios
    are taken of them at the end and are finite.

    Args:
        view: What `rfm` returned.
        lines: Order lines.
        reference: The date that days are counted to.
        online: The value of `channel` of orders placed online; capitals do not matter.
    """
    extra = lines.group_by("customer").aggregate(**_sums(lines, online))
    view = view.join(extra, "customer")
    if "discount" in lines.columns:
        view = view.join(_discounts(lines), "customer")
    period = view.last_order.delta(view.first_order, unit="day")
    age = ibis.literal(reference).delta(view.first_order, unit="day")
    view = view.mutate(visit_period=period, age=ibis.greatest(age, MONTH))
    total = (view.revenue if "revenue" in view.columns else view.monetary).cast("float64")
    arpu = total * MONTH / view.age
    # A sum of whole days repeats, however many threads add it up.
    mean_period = view.visit_period.sum().over() / view.count().over()
    ratios = {
        "days_between": (view.frequency > 1).ifelse(
            view.visit_period / (view.frequency - 1).nullif(0), age.cast("float64")
        ),
        "order_size": total / view.frequency,
        "arpu": arpu,
        "lifetime_value": arpu * mean_period / MONTH,
    }
    if "total_quantity" in view.columns:
        pieces = view.total_quantity.cast("float64")
        ratios["basket_size"] = (total / pieces.nullif(0)).fill_null(0.0)
        ratios["visit_size"] = pieces / view.frequency
    for name, count in (("discount_share", "discounted"), ("online_share", "online")):
        if count in view.columns:
            ratios[name] = view[count] / view.frequency
    view = view.mutate(**ratios)
    view = view.drop(*(c for c in ("lines", "age", "discounted", "online") if c in view.columns))
    return _with_price_shares(view, lines) if {"product", "quantity"} <= {*lines.columns} else view


def _sums(lines: ir.Table, online: str) -> dict[str, ir.Value]:
    sums: dict[str, ir.Value] = {"lines": lines.count()}
    if "quantity" in lines.columns:
        sums["total_quantity"] = lines.quantity.sum().fill_null(0)
    if "discount" in lines.columns:
        sums["discounted"] = lines.order.nunique(where=lines.discount != 0)
    if "place" in lines.columns:
        sums["places"] = lines.place.nunique()
    if "channel" in lines.columns:
        sums["online"] = lines.order.nunique(where=lines.channel.lower() == online.lower())
    return sums


def _discounts(lines: ir.Table) -> ir.Table:
    """Return the sum of discounts by customer; the lines made of one row share its discount."""
    rows = lines.group_by("customer", "export_row").aggregate(discount=lines.discount.abs().max())
    return rows.group_by("customer").aggregate(discount_amount=rows.discount.sum().fill_null(0))


def _with_price_shares(view: ir.Table, lines: ir.Table) -> ir.Table:
    """Add the share of pieces from each quarter of products, by their mean price."""
    known = lines.filter(lines["product"].notnull() & (lines.quantity > 0))
    sold = known.group_by("product").aggregate(
        money=known.amount.sum(), pieces=known.quantity.sum()
    )
    priced = sold.select("product", price=sold.money.cast("float64") / sold.pieces.cast("float64"))
    cuts = priced.aggregate(**{f"cut{n}": priced.price.quantile(n / 4) for n in range(1, 4)})
    placed = priced.cross_join(cuts)
    quarter = sum(((placed.price > placed[f"cut{n}"]).cast("int8") for n in range(1, 4)), start=1)
    bought = known.join(placed.select("product", quarter=quarter), "product")
    shares = bought.group_by("customer").aggregate(
        all=bought.quantity.sum(),
        **{f"q{n}": bought.quantity.sum(where=bought.quarter == n) for n in range(1, 5)},
    )
    joined = view.left_join(shares, "customer").drop("customer_right")
    part = {
        f"price_q{n}_share": (
            joined[f"q{n}"].cast("float64") / joined["all"].cast("float64").nullif(0)
        ).fill_null(0.0)
        for n in range(1, 5)
    }
    return joined.mutate(**part).drop("all", *(f"q{n}" for n in range(1, 5)))
