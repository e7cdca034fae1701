"""Single blocks -> groups that a reader sees as one: a list, a paragraph, a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from segmentbook.report.blocks import Block

# Characters: a column of sentences wraps at this width, regardless of the other columns.
_WIDEST = 40
_DEFAULT_RATIO = {"normal": 7.4 / 4.3, "wide": 11.4 / 4.6}


def group_blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Join consecutive points and actions into lists and split prose into its paragraphs.

    Args:
        blocks: Blocks in reading order.

    Returns:
        Dictionaries of the kinds ``heading``, ``paragraph``, ``list`` (prose), ``points``,
        ``actions`` (with what to ``avoid``), ``note``, ``kpis``, ``figure`` (with its ``svg`` and
        ``ratio``), ``table``, ``not_applicable`` and ``code``.
    """
    groups: list[dict[str, Any]] = []
    for block in blocks:
        if block.kind == "sentence":
            _add_sentence(groups, block)
        elif block.kind == "prose":
            groups += [{**token, "kind": token["type"]} for token in block.data["tokens"]]
        elif block.kind == "figure":
            ratio = picture_ratio(block.svg or "", block.data["size"])
            groups.append({**block.data, "svg": block.svg, "ratio": ratio})
        else:
            groups.append(block.data)
    return groups


def _add_sentence(groups: list[dict[str, Any]], block: Block) -> None:
    style, spans = block.data["style"], block.data["spans"]
    if style in ("body", "note"):
        groups.append({"kind": "note" if style == "note" else "paragraph", "spans": spans})
        return
    new: dict[str, Any] = {"kind": "points", "items": []}
    if style in ("action", "avoid"):
        new = {"kind": "actions", "items": [], "avoid": []}
    if not groups or groups[-1]["kind"] != new["kind"]:
        groups.append(new)
    groups[-1]["avoid" if style == "avoid" else "items"].append(spans)


def picture_ratio(svg: str, size: str) -> float:
    """Return width divided by height of an SVG picture.

    Args:
        svg: The picture; its ``viewBox`` is read.
        size: ``normal`` or ``wide``, used when the picture has no readable ``viewBox``.
    """
    match = re.search(r'viewBox="\s*\S+\s+\S+\s+([\d.]+)\s+([\d.]+)\s*"', svg[:4000])
    if match and float(match[1]) > 0 and float(match[2]) > 0:
        return round(float(match[1]) / float(match[2]), 4)
    return _DEFAULT_RATIO[size]


def column_weights(table: dict[str, Any]) -> list[float]:
    """Return the share of the width that each column of a table gets.

    Args:
        table: A table block. A column's own ``width`` wins over what its texts suggest.
    """
    weights = []
    for index, column in enumerate(table["columns"]):
        if column.get("width"):
            weights.append(float(column["width"]))
            continue
        cells = [row[index] for row in table["rows"]]
        words = [len(word) for text in (column["name"], *cells) for word in text.split()]
        longest = max((len(text) for text in cells), default=0)
        header = len(column["name"]) / 2
        weights.append(float(min(max(*words, 4, longest, header), _WIDEST)) + 3)
    if any(column.get("width") for column in table["columns"]):
        return _mix(table, weights)
    return weights


def _mix(table: dict[str, Any], weights: list[float]) -> list[float]:
    """Bring guessed weights to the scale of the given ones: a guess counts as their average."""
    given = [float(column["width"]) for column in table["columns"] if column.get("width")]
    average = sum(given) / len(given)
    return [
        w if c.get("width") else average for w, c in zip(weights, table["columns"], strict=True)
    ]
