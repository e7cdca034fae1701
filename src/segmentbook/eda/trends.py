"""Whether the business grows: revenue, active and new customers month by month, and tests of a trend.

A trend is more than a change. Months are compared with the same months of the year before, so that a
season is no trend; the test allows for months that resemble their neighbours, and for the chance of
which customers there are. Under two years of whole months nothing is tested: what is returned then is
a change between months, which a season may explain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.core.engine import MONEY, frame
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable, propagate_not_applicable
from segmentbook.core.privacy import MINIMUM
from segmentbook.eda.sales import by_month
from segmentbook.eda.window import Window

SERIES = ("revenue", "customers", "new_customers")
"""What is followed: revenue, customers with an order in the month, and those with their first."""

TESTED = ("revenue", "customers")
"""What is tested for a trend. First orders are not: some of those of the earlier year are of customers
who had ordered before the export begins, so that fewer come later though nothing has changed."""

YEAR = 12
"""Months whose year-on-year changes are tested together."""

RECENT = 3
"""Whole months at the end of the export that are set against earlier ones."""

LEVEL = 0.02
"""Level of each test; it is run well below the false-alarm rate that is allowed."""

CAPPED = 0.99
"""Orders are capped at this quantile in the test of revenue: a trend is not one customer's order."""

_WAVES = 4
"""Cosines that estimate the variance of a mean over months that resemble their neighbours."""

Basis = Literal["year", "before"]
"""Against what the last months are set: the same months a year earlier, or those just before."""


@propagate_not_applicable
def months(lines: ir.Table, known: Window, minimum: int = MINIMUM) -> pd.DataFrame:
    """Return the months of the export, see `sales.by_month`, with their new customers.

    Args:
        lines: Order lines.
        known: See `window.window`.
        minimum: Numbers of customers below it are hidden.

    Returns:
        The columns of `by_month`; `capped`, revenue with the largest orders capped (see `CAPPED`); and
        `new_customers`, customers whose first order is in the month, NaN where the export cannot know.
        Numbers of customers (both) are NaN where they are small.
    """
    orders = lines.group_by("order").aggregate(
        month=lines.timestamp.min().truncate("M").date(), amount=lines.amount.sum()
    )
    cap = frame(orders.aggregate(cap=orders.amount.cast("float64").quantile(CAPPED)))["cap"][0]
    within = ibis.least(orders.amount.cast("float64"), float(cap)).cast(MONEY)
    capped = frame(orders.group_by("month").aggregate(capped=within.sum()).order_by("month"))
    first = lines.group_by("customer").aggregate(month=lines.timestamp.min().truncate("M").date())
    new = frame(first.group_by("month").aggregate(new_customers=first.count()).order_by("month"))
    table = by_month(lines)
    assert not isinstance(table, NotApplicable)
    for other in (capped, new):
        other["month"] = pd.to_datetime(other["month"])
        table = table.merge(other, "left", on="month")
    table = table.fillna({"capped": 0.0, "new_customers": 0})
    start = known.known_from
    unknown = table["month"] < pd.Timestamp(start) if start else table["month"].notna()
    table["new_customers"] = table["new_customers"].astype("float64").mask(unknown)
    for name in ("customers", "new_customers"):
        few = (table[name] > 0) & (table[name] < minimum)
        table[name] = table[name].astype("float64").mask(few)
    return table


@dataclass(frozen=True)
class Compared:
    """Months at the end of the export, and those that they are set against.

    Args:
        now: The first days of the later months.
        before: Those of the earlier months, as many.
        basis: Whether these are the same months a year earlier, or those just before.
    """

    now: list[pd.Timestamp]
    before: list[pd.Timestamp]
    basis: Basis


