"""The blocks of a published report, as its notebooks emitted them, and what they say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from segmentbook.core.metrics import resolve
from segmentbook.report.blocks import BLOCK_MIME


def blocks(report: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every block of a report with the chapter and the cell that it comes from."""
    for path in sorted((report / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, 4).cells:
            for output in cell.get("outputs", []):
                if BLOCK_MIME in output.get("data", {}):
                    yield f"{path.stem}, {cell.id}", output.data[BLOCK_MIME]


def customers_told(report: Path) -> list[int]:
    """Return every number of customers or buyers in a table, but for the ledger of cleaning.

    The ledger tells to the row what rules removed, not who somebody is.
    """
    found = []
    for where, block in blocks(report):
        if block["kind"] != "table" or where.startswith("1_cleaning"):
            continue
        for place, column in enumerate(block["columns"]):
            if re.search("customers|buyers", column["name"], flags=re.IGNORECASE):
                cells = [row[place] for row in block["rows"]]
                found += [int(c.replace(",", "")) for c in cells if re.fullmatch(r"[\d,]+", c)]
    return [count for count in found if count > 0]


# ---------------------------------------------------------------- numbers in what is said

DECLARED = (
    "SHA-256",
    r"\bR2\b",
    r"[1-4]\. step up to",
    "1 is perfect",
    "1: identical, 0: as by chance",
    "1 is the same, 0 is chance",
    "1 for the same groups, 0 for chance",
    "1 or −1: they always move together; 0: not at all",
    "100 is the upper end",
    r"buy \d, get \d",
    "all customers are 100",
)
"""Digits that are no number of the data: names, the ends of scales, an offer by its usual name."""

WRITTEN = re.compile(r"([-\u2212]?)[^\d\u2212-]*?([-\u2212]?)(\d[\d,]*)(\.\d+)?([KMBT%]?)")
UNITS = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "%": 0.01}

Span = dict[str, str]


def said(block: dict[str, Any]) -> Iterator[list[Span]]:
    """Return everything that a block says in words, each as spans."""
    if block["kind"] == "not_applicable":
        return
    yield from (block[key] for key in ("spans", "title") if key in block)
    for item in block.get("items", []):
        yield [{"text": item["label"]}]
        yield [{"text": item["value"], "metric": item["metric"]}]
        yield item["note"]
    for column in block.get("columns", []):
        yield [{"text": column["name"]}]


def typed_numbers(report: Path) -> list[tuple[str, str]]:
    """Return every text with a digit that is neither a metric nor declared, and where it is."""
    found = []
    for where, block in blocks(report):
        for spans in said(block):
            for span in spans:
                text = re.sub("|".join(DECLARED), "", span["text"])
                if "metric" not in span and re.search(r"\d", text):
                    found.append((where, span["text"]))
    return found


def misquotes(report: Path) -> tuple[list[tuple[str, str, Any]], int]:
    """Compare every number that is said with its metric, at the digits that are printed.

    Returns:
        Metric, text and value of all that differ, and how many numbers were compared.
    """
    metrics = json.loads((report / "metrics.json").read_text("utf-8"))
    wrong, numbers = [], 0
    for _, block in blocks(report):
        for span in (span for spans in said(block) for span in spans if "metric" in span):
            value = resolve(metrics, span["metric"])
            numbers += isinstance(value, int | float)
            if not agrees(span["text"], value):
                wrong.append((span["metric"], span["text"], value))
    return wrong, numbers


def agrees(text: str, value: Any) -> bool:
    """Say whether a text is a value as people write it: rounded, never off by more than that."""
    if value is None:
        return text == "–"
    if isinstance(value, dict):
        [(side, bound)] = value.items()
        word = {"below": "under ", "above": "over "}[side]
        return text.startswith(word) and agrees(text.removeprefix(word), bound)
    if isinstance(value, str):
        dated = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
        return dated[1] in text if dated else value == text
    written = WRITTEN.fullmatch(text)
    if not written:
        return False
    *signs, whole, decimals, unit = written.groups(default="")
    shown = float(whole.replace(",", "") + decimals) * UNITS[unit] * (-1 if any(signs) else 1)
    # A short amount has three digits or more, but zeros at its end are not written.
    fewest = 3 - len(whole) if unit in "KMBT" and unit else 0
    digits = max(len(decimals) - 1, fewest, 0)
    return abs(shown - value) <= 0.5001 * UNITS[unit] / 10**digits
