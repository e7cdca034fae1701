"""How much rests on few customers, and whether new ones come back.

Every function takes the order lines in the engine, see `reading.read`, or a small table made of them.
"""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from segmentbook.display import NotApplicable, passes_on
from segmentbook.engine import frame
from segmentbook.guard import MINIMUM
from segmentbook.language import gettext as _
from segmentbook.sentences import Said


@passes_on
def concentration(lines: ir.Table) -> pd.DataFrame | NotApplicable:
    """Return the Lorenz curve of revenue over customers, best customers first.

    Args:
        lines: Order lines, or rows of customers, with `customer` and `amount`.

    Returns:
        `customer_share` and `revenue_share`, cumulated, at each whole percent of customers.
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
    cumulated = np.concatenate([[0], np.cumsum(best_first)]) / best_first.sum()
    places = np.linspace(0, 1, len(cumulated))
    return pd.DataFrame(
        {"customer_share": shares, "revenue_share": np.interp(shares, places, cumulated)}
    )


@passes_on
def concentration_metrics(curve: pd.DataFrame) -> dict[str, Any]:
    """Return the share of revenue that the best fifth, the best hundredth and the lower half bring."""
    return {
        "top_fifth_revenue_share": curve["revenue_share"][20],
        "top_hundredth_revenue_share": curve["revenue_share"][1],
        "lower_half_revenue_share": 1 - curve["revenue_share"][50],
    }


@passes_on
def cohorts(lines: ir.Table) -> pd.DataFrame | NotApplicable:
    """Return cohort retention: of the customers who first bought in a month, who bought again when.

    Returns:
        `cohort` (month), `age` (months since), `customers` active, `size` of the cohort and
        `retention`. Cohorts of fewer than ten customers are left out, and so are months in which
        none of a cohort bought.
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
    shown = table[table["size"] >= MINIMUM].reset_index(drop=True)
    if not (shown["age"] > 0).any():
        reason = _(
            "no month has {number} new customers of whom one came back in a later month",
            number=str(MINIMUM),
        )
        return NotApplicable(_("Cohort retention"), reason)
    return shown


def cohort_metrics(table: pd.DataFrame | NotApplicable) -> dict[str, Any] | NotApplicable:
    """Return the share of new customers who bought again in the next month, over all cohorts.

    Cohorts of the last month count for nothing: their next month is not in the export.
    """
    if isinstance(table, NotApplicable):
        return table
    months = table["cohort"].dt.year * 12 + table["cohort"].dt.month
    first = table[(table["age"] == 0) & (months < (months + table["age"]).max())]
    again = table.loc[table["age"] == 1, "customers"].sum()
    return {"next_month_retention": again / first["size"].sum()}


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
