"""The ledger: the rows, customers, orders and money that each rule removed; it adds up to the export."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from segmentbook.cleaning import marks
from segmentbook.cleaning.marks import ITEM, REMOVED_BY
from segmentbook.cleaning.rules import STEPS
from segmentbook.core.errors import UserError
from segmentbook.core.not_applicable import propagate_not_applicable
from segmentbook.ingest.fingerprint import difference
from segmentbook.ingest.read import ROW
from segmentbook.params.cleaning import Rule
from segmentbook.params.source import Fingerprint

_NOTHING = Decimal("0.0000")  # as many places as money has, so that ledger.csv is even
EXPORT, RESULT = "export", "result"
"""The first and the last row of a ledger, which are not of rules."""

LEDGER_COLUMNS = ("rows", "customers", "orders", "money")
"""The columns that add up: all four count the export as it came."""

CHANGE_COLUMNS = ("rows_changed", "money_changed", "order_lines")
"""The columns that do not: what rules changed in the rows that are kept, and the order lines left."""


def ledger(marked: ir.Table, rules: Sequence[Rule]) -> pd.DataFrame:
    """Return what each rule removed and changed, and what is left.

    A customer or an order counts as removed by the rule that took its last row; a row, where it
    became several order lines, by the rule that took its last line.

    Args:
        marked: What `apply.mark` returned.
        rules: The same rules.

    Returns:
        One row for the export, for each rule and for the result: `rule` (`export`, the rule as the
        params name it, `result`), and in terms of the export `rows`, `customers`, `orders` (int64)
        and `money` (Decimal), as far as the export has them, of which the export is the sum of the
        others. `rows_changed` and `money_changed` count what a rule changed in rows that are kept, for
        the result altogether; `order_lines` the lines that a step leaves.
    """
    sums = {
        name: marks.as_exported(marked, column).sum().fill_null(0)
        for name, column in (("money", "amount"), ("orders", "orders"))
        if column in marked.columns
    }
    by_rule = marked.group_by(REMOVED_BY).aggregate(lines=marked.count(), **sums)
    lines = _by_number(by_rule, "lines")
    counts = {
        "rows": _lost(marked, marked[ROW]) if ITEM in marked.columns else lines,
        "customers": _lost(marked, marks.as_exported(marked, "customer")),
        **{name: _by_number(by_rule, name) for name in sums},
    }
    if "order" in marked.columns:
        counts["orders"] = _lost(marked, marks.as_exported(marked, "order"))
    numbers = [*range(1, len(rules) + 1), 0]
    table = pd.DataFrame({"rule": [*(rule.rule for rule in rules), RESULT]})
    known = [column for column in LEDGER_COLUMNS if column in counts]
    for column in known:
        zero = _NOTHING if column == "money" else 0
        values = [counts[column].get(number, zero) for number in numbers]
        table[column] = pd.Series(values, dtype=object if column == "money" else "int64")
    export = {"rule": EXPORT} | {column: table[column].sum() for column in known}
    whole = pd.concat([pd.DataFrame([export]), table], ignore_index=True)
    changes = _changes(marked, len(rules))
    for column, values in changes.items():
        whole[column] = values
    return whole.assign(order_lines=_lines_left(whole["rows"], lines, rules))


def check(table: pd.DataFrame, export: ir.Table) -> None:
    """Assert that the ledger adds up to the export, counted independently of the marks.

    Raises:
        AssertionError: If it does not; that is a fault of the rules, not of the user.
    """
    totals = {"rows": export.count(), "customers": export.customer.nunique()}
    if "order" in export.columns:
        totals["orders"] = export.order.nunique()
    elif "orders" in export.columns:
        totals["orders"] = export.orders.sum()
    if "amount" in export.columns:
        totals["money"] = export.amount.sum()
    counted = export.aggregate(**totals).to_pyarrow()
    for column in totals:
        total = counted[column][0].as_py()
        parts = table.loc[table.rule != EXPORT, column].sum()
        if parts != (total or 0):
            raise AssertionError(f"ledger: {column} add up to {parts}, the export has {total}")


@propagate_not_applicable
def check_lines(table: pd.DataFrame, lines: ir.Table) -> None:
    """Assert that the rows of later chapters, and their money, are those of the ledger's result.

    Raises:
        AssertionError: If they are not; that is a fault of the rules, not of the user.
    """
    money = lines.amount.sum() if "amount" in lines.columns else ibis.literal(0)
    counted = lines.aggregate(lines=lines.count(), money=money).to_pyarrow()
    result = table.iloc[-1]
    found = counted["lines"][0].as_py(), counted["money"][0].as_py() or 0
    expected = result["order_lines"], result.get("money", 0) + result["money_changed"]
    if found != expected:
        raise AssertionError(f"ledger: lines and money are {found}, the ledger says {expected}")


def require_result(table: pd.DataFrame) -> None:
    """Refuse an export of which no row is left.

    Raises:
        UserError: If the rules removed every row, naming the rule that took the last.
    """
    if table["rows"].iloc[-1] > 0:
        return
    taken = table["rule"][table["rows"] > 0].iloc[1:]
    last = f"; rule {taken.index[-1]} ({taken.iloc[-1]}) took the last" if len(taken) else ""
    raise UserError(
        f"no row of the export's {table['rows'].iloc[0]:,} is left{last}",
        where="cleaning",
        expected="at least two customers with orders",
        todo="look at the export, or at the cleaning rules of the params.",
    )


def export_metrics(table: pd.DataFrame, known: Fingerprint | None) -> dict[str, Any]:
    """Return the size of the export, and how it differs from the known original.

    Args:
        table: What `ledger` returned.
        known: The original, where the study knows one.

    Returns:
        `rows_in`, `money_in` (None where the export has no money), `export_known` (whether an
        original is known) and `export_difference` (see `ingest.fingerprint.difference`, None where
        nothing differs).
    """
    export = table.iloc[0]
    money = float(export["money"]) if "money" in table.columns else None
    found = None
    if known is not None:
        found = difference(known, int(export["rows"]), int(export["customers"]), money or 0.0)
    return {
        "rows_in": int(export["rows"]),
        "money_in": money,
        "export_known": known is not None,
        "export_difference": found or None,
    }


def metrics(table: pd.DataFrame) -> dict[str, Any]:
    """Return `ledger`, what each rule did, and the totals of the result, by name.

    Orders and money are None where the export does not have them.
    """
    export, result = table.iloc[0], table.iloc[-1]
    columns = [column for column in (*LEDGER_COLUMNS, *CHANGE_COLUMNS) if column in table.columns]
    orders, money = "orders" in table.columns, "money" in table.columns
    steps = [
        {"rule": row["rule"]}
        | {
            column: float(row[column]) if column.startswith("money") else int(row[column])
            for column in columns
        }
        for _, row in table.iloc[1:-1].iterrows()
    ]
    return {
        "rows_out": int(result["rows"]),
        "rows_kept_share": int(result["rows"]) / max(int(export["rows"]), 1),
        "ledger": steps,
        "rows_changed": int(result["rows_changed"]),
        "money_changed": float(result["money_changed"]),
        "order_lines": int(result["order_lines"]),
        "customers": int(result["customers"]),
        "orders": int(result["orders"]) if orders else None,
        "revenue": float(result["money"] + result["money_changed"]) if money else None,
    }


def _changes(marked: ir.Table, rules: int) -> dict[str, list[Any]]:
    """Return `rows_changed` and `money_changed` for the export, each rule and the result."""
    kept = marked.filter(marks.is_kept(marked))
    rows: dict[str, ir.Value] = {}
    for number in range(1, rules + 1):
        if marks.changed(number) in kept.columns:
            rows[f"rows_{number}"] = kept[ROW].nunique(where=kept[marks.changed(number)])
        if marks.money(number) in kept.columns:
            rows[f"money_{number}"] = kept[marks.money(number)].sum().fill_null(0)
    flags = [c for n in range(1, rules + 1) if (c := marks.changed(n)) in kept.columns]
    if not rows:
        none = [0] * (rules + 2)
        return {"rows_changed": none, "money_changed": [_NOTHING] * (rules + 2)}
    touched = kept[flags[0]]
    for flag in flags[1:]:
        touched = touched | kept[flag]
    found = kept.aggregate(**rows, any=kept[ROW].nunique(where=touched)).to_pyarrow().to_pylist()[0]
    money = [found.get(f"money_{n}", _NOTHING) for n in range(1, rules + 1)]
    return {
        "rows_changed": [
            0,
            *(found.get(f"rows_{n}", 0) for n in range(1, rules + 1)),
            found["any"],
        ],
        "money_changed": [_NOTHING, *money, sum(money, start=_NOTHING)],
    }


def _lines_left(rows: pd.Series, lines: dict[int, int], rules: Sequence[Rule]) -> list[int]:
    """Return how many order lines are left after each step."""
    parsed = next((n for n, rule in enumerate(rules, 1) if STEPS[rule.rule].makes_lines), 0)
    left = [int(rows[0])]
    for number in range(1, len(rules) + 1):
        if number < parsed:
            left.append(left[-1] - int(rows[number]))
        else:
            left.append(lines.get(0, 0) + sum(n for by, n in lines.items() if by > number))
    return [*left, lines.get(0, 0)]


def _by_number(counted: ir.Table, column: str) -> dict[int, Any]:
    result = counted.to_pyarrow().to_pydict()
    return dict(zip(result[REMOVED_BY], result[column], strict=True))


def _lost(marked: ir.Table, key: ir.Value) -> dict[int, int]:
    """Count the values of a key by the rule that took their last row; 0 for those that are kept."""
    known = marked.select(key=key, number=marked[REMOVED_BY]).filter(key.notnull())
    last = known.group_by("key").aggregate(kept=(known.number == 0).any(), last=known.number.max())
    number = last.kept.ifelse(0, last["last"]).cast("int8")
    counted = last.group_by(**{REMOVED_BY: number}).aggregate(n=last.count())
    return _by_number(counted, "n")
