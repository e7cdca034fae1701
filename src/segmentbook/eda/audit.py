"""A customer-base audit: how customers differ, what changed between periods, how cohorts age.

The five lenses of Fader, Hardie and Ross, The Customer-Base Audit (2022): one period; two periods; one
cohort over time; cohorts compared; and the whole customer base, by cohort. Everything here is
calculated from all order lines, nothing is inferred.
"""

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
from segmentbook.eda.trends import Compared, compared
from segmentbook.eda.window import Window

PARTS = ("customers", "orders", "value")
"""The factors of revenue: customers, orders of a customer, value of an order."""

TENTHS = 10


# ---------------------------------------------------------------- one period


@propagate_not_applicable
def tenths(lines: ir.Table, minimum: int = MINIMUM) -> pd.DataFrame | NotApplicable:
    """Return the customers in ten parts by what they spent, those who spent most first.

    Args:
        lines: Order lines, or rows of customers with `amount`.
        minimum: The least number of customers in a part.

    Returns:
        `tenth` (1 to 10), `customers`, `revenue`, `share` of all revenue and `mean` revenue.
    """
    if "amount" not in lines.columns:
        return NotApplicable(reason=mark("the export does not say what customers spent"))
    spend = frame(lines.group_by("customer").aggregate(revenue=lines.amount.sum()))
    best_first = np.sort(spend["revenue"].to_numpy(dtype=float))[::-1]
    if len(best_first) < TENTHS * minimum or not best_first.sum() > 0:
        return NotApplicable(
            reason=mark("the customers do not make ten groups of {minimum:count}"),
            values={"minimum": minimum},
        )
    parts = np.array_split(best_first, TENTHS)
    table = pd.DataFrame(
        {
            "tenth": range(1, TENTHS + 1),
            "customers": [len(part) for part in parts],
            "revenue": [part.sum() for part in parts],
        }
    )
    return table.assign(
        share=table["revenue"] / best_first.sum(), mean=table["revenue"] / table["customers"]
    )


