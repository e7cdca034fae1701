"""What the sanity checks found, and what the params declare to be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis.expr.types as ir
import pandas as pd

from segmentbook.cleaning.checks import (
    DUPLICATES,
    HEADINGS,
    IMPOSSIBLE,
    LACKING,
    PERIODS,
    Check,
    failing,
    row_checks,
    text_checks,
)
from segmentbook.cleaning.lacking import lacking_of_customers
from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.ingest.read import ROW
from segmentbook.pages.cleaning.rules import rule_name
from segmentbook.params.cleaning import ParseItems, Period, Rule
from segmentbook.report.formats import count

FINDING_COLUMNS = {
    "finding": (mark("Finding"), "text"),
    "count": (mark("Count"), "count"),
    "share": (mark("Share"), "percent"),
    "example": (mark("Example"), "text"),
    "action": (mark("Declared action"), "term"),
}
"""Columns of a table of findings with their titles and formats."""

NO_ACTION = mark("no action declared")


def findings(export: ir.Table, rules: Sequence[Rule], own_columns: Sequence[str]) -> pd.DataFrame:
    """Look for what is wrong with an export.

    Args:
        export: One row per row of the export, canonical columns.
        rules: The cleaning rules that are applied to it.
        own_columns: The columns that the export itself has.

    Returns:
        `heading` (see `checks.HEADINGS`), `finding`, `count` (rows; months for gaps; missing for
        what an export lacks), `share`, `example` and `action`, in the order of the headings.
    """
    checks = row_checks(export, own_columns)
    total = int(export.count().to_pyarrow().as_py())
    rows = [*_of_rows(export, checks, rules, total), *_periods(export, rules, total)]
    rows += _entities(export)
    rows += [
        {"heading": LACKING, "finding": gettext(what), "count": None, "example": "–"}
        | {"action": gettext(instead)}
        for what, instead in _lacking(export, rules)
    ]
    table = pd.DataFrame(
        rows, columns=["heading", "finding", "count", "share", "example", "action"]
    )
    order = table["heading"].map(HEADINGS.index)
    return table.assign(order=order).sort_values("order", kind="stable").drop(columns="order")


def under(table: pd.DataFrame, heading: str) -> pd.DataFrame | NotApplicable:
    """Return the findings of one heading."""
    found = table[table["heading"] == heading].reset_index(drop=True)
    return found if len(found) else NotApplicable(heading, _("nothing found"))


def lacking(table: pd.DataFrame) -> list[str]:
    """Return a sentence for each thing that the export lacks: what, and what the report does."""
    found = table[table["heading"] == LACKING]
    said = [f"{row.finding}: {row.action}." for row in found.itertuples()]
    return said or [_("Nothing that the report could use.")]


def finding_metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return the `findings`, and how many have no declared action."""
    return {
        "findings": table.to_dict("records"),
        "findings_without_action": int((table["action"] == NO_ACTION).sum()),
        "lacking": int((table["heading"] == LACKING).sum()),
    }


def _of_rows(
    export: ir.Table, checks: Sequence[Check], rules: Sequence[Rule], total: int
) -> list[dict[str, Any]]:
    found = _counted(export.mutate(rows=1, first=export[ROW]), checks, rules, total)
    for values, own in text_checks(export).values():
        found += _counted(values, own, rules, total)
    return found


def _counted(
    table: ir.Table, checks: Sequence[Check], rules: Sequence[Rule], total: int
) -> list[dict[str, Any]]:
    """Count what checks find in a table whose rows stand for `rows` rows, from the `first` on."""
    flags = {f"hit_{i}": check for i, check in enumerate(checks)}
    flagged = table.select(
        "rows", "first", **{flag: check.hit.fill_null(False) for flag, check in flags.items()}
    ).cache()
    failed = failing(flagged, list(flags))
    if not failed:
        return []
    [counts] = (
        flagged.aggregate(
            **{f"n_{flag}": flagged.rows.sum(where=flagged[flag]) for flag in failed},
            **{f"r_{flag}": flagged["first"].min(where=flagged[flag]) for flag in failed},
        )
        .to_pyarrow()
        .to_pylist()
    )
    return [
        {
            "heading": flags[flag].heading,
            "finding": flags[flag].what,
            "count": int(counts[f"n_{flag}"]),
            "share": int(counts[f"n_{flag}"]) / total,
            "example": _example(table, flags[flag], counts[f"r_{flag}"]),
            "action": _action(flags[flag].answers, rules),
        }
        for flag in failed
    ]


def _example(table: ir.Table, check: Check, row: int) -> str:
    place = _("data row {number}", number=count(row + 1))
    if check.example is None:
        return place
    value = table.select("first", value=check.example).filter(lambda t: t["first"] == row)
    return f"{value.to_pyarrow()['value'][0].as_py()} ({place})"


def _action(answers: Any, rules: Sequence[Rule]) -> str:
    names = [rule_name(rule) for rule in rules if answers(rule)]
    return _(", then ").join(names) if names else NO_ACTION


