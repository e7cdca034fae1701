"""`make new`: look at a file, say what was understood, and write a study for it."""

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
from segmentbook.core import engine
from segmentbook.core.engine import frame
from segmentbook.core.errors import UserError
from segmentbook.core.paths import PARAMS, ROOT
from segmentbook.ingest import read
from segmentbook.params.source import Source
from segmentbook.params.study import parse_study

CURRENCIES = {"£": "GBP", "€": "EUR", "$": "USD", "Rp": "IDR", "₺": "TRY", "R$": "BRL", "¥": "JPY"}
_NEEDED = {
    "customer": "a column that says whose the row is (customer number, member id, ...)",
    "timestamp": "a column with the date of the order",
    "amount": "a column with the money of the line, or price and quantity",
}


def new_study(name: str, file: str) -> list[str]:
    """Write `params/<name>.yaml` for an export.

    Args:
        name: Name of the study.
        file: Path of the export, as the user gave it.

    Returns:
        What to tell the user, line by line.

    Raises:
        UserError: If the study exists, the file cannot be read, or cannot be segmented.
    """
    target, path = _checked(name, file)
    connection = engine.connect()
    text = read.read_raw(connection, Source(files=[file]), [path])
    raw = connection.create_table("export_to_look_at", text, temp=True)
    columns = facts.gather(connection, raw, path.name)
    mapping = recognise(columns)
    table = recognise_customers(columns, mapping)
    if table is not None:
        currency = _currency(columns, table.sums.get("amount", []))
        return new_customers.write_study(name, file, path, target, columns, table, currency)
    _require(mapping, columns, path.name)
    money = [mapping.columns[one] for one in ("price", "amount") if one in mapping.columns]
    currency = _currency(columns, money)
    draft = params_file.write(name, file, mapping, currency, [])
    try:
        rules, period = _fitting_rules(name, draft, path, mapping)
        open_question = ""
    except UserError as error:
        # What has two readings is the user's to tell; the params are written for her to do so.
        rules = [params_file.Rule(values, None) for values in _candidates(None, mapping)]
        period, open_question = "dates not read yet", str(error)
    target.write_text(params_file.write(name, file, mapping, currency, rules), "utf-8")
    told = _told(path, columns, mapping, currency, rules, period)
    return [*told, *_next(target, open_question)]


def _checked(name: str, file: str) -> tuple[Path, Path]:
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
        raise UserError(
            f"{name!r} cannot be the name of a study",
            where="STUDY",
            expected="small letters, digits, '_' and '-', a letter first",
        )
    target = PARAMS / f"{name}.yaml"
    if target.exists():
        raise UserError(
            "exists already",
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
            "cannot be segmented: it lacks " + "; ".join(_NEEDED[one] for one in mapping.missing),
            where=file,
            expected="one row for each product on an order, for each order, or for each customer",
            todo=f"add it to the export; its columns are {[one.name for one in columns]}.",
        )
    customer = next(one for one in columns if one.name == mapping.columns["customer"])
    if customer.distinct >= customer.rows * customer.filled and customer.rows > 1:
        raise UserError(
            f"has one row for each customer ({customer.rows:,} rows, column {customer.name!r}), and "
            "says too little of them",
            where=file,
            expected="orders: several rows for customers who came back; or two numbers of each customer",
            todo="export the orders that this table was made from.",
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
    marked = cleaning.mark(held, study.cleaning, read.own_columns(study, held)).cache()
    ledger = cleaning.ledger(marked, study.cleaning)
    removed = ledger["rows"].tolist()[-len(candidates) - 1 : -1]
    period = frame(held.aggregate(first=held.timestamp.min(), last=held.timestamp.max()))
    first, last = period.iloc[0]
    rules = [params_file.Rule(v, int(n)) for v, n in zip(candidates, removed, strict=True)]
    return rules, f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"


def _candidates(table: ir.Table | None, mapping: Mapping) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = [
        {
            "rule": "drop_missing",
            "columns": ["customer"],
            "reason": "A row without a customer cannot be given to anybody.",
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
                "reason": f"Orders that start with {prefix} hold negative amounts: cancellations.",
            }
        )
    positive = [name for name in ("quantity", "price", "amount") if name in mapping.columns]
    rules.append(
        {
            "rule": "keep_positive",
            "columns": positive,
            "reason": "A row without pieces or money is a return, a sample or a correction.",
        }
    )
    if "order" in mapping.columns and "product" in mapping.columns:
        rules.append(
            {
                "rule": "drop_duplicates",
                "reason": "A row that repeats another in every column was exported twice.",
            }
        )
    return rules


def _cancelled_prefix(table: ir.Table) -> str | None:
    """Return the letter that starts the numbers of orders whose amounts are nearly all negative."""
    lettered = table.mutate(letter=table.order.substr(0, 1))
    lettered = lettered.filter(lettered.letter.re_search("[A-Za-z]"))
    counted = frame(
        lettered.group_by("letter")
        .aggregate(rows=lettered.count(), negative=(lettered.amount < 0).sum())
        .order_by("letter")
    )
    cancels = counted[counted["negative"] >= 0.95 * counted["rows"]]
    return None if cancels.empty else str(cancels.loc[cancels["rows"].idxmax(), "letter"])


def _told(
    path: Path,
    columns: Sequence[Facts],
    mapping: Mapping,
    currency: str | None,
    rules: Sequence[params_file.Rule],
    period: str,
) -> list[str]:
    examples = {one.name: ", ".join(one.examples[:2]) for one in columns}
    told = [
        f"{path.name}: {columns[0].rows:,} rows, {len(columns)} columns, {period}",
        "Understood:",
    ]
    told += [
        f"  {canonical:13} {column}  (e.g. {examples[column]})"
        for canonical, column in mapping.columns.items()
        if canonical not in mapping.unsure
    ]
    told += [
        f"  {rule.values['rule']:16} would remove {rule.rows:,} rows"
        for rule in rules
        if rule.rows is not None
    ]
    if mapping.unsure:
        told.append("Not sure of:")
        told += [f"  {name:13} {mapping.columns[name]}" for name in mapping.unsure]
    lacking = [n for n in ("order", "product", "place") if n not in mapping.columns]
    lacking += [] if currency else ["currency"]
    if lacking:
        told.append(f"Not found: {', '.join(lacking)}")
    return told


def _next(target: Path, open_question: str) -> list[str]:
    written = f"Written: params/{target.name}."
    if not open_question:
        return [f"{written} Next: make report STUDY={target.stem}"]
    return [
        f"{written} Before make report STUDY={target.stem} there is one thing to tell:",
        open_question,
    ]
