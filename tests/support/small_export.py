"""Seven rows with a fault for every cleaning rule, and what cleaning makes of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import ibis
import ibis.expr.types as ir
import pandas as pd
from pydantic import TypeAdapter

from segmentbook import cleaning
from segmentbook.core.engine import MONEY
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.params.cleaning import CleaningRule, Rule

OWN = ["customer", "order", "product", "quantity", "price", "age", "born", "items"]


def rule(name: str, **values: Any) -> Any:
    """Return a rule as the params give it."""
    return TypeAdapter(CleaningRule).validate_python({"rule": name, "reason": "so", **values})


def items(*pairs: tuple[str, Any]) -> str:
    """Return a list of items as JSON."""
    return json.dumps([{"sku": sku, "n": n, "each": 2.5} for sku, n in pairs])


ROWS = pd.DataFrame(
    [
        ("c1", "A1", "x", 2, "1.50", 30, "1990", items(("p", 1), ("q", 2)), "2021-01-31 10:00"),
        ("c1", "A1", "x", 2, "1.50", 30, "1990", items(("p", 1), ("q", 2)), "2021-01-31 10:00"),
        ("c2", "A2", "POST", 1, "9.99", 40, "1980", "no list", "2021-02-01 00:00"),
        ("c2", "C3", "x", -1, "1.50", None, None, items(("p", "many"), ("q", 1)), "2021-02-28 23:59"),
        (None, "A4", "y", 100, "0.01", 50, "1970", None, "2021-03-01 00:00"),
        ("c3", "A5", "y", 1, None, 200, "1821", "[]", None),
        ("c2", "A6", "x", 1, "1.50", 40, "1980", items(("p", 0)), "2021-02-15 12:00"),
    ],
    columns=["customer", "order", "product", "quantity", "price", "age", "born", "items", "timestamp"],
)  # fmt: skip

ALL_RULES: dict[str, dict[str, Any]] = {
    "drop_missing": {"columns": ["customer"]},
    "drop_duplicates": {},
    "drop_cancelled": {"prefix": "C"},
    "match_cancellations": {},
    "keep_positive": {"columns": ["quantity", "price"]},
    "keep_period": {"from": "2021-02"},
    "drop_period": {"to": "2021-01-31"},
    "fill": {"column": "price", "constant": 3},
    "cap": {"column": "quantity", "upper": 1},
    "drop_outliers": {"column": "age", "upper": 60},
    "drop_products": {"codes": ["POST"]},
    "parse_items": {"column": "items", "product": "sku", "quantity": "n", "price": "each"},
    "derive": {"column": "new", "by": "sum", "of": ["age", "born"]},
}
"""One rule of each kind that the params may name, with its keys."""


def table(frame: pd.DataFrame = ROWS, unreadable: Sequence[str | None] | None = None) -> ir.Table:
    """Return rows in the engine, with canonical types."""
    frame = frame.reset_index(drop=True)
    frame["timestamp"] = pd.to_datetime(frame["timestamp"])
    texts = ["customer", "order", "product", "price", "born", "items"]
    frame = frame.astype(dict.fromkeys(texts, "string")).astype({"age": "Int64"})
    frame["export_row"] = range(len(frame))
    if unreadable is not None:
        frame["unreadable"] = pd.Series(unreadable, dtype="string")
    raw = ibis.memtable(frame)
    raw = raw.mutate(price=raw.price.cast(MONEY))
    return raw.mutate(amount=(raw.quantity * raw.price).cast(MONEY))


class Cleaned(NamedTuple):
    """What cleaning makes of an export."""

    rows: pd.DataFrame
    ledger: pd.DataFrame
    examples: pd.DataFrame | NotApplicable
    rules: list[Rule]
    marked: ir.Table


def clean(*declared: Rule, export: ir.Table | None = None) -> Cleaned:
    """Apply rules to an export, and check that the ledger adds up."""
    export = table() if export is None else export
    rules = cleaning.all_rules(export, declared, "gross")
    marked = cleaning.mark(export, rules, OWN).cache()
    ledger = cleaning.ledger(marked, rules)
    cleaning.check(ledger, export)
    lines = cleaning.order_lines(marked)
    cleaning.check_lines(ledger, lines)
    found = lines.to_pandas()
    assert not [c for c in found.columns if c.startswith("_") or c in ("removed_by", "unreadable")]
    return Cleaned(found, ledger, cleaning.examples(marked, rules), rules, marked)