def _periods(export: ir.Table, rules: Sequence[Rule], total: int) -> list[dict[str, Any]]:
    if "timestamp" not in export.columns or total == 0:
        return []
    known = export.filter(export.timestamp.notnull())
    by_month = (
        known.group_by(month=known.timestamp.truncate("M").date())
        .aggregate(
            rows=known.count(),
            first=known.timestamp.date().min(),
            last=known.timestamp.date().max(),
        )
        .order_by("month")
        .to_pandas()
    )
    if by_month.empty:
        return []
    months = pd.PeriodIndex(pd.to_datetime(by_month["month"]), freq="M")
    gaps = pd.period_range(months[0], months[-1], freq="M").difference(months)
    action = _action(lambda rule: isinstance(rule, Period), rules)
    found: list[dict[str, Any]] = []
    if len(gaps):
        found.append(
            {
                "finding": _("months without a row"),
                "count": len(gaps),
                "share": len(gaps) / (len(gaps) + len(months)),
                "example": _("{first} to {last}", first=str(gaps[0]), last=str(gaps[-1]))
                if len(gaps) > 1
                else str(gaps[0]),
            }
        )
    first, last = pd.Timestamp(by_month["first"].iloc[0]), pd.Timestamp(by_month["last"].iloc[-1])
    # A shop may close for some days, so three days of silence at an end leave a month complete.
    partial = [
        (
            first.day > 4,
            _("the first month is not complete"),
            0,
            _("begins on {day}", day=f"{first:%Y-%m-%d}"),
        ),
        (
            last.days_in_month - last.day > 3,
            _("the last month is not complete"),
            -1,
            _("ends on {day}", day=f"{last:%Y-%m-%d}"),
        ),
    ]
    for incomplete, what, place, example in partial:
        if incomplete:
            rows = int(by_month["rows"].iloc[place])
            found.append(
                {"finding": what, "count": rows, "share": rows / total, "example": example}
            )
    return [{"heading": PERIODS, "action": action, **one} for one in found]


def _entities(export: ir.Table) -> list[dict[str, Any]]:
    """Find orders of several customers, and codes that differ in capital letters only."""
    if "order" not in export.columns:
        return []
    orders = export.group_by("order").aggregate(customers=export.customer.nunique())
    several = orders.filter(orders["order"].notnull())
    [counted] = (
        several.aggregate(n=(several.customers > 1).sum(), total=several.count())
        .to_pyarrow()
        .to_pylist()
    )
    found = [(IMPOSSIBLE, _("order belongs to several customers"), counted["n"], counted["total"])]
    if "product" in export.columns:
        codes = export.select(code=export["product"]).distinct()
        [counted] = (
            codes.aggregate(
                n=codes.code.nunique() - codes.code.upper().nunique(), total=codes.count()
            )
            .to_pyarrow()
            .to_pylist()
        )
        what = _("product codes differ from another in capital letters only")
        found.append((DUPLICATES, what, counted["n"], counted["total"]))
    return [
        {
            "heading": heading,
            "finding": what,
            "count": count,
            "share": count / total,
            "example": "–",
            "action": NO_ACTION,
        }
        for heading, what, count, total in found
        if count
    ]


_PRODUCTS = (
    ({"product_name"}, mark("Names of products"), mark("codes stand for them")),
    ({"category"}, mark("Categories of products"), mark("products are compared one by one")),
)
_NO_PRODUCTS = (
    ({"product"}, mark("What was bought"), mark("no best sellers and no recommendations")),
)


def _lacking(export: ir.Table, rules: Sequence[Rule]) -> list[tuple[str, str]]:
    """Return what an export does not say, and what the report does instead."""
    columns = set(export.columns)
    columns |= {"product"} if any(isinstance(rule, ParseItems) for rule in rules) else set()
    if "order" not in columns:
        return lacking_of_customers(columns)
    lacks = [
        ({"price"}, mark("Price per unit"), mark("the money of a line stands for it")),
        *(_PRODUCTS if columns & {"product", "product_name"} else _NO_PRODUCTS),
        ({"place"}, mark("Place of an order"), mark("no comparison of places")),
        ({"discount"}, mark("Discounts"), mark("who buys at a discount is not known")),
        (
            {"cost", "margin"},
            mark("Cost or margin"),
            mark("customers are valued by revenue, not profit"),
        ),
        (
            {"age", "income", "gender"},
            mark("Who customers are"),
            mark("behaviour alone makes the segments"),
        ),
    ]
    names = {column.lower() for column in columns}
    found = [(what, instead) for wanted, what, instead in lacks if not wanted & names]
    if "timestamp" in columns:
        hours = export.aggregate(
            n=(export.timestamp.time() != export.timestamp.truncate("D").time()).sum()
        )
        if not hours.to_pyarrow()["n"][0].as_py():
            found.append((mark("Time of day"), mark("no rhythm of the day")))
    return found