def tenth_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the mean spend and the share of the first and of the last tenth."""
    first, last = table.iloc[0], table.iloc[-1]
    return {
        "first_tenth_mean": first["mean"],
        "first_tenth_share": first["share"],
        "last_tenth_mean": last["mean"],
        "last_tenth_share": last["share"],
    }


# ---------------------------------------------------------------- two periods


@propagate_not_applicable
def two_periods(
    lines: ir.Table, months: pd.DataFrame, minimum: int = MINIMUM
) -> pd.DataFrame | NotApplicable:
    """Return what became of revenue between two periods, by cause and by kind of customer.

    The change is the sum of what customers, orders of a customer and value of an order contribute, by
    logarithmic means, which leave no remainder (LMDI: Ang, The LMDI approach to decomposition
    analysis, 2005, Energy Policy 33). It is also the sum of what customers brought who had no order in
    the earlier period, less what those brought who have none in the later one, and of the change of
    those who have both.

    Args:
        lines: Order lines.
        months: See `trends.months`; the periods are those of `trends.compared`.
        minimum: Kinds of fewer customers are hidden.

    Returns:
        One row, with `revenue_before`, `revenue_now`, likewise `customers_`, `orders_` and `value_`;
        `effect_` of each of `PARTS`; `customers_came`, `customers_gone`, `customers_both` and the
        `revenue_` of each, the last being a change; NaN where a kind is small.
    """
    periods = compared(months)
    if isinstance(periods, NotApplicable):
        return periods
    found = frame(_two_periods(lines, periods)).iloc[0].astype(float)
    row = {name: found[name] for name in found.index}
    for when in ("before", "now"):
        row[f"value_{when}"] = row[f"revenue_{when}"] / row[f"orders_{when}"]
        row[f"orders_{when}"] = row[f"orders_{when}"] / row[f"customers_{when}"]
    weight = _log_mean(row["revenue_now"], row["revenue_before"])
    for part in PARTS:
        row[f"effect_{part}"] = weight * np.log(row[f"{part}_now"] / row[f"{part}_before"])
    for kind in ("came", "gone", "both"):
        if 0 < row[f"customers_{kind}"] < minimum:
            row[f"customers_{kind}"] = row[f"revenue_{kind}"] = np.nan
    return pd.DataFrame([row])


def _two_periods(lines: ir.Table, periods: Compared) -> ir.Table:
    month = lines.timestamp.truncate("M").date()
    now = month.isin([day.date() for day in periods.now])
    before = month.isin([day.date() for day in periods.before])
    each = lines.group_by("customer").aggregate(
        now=lines.amount.sum(where=now).fill_null(0),
        before=lines.amount.sum(where=before).fill_null(0),
        orders_now=lines.order.nunique(where=now),
        orders_before=lines.order.nunique(where=before),
    )
    there, was = each.orders_now > 0, each.orders_before > 0
    return each.aggregate(
        revenue_now=each.now.sum(),
        revenue_before=each.before.sum(),
        orders_now=each.orders_now.sum(),
        orders_before=each.orders_before.sum(),
        customers_now=there.sum(),
        customers_before=was.sum(),
        customers_came=(there & ~was).sum(),
        customers_gone=(~there & was).sum(),
        customers_both=(there & was).sum(),
        revenue_came=each.now.sum(where=there & ~was).fill_null(0),
        revenue_gone=each.before.sum(where=~there & was).fill_null(0),
        revenue_both=(each.now - each.before).sum(where=there & was).fill_null(0),
    )


def _log_mean(one: float, other: float) -> float:
    """Return the logarithmic mean of two positive numbers."""
    if one <= 0 or other <= 0:
        return float("nan")
    return one if np.isclose(one, other, rtol=1e-12) else (one - other) / np.log(one / other)


def two_period_metrics(table: pd.DataFrame, months: pd.DataFrame) -> dict[str, Any]:
    """Return `periods`: the row of `two_periods`, the change, and which months were compared."""
    periods = compared(months)
    assert not isinstance(periods, NotApplicable)
    row = table.iloc[0].to_dict()
    change = row["revenue_now"] / row["revenue_before"] - 1
    return {
        "periods": row
        | {
            "change": change,
            "difference": row["revenue_now"] - row["revenue_before"],
            "largest": max(PARTS, key=lambda part: abs(row[f"effect_{part}"])),
            "months": len(periods.now),
            "first": periods.now[0].date(),
            "last": periods.now[-1].date(),
            "before_first": periods.before[0].date(),
            "before_last": periods.before[-1].date(),
            "basis": periods.basis,
        }
    }


# ---------------------------------------------------------------- cohorts in money


@propagate_not_applicable
def cohort_revenue(
    lines: ir.Table, months: pd.DataFrame, known: Window, minimum: int = MINIMUM
) -> pd.DataFrame | NotApplicable:
    """Return the revenue of each quarter by the quarter of the customers' first order.

    Customers whose first order may lie before the export (see `window`) are one cohort, the earliest;
    so are those of a quarter that is known in part.
    Only quarters whose three months are whole are counted.

    Args:
        lines: Order lines.
        months: See `trends.months`.
        known: See `window.window`.
        minimum: Cohorts of fewer customers are merged with the earliest.

    Returns:
        `cohort` (first day of the quarter; NaT for customers who are not known to be new), `size` of
        the cohort, `quarter`, `customers` who ordered (NaN where few did) and `revenue`; by both.
    """
    whole = months.loc[months["complete"], "month"]
    counted = whole.groupby(whole.dt.to_period("Q")).transform("size")
    quarters = sorted({*whole[counted == 3].dt.to_period("Q").dt.start_time})
    start = known.known_from
    if len(quarters) < 2 or start is None:
        return NotApplicable(
            reason=mark("the export covers {quarters:count} whole quarters, too few for cohorts"),
            values={"quarters": len(quarters)},
        )
    days = [quarter.date() for quarter in quarters]
    quarter = lines.timestamp.truncate("Q").date()
    first = lines.group_by("customer").aggregate(first=lines.timestamp.date().min())
    cohorts = first.mutate(
        cohort=(first["first"].truncate("Q") >= ibis.literal(start)).ifelse(
            first["first"].truncate("Q"), ibis.null("date")
        )
    )
    sold = (
        lines.mutate(quarter=quarter)
        .filter(quarter.isin(days))
        .group_by("customer", "quarter")
        .aggregate(revenue=lines.amount.sum())
        .join(cohorts.select("customer", "cohort"), "customer")
    )
    sizes = frame(cohorts.group_by("cohort").aggregate(size=cohorts.count()))
    small = sizes.loc[sizes["size"] < minimum, "cohort"].dropna()
    merged = sold.mutate(
        cohort=sold.cohort.isin([pd.Timestamp(day).date() for day in small])
        .fill_null(False)
        .ifelse(ibis.null("date"), sold.cohort)
        if len(small)
        else sold.cohort
    )
    table = frame(
        merged.group_by("cohort", "quarter")
        .aggregate(customers=merged.customer.nunique(), revenue=merged.revenue.sum())
        .order_by("cohort", "quarter")
    )
    for name in ("cohort", "quarter"):
        table[name] = pd.to_datetime(table[name])
    sizes["cohort"] = pd.to_datetime(sizes["cohort"])
    sizes = sizes.assign(cohort=sizes["cohort"].mask(sizes["size"] < minimum))
    table = table.merge(sizes.groupby("cohort", dropna=False)["size"].sum().reset_index(), "left")
    few = table["customers"] < minimum
    table["customers"] = table["customers"].astype(float).mask(few)
    columns = ["cohort", "size", "quarter", "customers", "revenue"]
    return table.sort_values(["cohort", "quarter"], na_position="first", ignore_index=True)[columns]


def cohort_revenue_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return where the revenue of the last quarter came from, and how cohorts compare.

    Returns:
        `last_quarter` (its first day), `last_quarter_revenue`, and the shares of it that customers
        brought who first ordered in that quarter (`new_share`) and earlier (`old_share`).
        `aged_cohort`, `aged_size`, `aged_first` and `aged_last`: the earliest cohort that was known to
        be new for whole quarters, and its revenue per customer of the cohort in its first and in the
        last quarter. `young_cohort`, `young_first`: the latest such cohort, and the same of its first.
        None where there is no such cohort.
    """
    last = table["quarter"].max()
    of_last = table[table["quarter"] == last]
    total = of_last["revenue"].sum()
    new = of_last.loc[of_last["cohort"] == last, "revenue"].sum()
    each = table[table["cohort"].notna() & table["customers"].notna()]
    own = each[each["cohort"] == each["quarter"]]
    found: dict[str, Any] = {
        "last_quarter": last.date(),
        "last_quarter_revenue": total,
        "new_share": new / total,
        "old_share": 1 - new / total,
        **dict.fromkeys(_OF_COHORTS),
    }
    if own.empty:
        return found
    old, young = own.iloc[0], own.iloc[-1]
    found |= {
        "aged_cohort": old["cohort"].date(),
        "aged_size": int(old["size"]),
        "aged_first": old["revenue"] / old["size"],
    }
    later = each[(each["cohort"] == old["cohort"]) & (each["quarter"] > old["cohort"])]
    if not later.empty and later["quarter"].iloc[-1] == last:
        found["aged_last"] = later["revenue"].iloc[-1] / old["size"]
    if young["cohort"] > old["cohort"]:
        found |= {
            "young_cohort": young["cohort"].date(),
            "young_first": young["revenue"] / young["size"],
        }
    return found


_OF_COHORTS = (
    "aged_cohort", "aged_size", "aged_first", "aged_last", "young_cohort", "young_first",
)  # fmt: skip
