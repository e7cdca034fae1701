"""Cleaning rules, and the ledger that says what each of them removed.

No rule removes a row at once. Each marks the rows it removes with its number, so that one pass over
the marked table gives the whole ledger, and the ledger adds up to the export by construction; `check`
asserts it all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.errors import UserError, nearest
from segmentbook.reading import ROW
from segmentbook.study import (
    CleaningRule,
    DropCancelled,
    DropDuplicates,
    DropMissing,
    KeepPositive,
    Rule,
)

REMOVED_BY = "removed_by"
"""One-based number of the rule that removed a row; 0 in a row that stays."""

LEDGER_COLUMNS = ("rows", "customers", "orders", "money")


def mark(export: ir.Table, rules: Sequence[CleaningRule], own_columns: Sequence[str]) -> ir.Table:
    """Apply cleaning rules in order.

    Args:
        export: One row per row of the export, canonical columns.
        rules: The rules of the study.
        own_columns: The columns that the export itself has; rows that agree in all of them are
            duplicates.

    Returns:
        The export with the column `removed_by` (int8).

    Raises:
        UserError: If a rule names a column that the export does not have.
    """
    marked = export.mutate(**{REMOVED_BY: ibis.literal(0, "int8")})
    for number, rule in enumerate(rules, start=1):
        _require_columns(export, rule, number)
        hit = (marked[REMOVED_BY] == 0) & _hits(marked, rule, own_columns).fill_null(False)
        marked = marked.mutate(**{REMOVED_BY: hit.ifelse(number, marked[REMOVED_BY]).cast("int8")})
    return marked


def order_lines(marked: ir.Table) -> ir.Table:
    """Return the rows that no rule removed, in the order of the export."""
    return marked.filter(marked[REMOVED_BY] == 0).drop(REMOVED_BY).order_by(ROW)


def ledger(marked: ir.Table, rules: Sequence[Rule]) -> pd.DataFrame:
    """Say what each rule removed and what is left.

    A customer or an order counts as removed by the rule that took its last row.

    Args:
        marked: What `mark` returned.
        rules: The same rules.

    Returns:
        The rows `export`, one per rule, and `result`, each with `step`, `reason`, `rows`,
        `customers`, `orders` (int64) and `money` (Decimal). The export is the sum of the others.
    """
    by_rule = marked.group_by(REMOVED_BY).aggregate(
        rows=marked.count(), money=marked.amount.sum().fill_null(0)
    )
    counts = {
        "rows": _by_number(by_rule, "rows"),
        "money": _by_number(by_rule, "money"),
        "customers": _lost(marked, "customer"),
        "orders": _lost(marked, "order"),
    }
    numbers = [*range(1, len(rules) + 1), 0]
    steps = [*(rule_name(rule) for rule in rules), "result"]
    reasons = [*(rule.reason for rule in rules), "What the report is about."]
    table = pd.DataFrame({"step": steps, "reason": reasons})
    for column in LEDGER_COLUMNS:
        zero = Decimal(0) if column == "money" else 0
        table[column] = [counts[column].get(number, zero) for number in numbers]
    export = {"step": "export", "reason": "The export as it came."}
    export |= {column: table[column].sum() for column in LEDGER_COLUMNS}
    return pd.concat([pd.DataFrame([export]), table], ignore_index=True)


def check(table: pd.DataFrame, export: ir.Table) -> None:
    """Assert that the ledger adds up to the export, counted independently of the marks.

    Raises:
        AssertionError: If it does not; that is a fault of the rules, not of the user.
    """
    counted = export.aggregate(
        rows=export.count(),
        customers=export.customer.nunique(),
        orders=export.order.nunique(),
        money=export.amount.sum(),
    ).to_pyarrow()
    for column in LEDGER_COLUMNS:
        total = counted[column][0].as_py()
        parts = table.loc[table.step != "export", column].sum()
        if parts != (total or 0):
            raise AssertionError(f"ledger: {column} add up to {parts}, the export has {total}")


def require_result(table: pd.DataFrame) -> None:
    """Refuse to go on when nothing is left.

    Raises:
        UserError: If the rules removed every row, naming the rule that took the last.
    """
    if table["rows"].iloc[-1] > 0:
        return
    taken = table[table["rows"] > 0]["step"]
    last = f"; '{taken.iloc[-1]}' took the last" if len(taken) else ""
    raise UserError(
        f"no row of the export's {table['rows'].iloc[0]:,} is left{last}",
        where="cleaning",
        expected="at least two customers with orders",
        todo="look at the export, or at the cleaning rules of the params.",
    )


def metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return `rows_in`, `rows_out`, `ledger` and the totals of the result, by name."""
    export, result = table.iloc[0], table.iloc[-1]
    removed = [
        {"rule": row.step}
        | {
            column: float(getattr(row, column)) if column == "money" else int(getattr(row, column))
            for column in LEDGER_COLUMNS
        }
        for row in table.iloc[1:-1].itertuples()
    ]
    return {
        "rows_in": int(export.rows),
        "rows_out": int(result.rows),
        "money_in": float(export.money),
        "rows_kept_share": int(result.rows) / max(int(export.rows), 1),
        "ledger": removed,
        "customers": int(result.customers),
        "orders": int(result.orders),
        "revenue": float(result.money),
    }


