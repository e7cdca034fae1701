"""Where and what customers buy: small tables of order lines, and what is said of them."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.language import gettext as _
from segmentbook.core.language import ngettext
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import MINIMUM
from segmentbook.report.formats import count
from segmentbook.report.sentences import Said


@propagate_not_applicable
def by_place(
    lines: ir.Table, top: int = 10, minimum: int = MINIMUM
) -> pd.DataFrame | NotApplicable:
    """Return `place`, `revenue`, `orders`, `customers` of the `top` places and of the `rest`.

    Places with fewer than `minimum` customers are part of the rest, which comes last; if the rest itself
    had fewer, the smallest place that is shown would be part of it too.
    """
    if "place" not in lines.columns:
        return NotApplicable(
            _("Revenue by place"), _("the export does not say where an order was placed")
        )
    each = lines.group_by("place").aggregate(
        revenue=lines.amount.sum(), orders=lines.order.nunique(), customers=lines.customer.nunique()
    )
    ranked = each.mutate(
        position=ibis.row_number().over(
            order_by=[each.customers < minimum, each.revenue.desc(), each.place]
        )
    )
    shown = (ranked.customers >= minimum) & (ranked.position < top)
    labelled = ranked.mutate(shown=shown.ifelse(ranked.place, None))
    named = lines.join(labelled.select("place", "shown"), "place", how="left")
    table = frame(
        named.group_by("shown")
        .aggregate(
            revenue=named.amount.sum(),
            orders=named.order.nunique(),
            customers=named.customer.nunique(),
        )
        .order_by(ibis.desc("revenue"), "shown")
    )
    places = frame(each.aggregate(n=each.count()))["n"][0]
    rest = table["shown"].isna()
    if rest.all():
        reason = _("no place has {number} customers or more", number=str(minimum))
        return NotApplicable(_("Revenue by place"), reason)
    if rest.any() and table.loc[rest, "customers"].iloc[0] < minimum:
        return by_place(lines, int((~rest).sum()) - 1, minimum)
    others = int(places - (~rest).sum())
    called = ngettext("1 other", "{number} others", others, number=count(others))
    table["place"] = table["shown"].fillna(called)
    table["rest"] = rest
    return pd.concat([table[~rest], table[rest]])[
        ["place", "revenue", "orders", "customers", "rest"]
    ].reset_index(drop=True)


@propagate_not_applicable
def place_metrics(table: pd.DataFrame, noun: str) -> dict[str, Any]:
    """Return the place with the highest revenue and its share; a place is called by the noun."""
    return {
        "place_noun": noun,
        "best_place": table["place"][0],
        "best_place_share": table["revenue"][0] / table["revenue"].sum(),
        "other_places": table["place"].iloc[-1] if table["rest"].any() else None,
        "other_places_share": table.loc[table["rest"], "revenue"].sum() / table["revenue"].sum(),
    }


def place_sentences(table: pd.DataFrame | NotApplicable) -> list[Said]:
    """Say what the places that are not named bring; nothing where there are none."""
    if isinstance(table, NotApplicable) or not table["rest"].any():
        return []
    return [(_("{other_places_share:percent} of revenue comes from {other_places}."), {})]


def place_title(table: pd.DataFrame | NotApplicable) -> Said:
    """Return the title of the ranking of places: the one that leads, where they are known."""
    if isinstance(table, NotApplicable):
        return (_("Where customers buy"), {})
    title = _(
        "{best_place} is the {place_noun:term} with the most revenue: {best_place_share:percent} of it"
    )
    return (title, {})


@propagate_not_applicable
def best_items(
    lines: ir.Table,
    catalogue: ir.Table,
    exclude: list[str],
    top: int = 10,
    minimum_customers: int = MINIMUM,
) -> pd.DataFrame:
    """Return the items with the highest revenue.

    Args:
        lines: Order lines.
        catalogue: See `catalogue.items`.
        exclude: Items that are no goods, such as postage.
        top: How many.
        minimum_customers: Items that fewer customers bought are left out: one order is no demand.

    Returns:
        `item`, `name`, `revenue`, `customers`, `share` of all revenue; best first.
    """
    total = lines.aggregate(total=lines.amount.sum()).to_pyarrow()["total"][0].as_py()
    goods = lines.filter(lines.item.notnull() & lines.item.notin([*exclude, ""]))
    sold = goods.group_by("item").aggregate(
        revenue=goods.amount.sum(), customers=goods.customer.nunique()
    )
    table = frame(
        sold.filter(sold.customers >= minimum_customers)
        .join(catalogue.select("item", "name"), "item")
        .order_by(ibis.desc("revenue"), "item")
        .limit(top)
    )
    return table.assign(share=table["revenue"] / float(total))


@propagate_not_applicable
def item_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return `best_items`, the rows of the ranking."""
    shown = table[["name", "revenue", "customers", "share"]]
    return {"best_items": shown.to_dict("records")}


@propagate_not_applicable
def item_title(table: pd.DataFrame) -> Said:
    """Return the title of the ranking: its best item, or a question where it is empty."""
    if table.empty:
        return (_("Products by revenue"), {})
    names = {"name": "best_items.0.name", "share": "best_items.0.share"}
    return (_("{name} leads with {share:percent} of all revenue"), names)


@propagate_not_applicable
def item_sentences(table: pd.DataFrame) -> list[Said]:
    """Say who bought the best item and what comes second; the metric `best_items` holds the rows."""
    said: list[Said] = []
    if len(table) > 0:
        buyers = {"buyers": "best_items.0.customers"}
        said.append((_("{buyers:count} customers bought it."), buyers))
    if len(table) > 1:
        second = {"name": "best_items.1.name", "share": "best_items.1.share"}
        said.append((_("Second is {name} with {share:percent}."), second))
    return said


@propagate_not_applicable
def order_sizes(lines: ir.Table) -> pd.DataFrame | NotApplicable:
    """Return `products`, the number of different products on an order, and how many `orders` have it.

    Orders with 30 products or more are counted at 30.
    """
    if "product" not in lines.columns:
        return NotApplicable(
            _("Products on an order"), _("the export does not say what was bought")
        )
    orders = lines.group_by("order").aggregate(products=lines.product.nunique())
    return frame(
        orders.group_by(products=ibis.least(orders.products, 30))
        .aggregate(orders=orders.count())
        .order_by("products")
    )


def order_size_title(table: pd.DataFrame | NotApplicable) -> Said:
    """Return the title of the order sizes: how many hold one product, where products are known."""
    if isinstance(table, NotApplicable):
        return (_("Products on an order"), {})
    return (_("{single_product_orders:percent} of orders hold a single product"), {})


# Columns of the reading and of the catalogue; to import their names would make this chapter run
# again with every change of the two.
