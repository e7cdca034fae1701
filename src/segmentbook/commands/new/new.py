"""`make new`: recognise the columns of an export, and write a study for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import yaml

from segmentbook import cleaning
from segmentbook.commands.new import facts, new_customers, params_file
from segmentbook.commands.new.customer_grain import recognise_customers
from segmentbook.commands.new.mapping import Facts, Mapping, recognise
from segmentbook.commands.new.summary import summary
from segmentbook.core import engine
from segmentbook.core.engine import frame
from segmentbook.core.errors import UserError
from segmentbook.core.paths import PARAMS, ROOT
from segmentbook.ingest import read
from segmentbook.params.cleaning import Rule
from segmentbook.params.source import Source
from segmentbook.params.study import parse_study

CURRENCIES = {"£": "GBP", "€": "EUR", "$": "USD", "Rp": "IDR", "₺": "TRY", "R$": "BRL", "¥": "JPY"}
_NEEDED = {
    "customer": "a column that identifies the customer (customer number, member id, ...)",
    "timestamp": "a column with the date of the order",
    "amount": "a column with the amount of the line, or with price and quantity",
}


def new_study(name: str, file: str) -> list[str]:
    """Write `params/<name>.yaml` for an export.

    Args:
        name: Name of the study.
        file: Path of the export, as the user gave it.

    Returns:
        A summary for the user, line by line.

    Raises:
        UserError: If the study exists, or the file cannot be read or lacks what a segmentation needs.
    """
    target, path = _checked(name, file)
    connection = engine.connect()
    table = read.read_raw(connection, Source(files=[file]), [path])
    raw = connection.create_table("unknown_export", table, temp=True)
    columns = facts.gather(connection, raw, path.name)
    mapping = recognise(columns)
    customers = recognise_customers(columns, mapping)
    if customers is not None:
        currency = _currency(columns, customers.sums.get("amount", []))
        return new_customers.write_study(name, file, path, target, columns, customers, currency)
    _require(mapping, columns, path.name)
    money = [mapping.columns[one] for one in ("price", "amount") if one in mapping.columns]
    currency = _currency(columns, money)
    draft = params_file.write(name, file, mapping, currency, [])
    try:
        rules, period = _fitting_rules(name, draft, path, mapping)
        question = ""
    except UserError as error:
        # The user must choose between two readings; the params are written so that they can.
        rules = [params_file.Rule(values, None) for values in _candidates(None, mapping)]
        period, question = "dates not read yet", str(error)
    target.write_text(params_file.write(name, file, mapping, currency, rules), "utf-8")
    examples = {one.name: ", ".join(one.examples[:2]) for one in columns}
    sure = {key: one for key, one in mapping.columns.items() if key not in mapping.unsure}
    missing = [one for one in ("order", "product", "place") if one not in mapping.columns]
    return summary(
        name,
        export=f"{path.name}: {columns[0].rows:,} rows, {len(columns)} columns, {period}",
        recognised=[(key, f"{one}  (e.g. {examples[one]})") for key, one in sure.items()],
        rules=rules,
        unsure=[f"{key:16} {mapping.columns[key]}" for key in mapping.unsure],
        missing=[*missing, *([] if currency else ["currency"])],
        question=question,
    )


def _checked(name: str, file: str) -> tuple[Path, Path]:
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
        raise UserError(
            f"{name!r} cannot be the name of a study",
            where="STUDY",
            expected="lower-case letters, digits, '_' and '-', with a letter first",
        )
    target = PARAMS / f"{name}.yaml"
    if target.exists():
        raise UserError(
            "already exists",
            where=f"params/{target.name}",
            todo="choose another STUDY=<name>, or remove the file.",
        )
    path = Path(file) if Path(file).is_absolute() else ROOT / file
    if not path.is_file():
        raise UserError("there is no such file", where=file, todo="name it with FILE=<path>.")
    return target, path


def _require(mapping: Mapping, columns: Sequence[Facts], file: str) -> None:
    if mapping.missing:
        raise UserError(
            "cannot be segmented without " + "; ".join(_NEEDED[one] for one in mapping.missing),
            where=file,
            expected="one row per product on an order, per order, or per customer",
            todo=f"add it to the export, whose columns are {[one.name for one in columns]}.",
        )
    customer = next(one for one in columns if one.name == mapping.columns["customer"])
    if customer.distinct >= customer.rows * customer.filled and customer.rows > 1:
        raise UserError(
            f"has one row for each customer ({customer.rows:,} rows, column {customer.name!r}), but "
            "too few columns that describe customers",
            where=file,
            expected="orders, with several rows for returning customers, or two numbers per customer",
            todo="export the orders from which this table was made.",
        )


def _currency(columns: Sequence[Facts], money: Sequence[str]) -> str | None:
    for one in columns:
        if one.name not in money:
            continue
        code = re.search(r"(?<![A-Z])(USD|EUR|GBP|IDR|TRY|BRL|JPY|CHF|AUD|CAD)(?![A-Z])", one.name)
        if code:
            return code[1]
        for sign in sorted(CURRENCIES, key=len, reverse=True):
            if any(sign in example for example in one.examples):
                return CURRENCIES[sign]
    return None


def _fitting_rules(
    name: str, draft: str, path: Path, mapping: Mapping
) -> tuple[list[params_file.Rule], str]:
    """Return the rules that the export needs, each with the rows it would remove, and the period."""
    study = parse_study({"name": name, **yaml.safe_load(draft), "cleaning": []}, str(path))
    held = read.read(engine.connect(), study, [path])
    candidates = _candidates(held, mapping)
    study = parse_study({**study.model_dump(), "name": name, "cleaning": candidates}, str(path))
    applied = cleaning.all_rules(held, study.cleaning)
    marked = cleaning.mark(held, applied, read.own_columns(study, held)).cache()
    removed = _counted(applied, study.cleaning, cleaning.ledger(marked, applied)["rows"].tolist())
    period = frame(held.aggregate(first=held.timestamp.min(), last=held.timestamp.max()))
    first, last = period.iloc[0]
    rules = [params_file.Rule(v, int(n)) for v, n in zip(candidates, removed, strict=True)]
    return rules, f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"


def _counted(applied: Sequence[Rule], declared: Sequence[Rule], rows: list[int]) -> list[int]:
    """Return the rows that each declared rule removes, with those of rules that come before it."""
    removed, waiting = [], 0
    for rule, number in zip(applied, rows[1:-1], strict=True):
        waiting += number
        if rule in declared:
            removed.append(waiting)
            waiting = 0
    return removed


def _candidates(table: ir.Table | None, mapping: Mapping) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = [
        {
            "rule": "drop_missing",
            "columns": ["customer"],
            "reason": "A row without a customer cannot be assigned to anyone.",
        }
    ]
    prefix = None
    if table is not None and "order" in mapping.columns:
        prefix = _cancelled_prefix(table)
    if prefix:
        rules.append(
            {
                "rule": "drop_cancelled",
                "prefix": prefix,
                "reason": f"Orders with numbers {prefix}... have negative amounts: cancellations.",
            }
        )
    positive = [name for name in ("quantity", "price", "amount") if name in mapping.columns]
    rules.append(
        {
            "rule": "keep_positive",
            "columns": positive,
            "reason": "A row without a positive quantity and amount is a return, sample or correction.",
        }
    )
    if "order" in mapping.columns and "product" in mapping.columns:
        rules.append(
            {
                "rule": "drop_duplicates",
                "reason": "A row identical to another in every column was exported twice.",
            }
        )
    return rules


def _cancelled_prefix(table: ir.Table) -> str | None:
    """Return the first letter of those order numbers whose amounts are nearly all negative."""
    lettered = table.mutate(letter=table.order.substr(0, 1))
    lettered = lettered.filter(lettered.letter.re_search("[A-Za-z]"))
    counted = frame(
        lettered.group_by("letter")
        .aggregate(rows=lettered.count(), negative=(lettered.amount < 0).sum())
        .order_by("letter")
    )
    cancels = counted[counted["negative"] >= 0.95 * counted["rows"]]
    most = cancels.sort_values("rows", ascending=False, kind="stable").head(1)
    return next(iter(most["letter"]), None)
