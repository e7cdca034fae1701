"""How much rests on few customers, and whether new ones come back.

Every function takes the order lines in the engine, see `reading.read`, or a small table made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from segmentbook.core.engine import frame
from segmentbook.core.language import gettext as _
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import MINIMUM, share, small_cells
from segmentbook.report.sentences import Said


@propagate_not_applicable
def concentration(lines: ir.Table, minimum: int = MINIMUM) -> pd.DataFrame | NotApplicable:
    """Return the Lorenz curve of revenue over customers, best customers first.

    Args:
        lines: Order lines, or rows of customers, with `customer` and `amount`.
        minimum: Fewer customers do not stand between two points of the curve.

    Returns:
        `customer_share` and `revenue_share`, cumulated, at each whole percent of customers, and
        whether that point is `known`: where percents are too few customers, only some are, and
        straight lines join them.
    """
    what = _("How much of revenue rests on few")
    if "amount" not in lines.columns:
        return NotApplicable(what, _("the export does not say what customers spent"))
    spend = frame(
        lines.group_by("customer").aggregate(revenue=lines.amount.sum()).select("revenue")
    )["revenue"]
    best_first = np.sort(spend.to_numpy(dtype=float))[::-1]
    if not best_first.sum() > 0:
        return NotApplicable(what, _("no customer has spent anything"))
    shares = np.linspace(0, 1, 101)
    known = np.isin(np.arange(101), _percents_told(len(best_first), minimum))
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


def _percents_told(customers: int, minimum: int) -> list[int]:
    """Return the percents of customers between which there are always enough of them."""
    grids = [list(range(0, 101, step)) for step in (1, 2, 5, 10)]
    for grid in [*grids, [0, 20, 50, 100], [0, 50, 100]]:
        if min(np.diff(grid)) * customers >= 100 * minimum:
            return grid
    return [0, 100]


@propagate_not_applicable
def concentration_metrics(curve: pd.DataFrame) -> dict[str, Any]:
    """Return the share of revenue that the best fifth, the best hundredth and the lower half bring.

    What would tell of too few customers is None.
    """
    known = curve["revenue_share"].where(curve["known"])
    shares = {
        "top_fifth_revenue_share": known[20],
        "top_hundredth_revenue_share": known[1],
        "lower_half_revenue_share": 1 - known[50],
    }
    return {name: None if pd.isna(told) else float(told) for name, told in shares.items()}


def concentration_title(metrics: Mapping[str, Any]) -> str:
    """Return the title of the curve: what the best fifth brings, where that may be told."""
    if metrics.get("top_fifth_revenue_share") is None:
        return _("How much of revenue rests on few")
    return _("The best fifth of customers brings {top_fifth_revenue_share:percent} of revenue")


def concentration_sentences(metrics: Mapping[str, Any]) -> list[str]:
    """Say what the best hundredth and the lower half bring, where that may be told."""
    said = {
        "top_hundredth_revenue_share": _(
            "The best hundredth alone brings {top_hundredth_revenue_share:percent}."
        ),
        "lower_half_revenue_share": _(
            "The lower half of the customers brings {lower_half_revenue_share:percent}."
        ),
    }
    return [sentence for name, sentence in said.items() if metrics.get(name) is not None]


@propagate_not_applicable
def cohorts(lines: ir.Table, minimum: int = MINIMUM) -> pd.DataFrame | NotApplicable:
    """Return cohort retention: of the customers who first bought in a month, who bought again when.

    Returns:
        `cohort` (month), `age` (months since), `customers` active, `size` of the cohort and
        `retention`, which is not-a-number where it would tell of too few customers. Cohorts that
        must stay hidden (see `guard.small_cells`) are left out, and so are months in which none of a
        cohort bought.
    """
    month = lines.timestamp.truncate("M").date()
    active = lines.select(customer=lines.customer, month=month).distinct()
    first = active.group_by("customer").aggregate(cohort=active.month.min())
    both = active.join(first, "customer")
    age = (both.month.year() - both.cohort.year()) * 12 + both.month.month() - both.cohort.month()
    table = frame(
        both.group_by(cohort=both.cohort, age=age)
        .aggregate(customers=both.customer.nunique())
        .order_by("cohort", "age")
    )
    table["cohort"] = pd.to_datetime(table["cohort"])
    table["size"] = table.groupby("cohort")["customers"].transform("first")
    table["retention"] = table["customers"] / table["size"]
    sizes = table[table["age"] == 0]
    few = small_cells(sizes["size"], pd.Series(0, sizes.index), minimum=minimum)
    shown = table[table["cohort"].isin(sizes.loc[~few, "cohort"])].reset_index(drop=True)
    shown["retention"] = shown["retention"].mask(_too_few(shown, minimum))
    if shown.loc[shown["age"] > 0, "retention"].isna().all():
        reason = _("in no month are there enough new customers who came back later")
        return NotApplicable(_("Cohort retention"), reason)
    return shown


def _too_few(table: pd.DataFrame, minimum: int) -> pd.Series:
    """Say which cells are too few who came back, or who did not, or would give such a one away.

    Over all cohorts, those who came back in the next month are told, so these cells have a sum.
    """
    sums = table["age"].where(table["age"] == 1, -table.index.to_series())
    few = small_cells(table["customers"], sums, minimum=minimum)
    away = table["size"] - table["customers"]
    return (few | ((away > 0) & (away < minimum))) & (table["age"] > 0)


def cohort_metrics(
    table: pd.DataFrame | NotApplicable, minimum: int = MINIMUM
) -> dict[str, Any] | NotApplicable:
    """Return the share of new customers who bought again in the next month, over all cohorts.

    Cohorts of the last month count for nothing: their next month is not in the export.
    """
    if isinstance(table, NotApplicable):
        return table
    months = table["cohort"].dt.year * 12 + table["cohort"].dt.month
    first = table[(table["age"] == 0) & (months < (months + table["age"]).max())]
    again = table.loc[table["age"] == 1, "customers"].sum()
    size = first["size"].sum()
    return {"next_month_retention": share(again / size, size, minimum)}


def cohort_title(table: pd.DataFrame | NotApplicable) -> Said:
    """Return the title of the cohorts: how many return in the next month, where that can be told."""
    if isinstance(table, NotApplicable):
        return (_("Whether new customers come back"), {})
    return (_("{next_month_retention:percent} of new customers order again in the next month"), {})


def cohort_sentences(table: pd.DataFrame | NotApplicable) -> list[Said]:
    """Say how many new customers come back soon; nothing where that cannot be told."""
    if isinstance(table, NotApplicable):
        return []
    said = _(
        "The next month is the calendar month after a customer's first order; cohorts whose next "
        "month is not in the export are not counted."
    )
    return [(said, {})]
