"""The params file of a new study, with a comment for each choice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segmentbook.discover.mapping import Mapping as Columns

NO_CURRENCY = "XXX"
"""The code of ISO 4217 for no currency; amounts are shown with the sign for any."""


@dataclass(frozen=True)
class Rule:
    """A cleaning rule that fits an export.

    Args:
        values: The rule as the params have it.
        rows: How many rows it would remove, None when that could not be counted.
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
        currency: ISO 4217 code, or None where none could be seen.
        rules: The cleaning rules that fit, in order.
    """
    title = name.replace("_", " ").replace("-", " ").strip().capitalize()
    noun = columns.columns.get("place", "place")
    lines = [
        "# Written by `make new`. Read the comments, correct what is wrong, then `make check`.",
        f"title: {_text(f'{title}: who our customers are')}",
        f"subtitle: {_text('Groups of customers, and what to do about each')}",
        f"description: {_text('What this export says of the customers, and what to do about them.')}",
        f"source_note: {_text(Path(file).name)}",
        f"currency: {currency or NO_CURRENCY}" + ("" if currency else "   # not seen in the file"),
        f"place_noun: {_text(str(noun).lower())}",
        "",
        "source:",
        f"  files: [{_text(file)}]   # as given; with DATA=<folder> it is looked for there",
        "",
        "columns:   # canonical name: what the export calls it",
        *_column_lines(columns),
        "",
        "cleaning:   # in this order; the reasons are printed in the report",
        *(line for rule in rules for line in _rule_lines(rule)),
        "",
        "clustering:",
        "  k: auto   # or a number with a reason",
    ]
    return "\n".join(lines) + "\n"


def _column_lines(columns: Columns) -> list[str]:
    lines = []
    for canonical, column in columns.columns.items():
        note = "   # a guess: look whether it is right" if canonical in columns.unsure else ""
        lines.append(f"  {canonical}: {_text(column)}{note}")
    if columns.other:
        listed = ", ".join(json.dumps(name, ensure_ascii=False) for name in columns.other)
        lines.append(f"  # not used: {listed}")
    return lines


def _rule_lines(rule: Rule) -> list[str]:
    values = dict(rule.values)
    count = "" if rule.rows is None else f"   # would remove {rule.rows:,} rows"
    lines = [f"  - rule: {values.pop('rule')}{count}"]
    lines += [f"    {key}: {_text(value)}" for key, value in values.items()]
    return lines


def _text(value: Any) -> str:
    # JSON is YAML, and its quotes keep whatever an export is called from being taken for syntax.
    return json.dumps(value, ensure_ascii=False)
