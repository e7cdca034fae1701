"""Where and what customers buy: small tables and metrics of order lines."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import MINIMUM

MOST_PRODUCTS = 30
"""Orders with more products are counted with those of so many."""


@propagate_not_applicable
def by_place(
    lines: ir.Table, top: int = 10, minimum: int = MINIMUM
) -> pd.DataFrame | NotApplicable:
    """Return the places with the highest revenue, and all others in one row.

    Places with fewer than `minimum` customers are part of that row; if it had fewer itself, the
    smallest place that is shown becomes part of it too.

    Returns:
        `place` (missing for the others), `places` (how many the row stands for), `revenue`, `orders`,
        `customers`, `rest` (whether it stands for the others, who come last), and the same in every
        row: `small` (how many places have too few customers to be listed) and `leads` (whether no
        place at all has more revenue than the first).
    """
    if "place" not in lines.columns:
        return NotApplicable(reason=mark("the export does not say where an order was placed"))
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
    known = each.filter(each.place.notnull())
    all_places = frame(
        known.aggregate(
            n=known.count(), most=known.revenue.max(), small=(known.customers < minimum).sum()
        )
    ).iloc[0]
    places = int(each.count().to_pyarrow().as_py())
    rest = table["shown"].isna()
    if rest.all():
        return NotApplicable(
            reason=mark("no place has {minimum:count} customers or more"),
            values={"minimum": minimum},
        )
    if rest.any() and table.loc[rest, "customers"].iloc[0] < minimum:
        return by_place(lines, int((~rest).sum()) - 1, minimum)
    others = int(places - (~rest).sum())
    table = table.assign(
        place=table["shown"],
        places=rest.map({False: 1, True: others}),
        rest=rest,
        small=int(all_places["small"]),
        leads=bool(table.loc[~rest, "revenue"].max() >= all_places["most"]),
    )
    columns = ["place", "places", "revenue", "orders", "customers", "rest", "small", "leads"]
    return pd.concat([table[~rest], table[rest]])[columns].reset_index(drop=True)


def place_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the place with the highest revenue and its share, the number of others and theirs.

    `place_leads` says whether that is true of all places, those with few customers included;
    `small_places` how many those are.
    """
    rest = table[table["rest"]]
    total = table["revenue"].sum()
    return {
        "best_place": table["place"][0],
        "best_place_share": table["revenue"][0] / total,
        "other_places": int(rest["places"].sum()),
        "other_places_share": rest["revenue"].sum() / total,
        "place_leads": bool(table["leads"].iloc[0]),
        "small_places": int(table["small"].iloc[0]),
    }


@propagate_not_applicable
def best_items(
    lines: ir.Table,
    catalogue: ir.Table,
    exclude: list[str],
    top: int = 10,
    minimum_customers: int = MINIMUM,
) -> pd.DataFrame | NotApplicable:
    """Return the items with the highest revenue.

    Args:
        lines: Order lines.
        catalogue: See `catalogue.items`.
        exclude: Items that are not merchandise, such as postage.
        top: How many.
        minimum_customers: Items that fewer customers bought are left out: one order is not demand.

    Returns:
        `item`, `name`, `revenue`, `customers`, `share` of all revenue, best first; and the same in every
        row: `leads` (whether no item at all has more revenue than the first, those that are excluded or
        that few bought included) and `excluded_share` (of all revenue; NaN where few customers have it).
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
    if table.empty:
        return NotApplicable(
            reason=mark("no product was bought by {minimum:count} customers or more"),
            values={"minimum": minimum_customers},
        )
    known = lines.filter(lines.item.notnull())
    most = frame(
        known.group_by("item")
        .aggregate(revenue=known.amount.sum())
        .aggregate(most=ibis._.revenue.max())
    )["most"][0]
    out = known.filter(known.item.isin([*exclude, ""]))
    left_out = frame(out.aggregate(n=out.customer.nunique(), money=out.amount.sum())).iloc[0]
    share = 0.0 if left_out["n"] == 0 else float(left_out["money"]) / float(total)
    return table.assign(
        share=table["revenue"] / float(total),
        leads=bool(table["revenue"].iloc[0] >= most),
        excluded_share=np.nan if 0 < left_out["n"] < minimum_customers else share,
    )


def item_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return `best_items`, the rows of the ranking without the codes of the items.

    `best_item_leads` and `excluded_items_share` are `leads` and `excluded_share` of `best_items`.
    """
    shown = table[["name", "revenue", "customers", "share"]]
    return {
        "best_items": shown.to_dict("records"),
        "best_item_leads": bool(table["leads"].iloc[0]),
        "excluded_items_share": float(table["excluded_share"].iloc[0]),
    }


@propagate_not_applicable
def order_sizes(lines: ir.Table) -> pd.DataFrame | NotApplicable:
    """Return the number of `orders` by the number of different `products` on them.

    Orders with `MOST_PRODUCTS` products or more are counted there.
    """
    if "product" not in lines.columns:
        return NotApplicable(reason=mark("the export does not say what was bought"))
    orders = lines.group_by("order").aggregate(products=lines.product.nunique())
    return frame(
        orders.group_by(products=ibis.least(orders.products, MOST_PRODUCTS))
        .aggregate(orders=orders.count())
        .order_by("products")
    )
