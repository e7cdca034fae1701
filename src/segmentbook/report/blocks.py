"""The blocks that a notebook emits: their schema, in one place for the emitter and the readers.

Imports nothing but the standard library, because every notebook loads it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

BLOCK_MIME = "application/vnd.segmentbook.block+json"
SVG_MIME = "image/svg+xml"

SENTENCE_STYLES = ("body", "point", "note", "action", "avoid")
FIGURE_SIZES = ("normal", "wide")
ALIGNMENTS = ("left", "right")
KPI_LIMITS = (3, 6)

_LINE_BREAKS = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
_BIDI_CONTROLS = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


class ContentError(ValueError):
    """A block or a markdown cell that the renderers cannot show; says what was expected."""


class ReportError(Exception):
    """A notebook or its content cannot be rendered.

    Args:
        chapter: Key of the chapter (the notebook's file stem).
        cell: Id of the cell, or an empty string when the whole chapter is meant.
        message: What was expected and what came.
    """

    def __init__(self, chapter: str, cell: str, message: str) -> None:
        self.chapter = chapter
        self.cell = cell
        self.message = message
        where = f"chapter {chapter}, cell {cell}" if cell else f"chapter {chapter}"
        super().__init__(f"{where}: {message}")


@dataclass(frozen=True)
class Block:
    """One piece of content: a heading, a sentence, a KPI row, a figure, a table, prose or code."""

    kind: str
    data: dict[str, Any]
    svg: str | None
    chapter: int
    cell: str


def clean_text(text: str) -> str:
    """Drop control characters and lone surrogates; line breaks and tabs become spaces.

    Args:
        text: Any text, for example a product name as the export spells it.

    Returns:
        Text that is legal in HTML, JSON and PDF. Nothing else is changed.
    """
    text = text.translate(_LINE_BREAKS).translate(_BIDI_CONTROLS)
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs"))


def clean_values(value: Any) -> Any:
    """Apply `clean_text` to every string inside nested lists and dictionaries."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list | tuple):
        return [clean_values(item) for item in value]
    if isinstance(value, dict):
        return {key: clean_values(item) for key, item in value.items()}
    return value


def plain(spans: Iterable[dict[str, Any]]) -> str:
    """Join the texts of spans."""
    return "".join(span["text"] for span in spans)


def clipped(text: str, letters: int) -> str:
    """Cut a text to a number of letters; dots stand for what is left out."""
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def cut_quotes(value: Any, letters: int) -> Any:
    """Cut what a block or its spans quote from the data: the texts of metrics and cells of tables.

    Args:
        value: A block's data or a list of spans, nested.
        letters: The most letters that each quote may have.
    """
    if isinstance(value, list):
        return [cut_quotes(item, letters) for item in value]
    if not isinstance(value, dict):
        return value
    new = {key: cut_quotes(item, letters) for key, item in value.items()}
    for key in ("text", "value"):
        if "metric" in value and key in value:
            new[key] = clipped(value[key], letters)
    if value.get("kind") == "table":
        new["rows"] = [[clipped(cell, letters) for cell in row] for row in value["rows"]]
    return new


def check_block(data: Any, svg: str | None = None) -> None:
    """Check one emitted block against the schema.

    Args:
        data: The dictionary found under `BLOCK_MIME`.
        svg: The picture found under `SVG_MIME` of the same output, if any.

    Raises:
        ContentError: If the kind is unknown, a key is missing or a value has the wrong form.
    """
    if not isinstance(data, dict):
        raise ContentError(f"a block must be a dictionary, got {type(data).__name__}")
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in _CHECKS:
        raise ContentError(f"a block's kind must be one of {', '.join(_CHECKS)}; got {kind!r}")
    _CHECKS[kind](data)
    if kind == "figure" and not svg:
        raise ContentError(f"figure has no {SVG_MIME} in its output")


def _need(data: dict[str, Any], kind: str, key: str, expected: type | tuple[type, ...]) -> Any:
    if key not in data:
        raise ContentError(f"{kind} has no {key!r}")
    value = data[key]
    # bool is a subclass of int, and True is no heading level
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is int):
        names = expected if isinstance(expected, tuple) else (expected,)
        wanted = " or ".join(name.__name__ for name in names)
        raise ContentError(f"{kind}: {key!r} must be {wanted}, got {value!r}")
    return value