def compared(table: pd.DataFrame, most: int = YEAR) -> Compared | NotApplicable:
    """Return which whole months are set against each other.

    Args:
        table: See `months`.
        most: At most so many.

    Returns:
        The latest months with the same months a year earlier, where there are `RECENT` such pairs in a
        row; else the last months, at most half of them, with as many before.
    """
    whole = [*table.loc[table["complete"], "month"]]
    year = pd.DateOffset(years=1)
    pairs: list[pd.Timestamp] = []
    for month in reversed(whole):
        if month - year not in whole or len(pairs) == most:
            break
        pairs.insert(0, month)
    if len(pairs) >= RECENT:
        return Compared(pairs, [month - year for month in pairs], "year")
    run = _last_run(whole)
    half = min(most, len(run) // 2)
    if half < 1:
        return NotApplicable(
            reason=mark(
                "the export covers {months:count} whole months in a row, too few to compare"
            ),
            values={"months": len(run)},
        )
    return Compared(run[-half:], run[-2 * half : -half], "before")


def _last_run(whole: list[pd.Timestamp]) -> list[pd.Timestamp]:
    """Return the months at the end that follow each other."""
    run: list[pd.Timestamp] = []
    for month in reversed(whole):
        if run and month + pd.DateOffset(months=1) != run[0]:
            break
        run.insert(0, month)
    return run


@propagate_not_applicable
def changes(lines: ir.Table, table: pd.DataFrame) -> pd.DataFrame | NotApplicable:
    """Return how each series changed, and whether that is a trend.

    The last `RECENT` months are set against others, see `compared`. Where the twelve last whole months
    have the same months a year earlier, those years are tested as well.

    Args:
        lines: Order lines.
        table: See `months`.

    Returns:
        `series`; `now` and `before` (means of a month of the last months and of those they are set
        against) and `change` (their ratio less 1); `year` (the same of twelve months, NaN where they
        are not tested), `p` (NaN likewise) and `trend`: `falls`, `rises`, `none` or `untested`. NaN
        where a number is hidden or not known.
    """
    recent = compared(table, RECENT)
    if isinstance(recent, NotApplicable):
        return recent
    months_of = table.set_index("month")
    years = compared(table)
    assert not isinstance(years, NotApplicable)
    tested = years.basis == "year" and len(years.now) == YEAR
    spreads = spread(lines, years) if tested else {}
    rows = []
    for series in SERIES:
        now = months_of.loc[recent.now, series].mean(skipna=False)
        before = months_of.loc[recent.before, series].mean(skipna=False)
        row = {"series": series, "now": now, "before": before, "change": now / before - 1}
        column = "capped" if series == "revenue" else series
        late = months_of.loc[years.now, column].to_numpy(dtype=float)
        early = months_of.loc[years.before, column].to_numpy(dtype=float)
        known = bool(np.isfinite(late + early).all()) and early.sum() > 0
        enough = series in spreads and known
        p = _p_value(late, early, spreads[series]) if enough else np.nan
        change = np.nan
        if enough:
            months_of_year = months_of.loc[years.now, series], months_of.loc[years.before, series]
            change = months_of_year[0].sum() / months_of_year[1].sum() - 1
            p = p if change * (late.sum() - early.sum()) > 0 else 1.0
        rows.append(row | {"year": change, "p": p, "trend": _trend(change, p)})
    return pd.DataFrame(rows)


def _trend(change: float, p: float) -> str:
    if np.isnan(p):
        return "untested"
    if p > LEVEL:
        return "none"
    return "rises" if change > 0 else "falls"


def spread(lines: ir.Table, years: Compared) -> dict[str, float]:
    """Return the standard error of the logarithm of late over early, of each of `TESTED`.

    Customers are the units: had others come, the ratio would be another. It is the delta method for a
    ratio of two sums over the same customers; orders are capped as in `months`.

    Args:
        lines: Order lines.
        years: The months compared.
    """
    orders = lines.group_by("order", "customer").aggregate(
        month=lines.timestamp.min().truncate("M").date(), amount=lines.amount.sum().cast("float64")
    )
    cap = orders.aggregate(cap=orders.amount.quantile(CAPPED)).as_scalar()
    late = [month.date() for month in years.now]
    early = [month.date() for month in years.before]
    by_customer = (
        orders.filter(orders.month.isin([*late, *early]))
        .group_by("customer")
        .aggregate(
            late_revenue=ibis.least(ibis._.amount, cap).sum(where=ibis._.month.isin(late)),
            early_revenue=ibis.least(ibis._.amount, cap).sum(where=ibis._.month.isin(early)),
            late_customers=ibis._.month.nunique(where=ibis._.month.isin(late)),
            early_customers=ibis._.month.nunique(where=ibis._.month.isin(early)),
        )
    )
    wanted: dict[str, ir.Value] = {}
    for series in TESTED:
        a = by_customer[f"late_{series}"].cast("float64").fill_null(0.0)
        b = by_customer[f"early_{series}"].cast("float64").fill_null(0.0)
        # Rounded, as sums of doubles on several threads do not repeat.
        sums = {"a": a, "b": b, "aa": a * a, "bb": b * b, "ab": a * b}
        wanted |= {
            f"{series}_{name}": one.cast("decimal(38, 4)").sum() for name, one in sums.items()
        }
    found = frame(by_customer.aggregate(**wanted)).iloc[0].astype(float)
    return {
        series: _standard_error(*(found[f"{series}_{n}"] for n in _MOMENTS)) for series in TESTED
    }


_MOMENTS = ("a", "b", "aa", "bb", "ab")


def _standard_error(a: float, b: float, aa: float, bb: float, ab: float) -> float:
    if not a > 0 or not b > 0:
        return float("inf")
    return float(np.sqrt(max(aa / a**2 + bb / b**2 - 2 * ab / (a * b), 0.0)))


def _p_value(late: NDArray[np.float64], early: NDArray[np.float64], error: float) -> float:
    """Return the p-value of no change from year to year: the larger of two.

    One takes customers as the units. The other takes months: the changes of the months of a year
    against the same months before, tested by a mean whose variance is estimated from a few cosines, so
    that it allows for months that resemble their neighbours (Lazarus, Lewis, Stock and Watson, HAR
    Inference, 2018, Journal of Business and Economic Statistics 36). Only what both call a change is a
    trend; 1 where they disagree on its direction.

    Args:
        late: A series in twelve months, shape (months,).
        early: The same months a year before, shape (months,).
        error: See `spread`.
    """
    from scipy.stats import norm, t

    moved = 2 * (late - early) / np.maximum(late + early, 1e-12)
    number = len(moved)
    times = (np.arange(number) + 0.5) / number
    waves = np.cos(np.pi * np.outer(np.arange(1, _WAVES + 1), times)) * np.sqrt(2 / number)
    variance = float(np.mean((waves @ moved) ** 2))
    total = np.log(max(late.sum(), 1e-12) / early.sum())
    if moved.mean() * total <= 0:
        return 1.0
    of_months = abs(moved.mean()) * np.sqrt(number) / max(np.sqrt(variance), 1e-12)
    of_customers = abs(total) / max(error, 1e-12)
    return float(max(2 * t.sf(of_months, _WAVES), 2 * norm.sf(of_customers)))


COLLAPSE = 0.3
"""A fall by this share is a collapse; a rise that would undo it is a surge."""


def change_metrics(table: pd.DataFrame, found: pd.DataFrame) -> dict[str, Any]:
    """Return `trend`, the changes by series, and what the last months are set against.

    Args:
        table: See `months`.
        found: See `changes`.

    Returns:
        `trend`: for each of `SERIES` the columns of `changes`, and its value in the whole month of the
        highest revenue (`peak`) and in the last whole month (`last`); `trend_months`,
        `trend_whole_months`; `trend_first`, `trend_last`, `trend_before_first`, `trend_before_last` and
        `trend_peak` (months), `trend_basis`, and `trend_turn`: `collapse`, `surge` or `steady`, by
        revenue, see `COLLAPSE`.
    """
    recent = compared(table, RECENT)
    assert not isinstance(recent, NotApplicable)
    whole = table[table["complete"]].set_index("month")
    peak, last = whole.iloc[int(whole["revenue"].argmax())], whole.iloc[-1]
    by_series = found.set_index("series")
    change = float(by_series["change"]["revenue"])
    turn = "steady"
    if change <= -COLLAPSE:
        turn = "collapse"
    elif change >= 1 / (1 - COLLAPSE) - 1:
        turn = "surge"
    return {
        "trend": {
            series: row
            | {"moved": abs(row["change"]), "year_moved": abs(row["year"])}
            | {"peak": float(peak[str(series)]), "last": float(last[str(series)])}
            for series, row in by_series.to_dict("index").items()
        },
        "trend_months": len(recent.now),
        "trend_whole_months": int(table["complete"].sum()),
        "trend_first": recent.now[0].date(),
        "trend_last": recent.now[-1].date(),
        "trend_before_first": recent.before[0].date(),
        "trend_before_last": recent.before[-1].date(),
        "trend_peak": whole.index[int(whole["revenue"].argmax())].date(),
        "trend_basis": recent.basis,
        "trend_cap": CAPPED,
        "trend_turn": turn,
    }
