"""Best sellers of each segment in the last months, and those that a customer has never bought."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.core import privacy
from segmentbook.core.engine import frame
from segmentbook.core.not_applicable import propagate_not_applicable

CANDIDATES = 100
"""How many best sellers of a segment are considered for a customer."""

FEWEST_SELLERS = 10
"""A segment with fewer best sellers of its own is given those of all customers."""


def window_start(reference: date, months: int) -> date:
    """Return the first day of the last `months` months before the reference date."""
    start: date = (pd.Timestamp(reference) - pd.DateOffset(months=months)).date()
    return start


@propagate_not_applicable
def best_sellers(
    lines: ir.Table,
    members: ir.Table,
    since: date,
    exclude: list[str],
    minimum: int = privacy.MINIMUM,
) -> ir.Table:
    """Rank the items that most customers of each segment bought since a date.

    A segment with fewer than `FEWEST_SELLERS` such items, for example one of lapsed customers, is given
    the best sellers of all customers instead.

    Args:
        lines: Order lines with `item`.
        members: `customer` and `segment`.
        since: First day that counts.
        exclude: Items that are not merchandise.
        minimum: Items of fewer buyers are left out.

    Returns:
        `segment`, `rank` (from 1), `item`, `buyers` (customers) and `basis`: `segment` or `all
        customers`.
    """
    recent = lines.filter(
        (lines.timestamp.date() >= since) & lines.item.notnull() & lines.item.notin([*exclude, ""])
    )
    bought = recent.select("customer", "item").distinct().join(members, "customer")
    own = _ranked(bought.group_by("segment", "item").aggregate(buyers=bought.count()), minimum)
    enough = own.group_by("segment").aggregate(n=own.count()).filter(ibis._.n >= FEWEST_SELLERS)
    everybody = bought.group_by("item").aggregate(buyers=bought.count())
    poor = members.select("segment").distinct().anti_join(enough, "segment")
    common = _ranked(poor.cross_join(everybody).select("segment", "item", "buyers"), minimum)
    return (
        ibis.union(
            own.semi_join(enough, "segment").mutate(basis=ibis.literal("segment")),
            common.mutate(basis=ibis.literal("all customers")),
        )
        .order_by("segment", "rank")
        .cache()
    )


@propagate_not_applicable
def recommendations(
    lines: ir.Table, members: ir.Table, sellers: ir.Table, catalogue: ir.Table, top: int
) -> pd.DataFrame:
    """Return `not_yet_bought` as a frame."""
    return frame(not_yet_bought(lines, members, sellers, catalogue, top))


def not_yet_bought(
    lines: ir.Table, members: ir.Table, sellers: ir.Table, catalogue: ir.Table, top: int
) -> ir.Table:
    """Recommend to each customer the best sellers of their segment that they have never bought.

    Args:
        lines: Order lines with `item`.
        members: `customer` and `segment`.
        sellers: See `best_sellers`.
        catalogue: See `catalogue.items`.
        top: Number of items per customer.

    Returns:
        `customer`, `segment`, `rank`, `item`, `name`, `buyers`, `basis`, by customer and rank.
    """
    candidates = members.join(sellers, "segment")
    bought = lines.select("customer", "item").distinct()
    fresh = candidates.anti_join(bought, ["customer", "item"])
    place = ibis.row_number().over(group_by=fresh.customer, order_by=fresh["rank"])
    placed = fresh.mutate(place=place)
    return (
        placed.filter(placed.place < top)
        .join(catalogue, "item")
        .select("customer", "segment", "item", "name", "buyers", "basis", rank=ibis._.place + 1)
        .relocate("rank", after="segment")
        .order_by("customer", "rank")
    )


@propagate_not_applicable
def openings(
    lines: ir.Table,
    members: ir.Table,
    sellers: ir.Table,
    catalogue: ir.Table,
    top: int,
    minimum: int = privacy.MINIMUM,
) -> pd.DataFrame:
    """Return for each segment's best sellers how many of its customers have never bought them.

    Args:
        lines: Order lines with `item`.
        members: `customer` and `segment`.
        sellers: See `best_sellers`.
        catalogue: See `catalogue.items`.
        top: Number of items per segment.
        minimum: Shares that stand for fewer customers are bounds.

    Returns:
        `segment`, `rank`, `name`, `buyers`, `basis`, `never_share` (share of the segment's customers who
        have not bought the item in the whole period, or a bound, see `privacy.share`) and `widest`
        (whether it is the item with the segment's largest share), by segment and rank.
    """
    bought = lines.select("customer", "item").distinct().join(members, "customer")
    ever = bought.group_by("segment", "item").aggregate(ever=bought.count())
    sizes = members.group_by("segment").aggregate(size=members.count())
    best = sellers.filter(sellers["rank"] <= top).join(sizes, "segment")
    joined = best.left_join(ever, ["segment", "item"]).join(
        catalogue.select("item", "name"), "item"
    )
    exact = 1 - joined.ever.fill_null(0) / joined.size
    table = frame(
        joined.select("segment", "rank", "name", "buyers", "basis", "size", exact=exact).order_by(
            "segment", "rank"
        )
    )
    shares = [
        privacy.share(share, size, minimum)
        for share, size in zip(table["exact"], table["size"], strict=True)
    ]
    widest = table.index.isin(table.groupby("segment")["exact"].idxmax())
    return table.drop(columns=["exact", "size"]).assign(
        never_share=pd.Series(shares, table.index, dtype=object), widest=widest
    )


def _ranked(counted: ir.Table, minimum: int) -> ir.Table:
    """Keep the candidates of each segment, most buyers first, ties by item."""
    known = counted.filter(counted.buyers >= minimum)
    place = ibis.row_number().over(
        group_by=known.segment, order_by=[known.buyers.desc(), known.item]
    )
    ranked = known.mutate(rank=place + 1)
    return ranked.filter(ranked["rank"] <= CANDIDATES).select("segment", "rank", "item", "buyers")


def recommendation_metrics(recommended: pd.DataFrame, since: date, months: int) -> dict[str, Any]:
    """Return how many customers get recommendations, and the window of the best sellers.

    Args:
        recommended: See `recommendations`.
        since: First day that counts.
        months: Length of the window.
    """
    return {
        "recommended_since": since,
        "recommended_months": months,
        "recommended_customers": int(recommended["customer"].nunique()),
    }


def offer_metrics(openings: pd.DataFrame) -> dict[str, Any]:
    """Return `offers`: for each segment the best seller that most of its customers never bought.

    Args:
        openings: See `openings`.
    """
    widest = openings.loc[openings["widest"], ["segment", "name", "never_share"]]
    return {"offers": widest.rename(columns={"name": "item"}).to_dict("records")}
