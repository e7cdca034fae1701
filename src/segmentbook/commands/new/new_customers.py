"""`make new` for an export with one row for each customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from segmentbook import cleaning, features
from segmentbook.commands.new import params_file
from segmentbook.commands.new.customer_grain import CustomerTable
from segmentbook.commands.new.mapping import Facts
from segmentbook.commands.new.summary import summary
from segmentbook.core import engine
from segmentbook.core.errors import UserError
from segmentbook.ingest import read
from segmentbook.params.study import parse_study

_SETS = {
    "rfm": "recency, frequency and monetary value",
    "lrfmc": "length, recency, frequency, monetary value and use of discounts",
    "demographic": "the declared numbers",
}


def write_study(
    name: str,
    file: str,
    path: Path,
    target: Path,
    columns: Sequence[Facts],
    found: CustomerTable,
    currency: str | None,
) -> list[str]:
    """Write the params of a customer table and return a summary for the user, line by line.

    Args:
        name: Name of the study.
        file: Path of the export, as the user gave it.
        path: Its absolute path.
        target: The params file to write.
        columns: The facts of each column.
        found: What was recognised.
        currency: ISO 4217 code, or None where none was found.
    """
    # Days are counted to a fixed date, so that results repeat: that of the file, never today.
    day = None if found.dates else date.fromtimestamp(path.stat().st_mtime)
    candidates = _candidates(found, columns)
    draft = _params(name, file, found, currency, [], day)
    try:
        rules, customers = _counted(name, draft, path, candidates)
        question = ""
    except UserError as error:
        rules = [params_file.Rule(values, None) for values in candidates]
        customers, question = columns[0].rows, str(error)
    target.write_text(_params(name, file, found, currency, rules, day), "utf-8")
    size = f"one row for each customer, {customers:,} customers, {len(columns)} columns"
    added = [key for key, parts in found.sums.items() if len(parts) > 1]
    return summary(
        name,
        export=f"{path.name}: {size}",
        recognised=[*_recognised(found), ("features", _SETS[found.features])],
        rules=rules,
        unsure=[f"whether the columns of {key} may be added" for key in added],
        missing=[] if currency else ["currency"],
        question=question,
    )


def _counted(
    name: str, draft: str, path: Path, candidates: list[dict[str, Any]]
) -> tuple[list[params_file.Rule], int]:
    """Return the rules, each with the rows it would remove, and the number of customers."""
    values = {"name": name, **yaml.safe_load(draft), "cleaning": candidates}
    study = parse_study(values, str(path))
    features.chosen(study)
    held = read.read(engine.connect(), study, [path]).cache()
    marked = cleaning.mark(held, study.cleaning, read.own_columns(study, held)).cache()
    ledger = cleaning.ledger(marked, study.cleaning)
    removed = ledger["rows"].tolist()[1:-1]
    rules = [params_file.Rule(v, int(n)) for v, n in zip(candidates, removed, strict=True)]
    return rules, int(ledger["customers"].iloc[0])


def _candidates(found: CustomerTable, columns: Sequence[Facts]) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = [
        {"rule": "drop_duplicates", "reason": "A row identical to another was exported twice."}
    ]
    needed = found.declared if found.features == "demographic" else []
    needed = list(dict.fromkeys([*needed, *_needed(found)]))
    filled = {one.name: one.filled for one in columns}
    gaps = [name for name in needed if filled[name] < 1]
    if gaps:
        reason = "A customer without one of these values cannot be assigned to a segment."
        # The rule names columns as cleaning knows them: those of dates and sums are canonical.
        names = [_canonical(found, name) for name in gaps]
        rules.append(
            {"rule": "drop_missing", "columns": list(dict.fromkeys(names)), "reason": reason}
        )
    return rules


def _needed(found: CustomerTable) -> list[str]:
    parts = [part for columns in found.sums.values() for part in columns]
    dates = [
        found.dates[key] for key in ("last_order", "joined", "first_order") if key in found.dates
    ]
    return [*parts, *dates, *([found.recency] if found.recency else [])]


def _canonical(found: CustomerTable, name: str) -> str:
    alone = {parts[0]: key for key, parts in found.sums.items() if len(parts) == 1}
    for key, column in found.dates.items():
        if column == name:
            return key
    if name in alone:
        return alone[name]
    return "recency" if name == found.recency else name


def _recognised(found: CustomerTable) -> list[tuple[str, str]]:
    named = [("customer", found.customer), *found.dates.items()]
    named += [("recency", found.recency)] if found.recency else []
    named += [(key, " + ".join(parts)) for key, parts in found.sums.items()]
    named += [("numbers", ", ".join(found.numbers))] if found.numbers else []
    named += [("categories", ", ".join(found.categories))] if found.categories else []
    return named


def _params(
    name: str,
    file: str,
    found: CustomerTable,
    currency: str | None,
    rules: Sequence[params_file.Rule],
    day: date | None,
) -> str:
    text = params_file.text
    lines = [
        *params_file.head(name, file, currency),
        "columns:   # canonical name: column of the export; several columns are added up",
        "  grain: customer",
        f"  customer: {text(found.customer)}",
        *(f"  {key}: {text(column)}" for key, column in found.dates.items()),
        *([f"  recency: {text(found.recency)}"] if found.recency else []),
        *(f"  {key}: {text(parts)}" for key, parts in found.sums.items()),
        *([f"  numbers: {text(found.numbers)}"] if found.numbers else []),
        *([f"  categories: {text(found.categories)}"] if found.categories else []),
        *([f"  # not used: {', '.join(text(one) for one in found.other)}"] if found.other else []),
        "",
        "cleaning:   # in this order; the reasons are printed in the report",
        *(line for rule in rules for line in params_file.rule_lines(rule)),
        "",
        "customers:",
        f"  features: {found.features}   # {_SETS[found.features]}",
        *(
            [f"  reference_date: {day}   # date of the file, because no column is a date"]
            if day
            else []
        ),
    ]
    if found.features == "demographic" and found.declared:
        lines.append(
            "  declared:   # the segments are made from these; define each, and which end is better"
        )
        for one in found.declared:
            entry = {"column": one, "definition": one, "better": "neither"}
            lines.append(f"    - {text(entry)}")
    if found.features == "demographic":
        lines.append(f"  use: {text(found.usable)}")
    lines += ["", "clustering:", "  k: auto   # or a number with a reason"]
    if found.features == "demographic":
        lines.append("  transform: none   # log1p where a few values are far above the rest")
    playbook = {
        "lrfmc": "  playbook: lrfmc   # archetypes of members, with actions for each",
        "demographic": "  playbook: null   # no archetypes: segments are described by their features",
    }
    if found.features in playbook:
        lines += ["", "segments:", playbook[found.features]]
    return "\n".join(lines) + "\n"