def rule_name(rule: Rule) -> str:
    """Return a rule with its argument in words, e.g. `drop cancelled orders (C...)`."""
    match rule:
        case DropMissing(columns=columns):
            return f"drop rows without {' or '.join(columns)}"
        case DropCancelled(prefix=prefix):
            return f"drop cancelled orders ({prefix}...)"
        case KeepPositive(columns=columns):
            return f"keep {' and '.join(columns)} above 0"
        case DropDuplicates():
            return "drop exact duplicates"
    raise AssertionError(f"no name for {rule!r}")


def _require_columns(export: ir.Table, rule: Rule, number: int) -> None:
    for column in getattr(rule, "columns", []):
        if column not in export.columns:
            raise UserError(
                f"there is no column {column!r}",
                where=f"cleaning, rule {number} ({rule_name(rule)})",
                expected=nearest(column, export.columns),
                todo="name a canonical column, or one of the export's own.",
            )


def _hits(table: ir.Table, rule: Rule, own_columns: Sequence[str]) -> ir.BooleanValue:
    match rule:
        case DropMissing(columns=columns):
            return ibis.or_(*(table[column].isnull() for column in columns))
        case DropCancelled(prefix=prefix):
            return table.order.startswith(prefix)
        case KeepPositive(columns=columns):
            return ibis.or_(*(table[column].fill_null(0) <= 0 for column in columns))
        case DropDuplicates():
            # Rows that earlier rules removed must not make a kept row a repetition.
            same = [table[REMOVED_BY], *(table[column] for column in own_columns)]
            first = table[ROW].min().over(ibis.window(group_by=same))
            return table[ROW] != first
    raise AssertionError(f"no meaning for {rule!r}")


def _by_number(counted: ir.Table, column: str) -> dict[int, Any]:
    result = counted.to_pyarrow().to_pydict()
    return dict(zip(result[REMOVED_BY], result[column], strict=True))


def _lost(marked: ir.Table, key: str) -> dict[int, int]:
    """Count the values of `key` by the rule that took their last row; 0 for those that stay."""
    known = marked.filter(marked[key].notnull())
    last = known.group_by(key).aggregate(
        stays=(known[REMOVED_BY] == 0).any(), last=known[REMOVED_BY].max()
    )
    number = last.stays.ifelse(0, last["last"]).cast("int8")
    counted = last.group_by(**{REMOVED_BY: number}).aggregate(n=last.count())
    return _by_number(counted, "n")
