"""What the sanity checks found in an export, and which rules deal with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import ibis.expr.types as ir
import pandas as pd

from segmentbook.cleaning.checks import Check, row_checks, text_checks
from segmentbook.cleaning.faults import HEADING_OF, HEADINGS, Fault
from segmentbook.cleaning.lacking import lacking
from segmentbook.cleaning.periods import incomplete_periods
from segmentbook.cleaning.rules import steps
from segmentbook.core.engine import frame
from segmentbook.ingest.read import ROW
from segmentbook.params.cleaning import Rule

FINDING_COLUMNS = ("heading", "fault", "column", "count", "share", "row", "value", "rules")


def findings(
    export: ir.Table,
    rules: Sequence[Rule],
    own_columns: Sequence[str],
    about: Collection[str] = (),
) -> pd.DataFrame:
    """Look for what is wrong with an export.

    Args:
        export: One row per row of the export, canonical columns.
        rules: The cleaning rules that are applied to it.
        own_columns: The columns that the export itself has.
        about: What tables beside the export say about customers.

    Returns:
        One row for each fault that was found, in the order of `faults.HEADINGS`: `heading`; `fault`
        (of the heading `lacking`: what the export lacks, see `lacking.LACKS`); `column` (empty for
        whole rows); `count` of rows, of months without rows, of orders or of products; `share` of all
        of these; `row`, zero-based, and `value` of the first; `rules`, the one-based numbers of the
        rules that deal with it.
    """
    total = int(export.count().to_pyarrow().as_py())
    counted = export.mutate(rows=1, first=export[ROW])
    rows = _counted(counted, row_checks(export, own_columns), total)
    for values, checks in text_checks(export):
        rows += _counted(values, checks, total)
    rows += [*incomplete_periods(export), *_entities(export)]
    answers = [step.answers() for step in steps(rules, own_columns)]
    for row in rows:
        fault = (row["fault"], row.setdefault("column", ""))
        row["heading"] = HEADING_OF[row["fault"]]
        row["rules"] = [number for number, dealt in enumerate(answers, 1) if fault in dealt]
    rows += [
        {"heading": "lacking", "fault": code, "column": "", "count": None, "rules": []}
        for code in lacking(export, rules, about)
    ]
    order = {heading: place for place, heading in enumerate(HEADINGS)}
    rows.sort(key=lambda row: order[row["heading"]])
    return pd.DataFrame(rows, columns=[*FINDING_COLUMNS])


def _counted(table: ir.Table, checks: Sequence[Check], total: int) -> list[dict[str, Any]]:
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
            "fault": flags[flag].fault,
            "column": flags[flag].column,
            "count": int(counts[f"n_{flag}"]),
            "share": int(counts[f"n_{flag}"]) / total,
            "row": int(counts[f"r_{flag}"]),
            "value": _value(table, flags[flag], counts[f"r_{flag}"]),
        }
        for flag in failed
    ]


def failing(flagged: ir.Table, flags: Sequence[str]) -> list[str]:
    """Return the flags that some row has.

    Args:
        flagged: A table of flags, without nulls.
        flags: Their names.
    """
    if not flags:
        return []
    found = frame(flagged.aggregate(**{flag: flagged[flag].any() for flag in flags})).iloc[0]
    return [flag for flag in flags if pd.notna(found[flag]) and bool(found[flag])]


def _value(table: ir.Table, check: Check, row: int) -> str | None:
    if check.example is None:
        return None
    found = table.select("first", value=check.example).filter(lambda t: t["first"] == row)
    return str(found.to_pyarrow()["value"][0].as_py())


def _entities(export: ir.Table) -> list[dict[str, Any]]:
    """Find orders of several customers, and codes that differ in capital letters only."""
    if "order" not in export.columns:
        return []
    orders = export.group_by("order").aggregate(customers=export.customer.nunique())
    several = orders.filter(orders["order"].notnull())
    counts = several.aggregate(n=(several.customers > 1).sum(), total=several.count())
    found = [(Fault.ORDER_OF_SEVERAL_CUSTOMERS, "", counts)]
    if "product" in export.columns:
        codes = export.select(code=export["product"]).distinct()
        alike = codes.code.nunique() - codes.code.upper().nunique()
        counts = codes.aggregate(n=alike, total=codes.count())
        found.append((Fault.CODES_DIFFER_BY_CASE, "product", counts))
    rows = []
    for fault, column, expression in found:
        [counted] = expression.to_pyarrow().to_pylist()
        if counted["n"]:
            share = counted["n"] / counted["total"]
            rows.append({"fault": fault, "column": column, "count": counted["n"], "share": share})
    return rows
