"""The params file of a new study, with a comment for each choice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segmentbook.commands.new.mapping import Mapping as Columns
from segmentbook.report.formats import NO_CURRENCY


@dataclass(frozen=True)
class Rule:
    """A cleaning rule that fits an export.

    Args:
        values: The rule as it stands in the params.
        rows: How many rows it would remove, None where that could not be counted.
    """

    values: Mapping[str, Any]
    rows: int | None


def write(
    name: str, file: str, columns: Columns, currency: str | None, rules: Sequence[Rule]
) -> str:
    """Return the text of a params file.

    Args:
        name: Name of the study.
        file: The export as the user named it.
        columns: What was recognised.
        currency: ISO 4217 code, or None where none was found.
        rules: The cleaning rules that fit, in order.
    """
    noun = columns.columns.get("place", "place")
    lines = [
        *head(name, file, currency, f"place_noun: {text(str(noun).lower())}"),
        "columns:   # canonical name: column of the export",
        *_column_lines(columns),
        "",
        "cleaning:   # in this order; the reasons are printed in the report",
        *(line for rule in rules for line in rule_lines(rule)),
        "",
        "clustering:",
        "  k: auto   # or a number with a reason",
    ]
    return "\n".join(lines) + "\n"


def head(name: str, file: str, currency: str | None, *more: str) -> list[str]:
    """Return the lines of a params file before the columns; `more` are lines before the source."""
    title = name.replace("_", " ").replace("-", " ").strip().capitalize()
    return [
        "# Written by `make new`. Read the comments, correct what is wrong, then run `make check`.",
        f"title: {text(f'{title}: who our customers are')}",
        f"subtitle: {text('Customer segments, and what to do about each')}",
        f"description: {text('Who the customers in this export are, and what to do about them.')}",
        f"source_note: {text(Path(file).name)}",
        f"currency: {currency or NO_CURRENCY}" + ("" if currency else "   # not found in the file"),
        *more,
        "",
        "source:",
        f"  files: [{text(file)}]   # as given, or in the folder DATA=<folder>",
        "",
    ]


def _column_lines(columns: Columns) -> list[str]:
    lines = []
    for canonical, column in columns.columns.items():
        note = "   # a guess: check it" if canonical in columns.unsure else ""
        lines.append(f"  {canonical}: {text(column)}{note}")
    if columns.other:
        listed = ", ".join(json.dumps(name, ensure_ascii=False) for name in columns.other)
        lines.append(f"  # not used: {listed}")
    return lines


def rule_lines(rule: Rule) -> list[str]:
    """Return a cleaning rule as lines of YAML."""
    values = dict(rule.values)
    count = "" if rule.rows is None else f"   # would remove {rule.rows:,} rows"
    lines = [f"  - rule: {values.pop('rule')}{count}"]
    lines += [f"    {key}: {text(value)}" for key, value in values.items()]
    return lines


def text(value: Any) -> str:
    """Return a value as YAML, quoted so that no name of a file or column is taken for syntax."""
    # JSON is YAML.
    return json.dumps(value, ensure_ascii=False)
