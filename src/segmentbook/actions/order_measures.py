"""Numbers of segments from their order lines: baskets, discounts, inactivity, products never bought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.actions.measures import FROM_ORDERS
from segmentbook.core.engine import frame
from segmentbook.core.not_applicable import NotApplicable

EVERYBODY = 0
"""Stands for all customers where segments count from 1."""

BEST_SELLERS = 50
"""How many products, by number of buyers, count as best sellers."""

QUIET_DAYS = 90


def order_measures(
    lines: ir.Table | NotApplicable,
    members: pd.DataFrame,
    reference: date,
    exclude: Sequence[str] = (),
) -> pd.DataFrame:
    """Measure each segment, and all customers, on their order lines.

    Args:
        lines: Order lines; a study of customer rows has none.
        members: `customer` and `segment`, and `overdue` where the study's orders allow such a flag.
        reference: The date up to which days without an order count.
        exclude: Items that are not merchandise.

    Returns:
        The columns `measures.FROM_ORDERS`, indexed by segment with `EVERYBODY` for all customers;
        no rows without lines, NaN where the study lacks what a measure needs.
    """
    if isinstance(lines, NotApplicable):
        return pd.DataFrame(columns=list(FROM_ORDERS), dtype=float)
    everybody = members.assign(segment=EVERYBODY)
    both = pd.concat([members, everybody])
    twice = ibis.memtable(both[["customer", "segment"]])
    parts = [_silence(lines, twice, reference), _baskets(lines, twice)]
    if "item" in lines.columns:
        parts.append(_best_sellers(lines, twice, exclude))
    # Sums are exact in the engine; shares are made of them at the end.
    sums = pd.concat([frame(part).set_index("segment") for part in parts], axis=1)
    values = {
        "order_value": sums["revenue"] / sums["orders"],
        "orders_per_customer": sums["orders"] / sums["customers"],
        "quiet_share": sums["quiet"] / sums["customers"],
    }
    if "overdue" in members.columns:
        values["overdue_share"] = both.groupby("segment")["overdue"].mean()
    if "item" in lines.columns:
        # Orders without a named item are left out of both sides.
        values["one_item_share"] = sums["one_item"] / sums["orders_with_item"]
        values["items_per_order"] = sums["items"] / sums["orders_with_item"]
        bought = sums["bought"].fillna(0) / (sums["customers"] * sums["sellers"].max())
        values["unbought_share"] = 1 - bought
    if "discount" in lines.columns:
        values["discount_share"] = sums["discounted"] / sums["orders"]
    return pd.DataFrame(values).reindex(columns=list(FROM_ORDERS)).astype(float).sort_index()


def _silence(lines: ir.Table, members: ir.Table, reference: date) -> ir.Table:
    seen = lines.group_by("customer").aggregate(last=lines.timestamp.date().max())
    silent = ibis.literal(reference).delta(seen.last, unit="day")
    both = members.join(seen.select("customer", quiet=silent > QUIET_DAYS), "customer")
    return (
        both.group_by("segment")
        .aggregate(customers=both.count(), quiet=both.quiet.sum())
        .order_by("segment")
    )


def _baskets(lines: ir.Table, members: ir.Table) -> ir.Table:
    sums: dict[str, ir.Value] = {"revenue": lines.amount.sum()}
    if "item" in lines.columns:
        sums["items"] = lines.item.nunique()
    if "discount" in lines.columns:
        sums["discounted"] = (lines.discount != 0).any().fill_null(False).cast("int64")
    orders = lines.group_by("customer", "order").aggregate(**sums)
    both = members.join(orders, "customer")
    totals: dict[str, ir.Value] = {"orders": both.count()}
    totals |= {name: both[name].sum() for name in sums}
    if "item" in lines.columns:
        totals["one_item"] = (both["items"] == 1).sum()
        totals["orders_with_item"] = (both["items"] > 0).sum()
    return both.group_by("segment").aggregate(**totals).order_by("segment")


def _best_sellers(lines: ir.Table, members: ir.Table, exclude: Sequence[str]) -> ir.Table:
    goods = lines.filter(lines.item.notnull() & lines.item.notin([*exclude, ""]))
    pairs = goods.select("customer", "item").distinct()
    sellers = (
        pairs.group_by("item")
        .aggregate(buyers=pairs.count())
        .order_by([ibis.desc("buyers"), "item"])
        .limit(BEST_SELLERS)
    )
    bought = pairs.semi_join(sellers, "item").join(members, "customer")
    return (
        bought.group_by("segment")
        .aggregate(bought=bought.count(), sellers=bought.item.nunique())
        .order_by("segment")
    )
