"""How concentrated revenue is, and whether new customers return.

Tables are made of order lines in the engine (see `ingest.canonical`), metrics of such tables.
"""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import MINIMUM, share, small_cells
from segmentbook.eda.window import Window, window_metrics


@propagate_not_applicable
def concentration(lines: ir.Table, minimum: int = MINIMUM) -> pd.DataFrame | NotApplicable:
    """Return the Lorenz curve of revenue over customers, best customers first.

    Args:
        lines: Order lines, or rows of customers, with `customer` and `amount`.
        minimum: The least number of customers between two known points of the curve.

    Returns:
        101 rows: `customer_share` and `revenue_share`, cumulated, at each whole percent of customers,
        and whether that point is `known`. Where a percent of customers is too few, only some points
        are known, joined by straight lines.
    """
    if "amount" not in lines.columns:
        return NotApplicable(reason=mark("the export does not say what customers spent"))
    spend = frame(
        lines.group_by("customer").aggregate(revenue=lines.amount.sum()).select("revenue")
    )["revenue"]
    best_first = np.sort(spend.to_numpy(dtype=float))[::-1]
    if not best_first.sum() > 0:
        return NotApplicable(reason=mark("no customer has spent anything"))
    shares = np.linspace(0, 1, 101)
    known = np.isin(np.arange(101), _known_percents(len(best_first), minimum))
    cumulated = np.concatenate([[0], np.cumsum(best_first)]) / best_first.sum()
    places = np.linspace(0, 1, len(cumulated))
    revenue = np.interp(shares[known], places, cumulated)
    return pd.DataFrame(
        {
            "customer_share": shares,
            "revenue_share": np.interp(shares, shares[known], revenue),
            "known": known,
        }
    )


def _known_percents(customers: int, minimum: int) -> list[int]:
    """Return the percents of customers between which there are always `minimum` of them."""
    grids = [list(range(0, 101, step)) for step in (1, 2, 5, 10)]
    for grid in [*grids, [0, 20, 50, 100], [0, 50, 100]]:
        if min(np.diff(grid)) * customers >= 100 * minimum:
            return grid
    return [0, 100]


def concentration_metrics(curve: pd.DataFrame) -> dict[str, Any]:
    """Return the shares of revenue of the top fifth, the top hundredth and the lower half.

    Shares that would reveal too few customers are None.
    """
    known = curve["revenue_share"].where(curve["known"])
    shares = {
        "top_fifth_revenue_share": known[20],
        "top_hundredth_revenue_share": known[1],
        "lower_half_revenue_share": 1 - known[50],
    }
    return {name: None if pd.isna(value) else float(value) for name, value in shares.items()}


@propagate_not_applicable
def cohorts(lines: ir.Table, known: Window, minimum: int = MINIMUM) -> pd.DataFrame | NotApplicable:
    """Return cohort retention: the share of each month's new customers who ordered in later months.

    Customers first seen in the burn-in of the export may have ordered before it, and are in no cohort;
    months that the export covers in part are compared with no other.

    Args:
        lines: Order lines.
        known: See `window.window`.
        minimum: The least number of customers that may be shown.

    Returns:
        `cohort` (month of the first order), `age` (months since), `customers` who ordered, `size` of
        the cohort and `retention`, which is NaN where it would reveal too few customers. Cohorts that
        must stay hidden (see `privacy.small_cells`) are left out, and so are months in which none of
        a cohort ordered. Not applicable where no cohort is followed by a whole month.
    """
    if known.known_from is None:
        return NotApplicable(
            reason=mark(
                "too few customers ordered on two days to know who ordered for the first time"
            )
        )
    month = lines.timestamp.truncate("M").date()
    active = lines.select(customer=lines.customer, month=month).distinct()
    first = active.group_by("customer").aggregate(cohort=active.month.min())
    both = active.join(first, "customer")
    age = (both.month.year() - both.cohort.year()) * 12 + both.month.month() - both.cohort.month()
    table = frame(
        both.group_by(cohort=both.cohort, age=age)
        .aggregate(customers=both.customer.nunique(), month=both.month.min())
        .order_by("cohort", "age")
    )
    table["cohort"] = pd.to_datetime(table["cohort"])
    table["size"] = table.groupby("cohort")["customers"].transform("first")
    table["retention"] = table["customers"] / table["size"]
    table = table[
        known.is_whole(table["cohort"])
        & known.is_whole(table["month"])
        & (table["cohort"] >= pd.Timestamp(known.known_from))
    ].drop(columns="month")
    sizes = table[table["age"] == 0]
    few = small_cells(sizes["size"], pd.Series(0, sizes.index), minimum=minimum)
    shown = table[table["cohort"].isin(sizes.loc[~few, "cohort"])].reset_index(drop=True)
    shown["retention"] = shown["retention"].mask(_too_few(shown, minimum))
    if shown.loc[shown["age"] > 0, "retention"].isna().all():
        return NotApplicable(
            reason=mark(
                "after the first {days:count} days of the export, no month has enough new customers "
                "who returned later"
            ),
            values={"days": known.burn_in},
        )
    return shown


def _too_few(table: pd.DataFrame, minimum: int) -> pd.Series:
    """Return which cells have too few who returned, or who did not, or would reveal such a cell.

    The metric of the next month is a sum over all cohorts, so the cells of age 1 have a known sum.
    """
    sums = table["age"].where(table["age"] == 1, -table.index.to_series())
    few = small_cells(table["customers"], sums, minimum=minimum)
    away = table["size"] - table["customers"]
    return (few | ((away > 0) & (away < minimum))) & (table["age"] > 0)


def cohort_metrics(table: pd.DataFrame, known: Window, minimum: int = MINIMUM) -> dict[str, Any]:
    """Return the share of new customers who ordered again in the next month, over all cohorts.

    The cohort of the last month is not counted: its next month is not in the export.

    Args:
        table: See `cohorts`.
        known: See `window.window`.
        minimum: The least number of customers that may be shown.

    Returns:
        `next_month_retention`, and what `window.window_metrics` returns.
    """
    months = table["cohort"].dt.year * 12 + table["cohort"].dt.month
    first = table[(table["age"] == 0) & (months < (months + table["age"]).max())]
    again = table.loc[table["age"] == 1, "customers"].sum()
    size = first["size"].sum()
    return {"next_month_retention": share(again / size, size, minimum), **window_metrics(known)}