def _one_of(data: dict[str, Any], kind: str, key: str, allowed: tuple[Any, ...]) -> None:
    if data.get(key) not in allowed:
        wanted = ", ".join(repr(value) for value in allowed)
        raise ContentError(f"{kind}: {key!r} must be one of {wanted}; got {data.get(key)!r}")


def _check_spans(data: dict[str, Any], kind: str, key: str, *, empty: bool = False) -> None:
    spans = _need(data, kind, key, list)
    for span in spans:
        if not isinstance(span, dict) or not isinstance(span.get("text"), str):
            raise ContentError(f"{kind}: {key!r} must hold {{'text': str}} spans, got {span!r}")
        if not isinstance(span.get("metric", ""), str):
            raise ContentError(f"{kind}: a span's 'metric' must be str, got {span['metric']!r}")
    if not empty and not clean_text(plain(spans)).strip():
        raise ContentError(f"{kind}: {key!r} has no text")


def _check_heading(data: dict[str, Any]) -> None:
    _one_of(data, "heading", "level", (1, 2, 3))
    _check_spans(data, "heading", "spans")


def _check_sentence(data: dict[str, Any]) -> None:
    _one_of(data, "sentence", "style", SENTENCE_STYLES)
    _check_spans(data, "sentence", "spans")


def _check_kpis(data: dict[str, Any]) -> None:
    items = _need(data, "kpis", "items", list)
    low, high = KPI_LIMITS
    if not low <= len(items) <= high:
        raise ContentError(f"kpis: a row has {low} to {high} items, got {len(items)}")
    for item in items:
        if not isinstance(item, dict):
            raise ContentError(f"kpis: an item must be a dictionary, got {item!r}")
        for key in ("label", "value", "metric"):
            _need(item, "kpis item", key, str)
        _check_spans(item, "kpis item", "note", empty=True)


def _check_figure(data: dict[str, Any]) -> None:
    _check_spans(data, "figure", "title")
    if not clean_text(_need(data, "figure", "alt", str)).strip():
        raise ContentError("figure has an empty 'alt': say what the picture shows")
    _need(data, "figure", "source", str)
    _one_of(data, "figure", "size", FIGURE_SIZES)
    if data.get("interactive") is not None:
        _check_interactive(_need(data, "figure", "interactive", dict))


def _check_interactive(plot: dict[str, Any]) -> None:
    if not _need(plot, "interactive figure", "data", list):
        raise ContentError("interactive figure: 'data' holds no trace")
    _need(plot, "interactive figure", "layout", dict)


def _check_table(data: dict[str, Any]) -> None:
    _check_spans(data, "table", "title")
    _need(data, "table", "header_column", bool)
    _need(data, "table", "note", str)
    columns = _need(data, "table", "columns", list)
    rows = _need(data, "table", "rows", list)
    if not columns:
        raise ContentError("table has no columns")
    for column in columns:
        _need(column, "table column", "name", str)
        _one_of(column, "table column", "align", ALIGNMENTS)
        width = column.get("width")
        if width is not None and not (isinstance(width, int | float) and width > 0):
            raise ContentError(f"table column: 'width' must be a positive number, got {width!r}")
    for row in rows:
        if not isinstance(row, list) or len(row) != len(columns):
            raise ContentError(f"table: a row must have {len(columns)} cells, got {row!r}")
        if not all(isinstance(cell, str) for cell in row):
            raise ContentError(f"table: cells must be str, got {row!r}")
    emphasise = _need(data, "table", "emphasise", (int, type(None)))
    if emphasise is not None and not 0 <= emphasise < len(rows):
        raise ContentError(
            f"table: 'emphasise' must be a row index below {len(rows)}, got {emphasise}"
        )


def _check_not_applicable(data: dict[str, Any]) -> None:
    for key in ("what", "reason"):
        _need(data, "not_applicable", key, str)


_CHECKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "heading": _check_heading,
    "sentence": _check_sentence,
    "kpis": _check_kpis,
    "figure": _check_figure,
    "table": _check_table,
    "not_applicable": _check_not_applicable,
}
