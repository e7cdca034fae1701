"""The blocks that a notebook emits: their schema, in one place for the emitter and the readers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PositiveFloat,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from segmentbook.report.exhibit import Style

BLOCK_MIME = "application/vnd.segmentbook.block+json"
SVG_MIME = "image/svg+xml"

SENTENCE_STYLES: tuple[str, ...] = get_args(Style)
FEWEST_KPIS, MOST_KPIS = 3, 6
"""Key figures in a row."""

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


def _with_text(text: str) -> str:
    if not clean_text(text).strip():
        raise ValueError("must have text")
    return text


class _Part(BaseModel):
    """A part of a block: values of just the types that it names; keys of later versions pass."""

    model_config = ConfigDict(strict=True, defer_build=True)


class _Span(_Part):
    text: str
    metric: str = ""


def _spans_with_text(spans: list[_Span]) -> list[_Span]:
    _with_text("".join(span.text for span in spans))
    return spans


_Spans = Annotated[list[_Span], AfterValidator(_spans_with_text)]
_Text = Annotated[str, AfterValidator(_with_text)]


class _Heading(_Part):
    kind: Literal["heading"]
    level: int = Field(ge=1, le=3)
    spans: _Spans
    claim: str = ""


class _Sentence(_Part):
    kind: Literal["sentence"]
    style: Style
    spans: _Spans
    claim: str = ""


class _Kpi(_Part):
    label: str
    value: str
    metric: str
    note: list[_Span]


class _Kpis(_Part):
    kind: Literal["kpis"]
    items: list[_Kpi] = Field(min_length=FEWEST_KPIS, max_length=MOST_KPIS)


class _Plot(_Part):
    data: list[Any] = Field(min_length=1)
    layout: dict[str, Any]


class _Figure(_Part):
    kind: Literal["figure"]
    title: _Spans
    claim: str = ""
    alt: _Text
    source: str
    size: Literal["normal", "wide"]
    interactive: _Plot | None = None


class _Column(_Part):
    name: str
    align: Literal["left", "right"]
    width: PositiveFloat | None = None


class _Table(_Part):
    kind: Literal["table"]
    title: _Spans
    claim: str = ""
    columns: list[_Column] = Field(min_length=1)
    rows: list[list[str]]
    emphasise: int | None
    header_column: bool
    note: str

    @model_validator(mode="after")
    def _fits_together(self) -> _Table:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row must have {len(self.columns)} cells, got {row!r}")
        if self.emphasise is not None and not 0 <= self.emphasise < len(self.rows):
            raise ValueError(f"'emphasise' must be a row below {len(self.rows)}: {self.emphasise}")
        return self


class _NotApplicable(_Part):
    kind: Literal["not_applicable"]
    what: str
    reason: str


_KINDS = "heading, sentence, kpis, figure, table, not_applicable"
_BLOCK: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        _Heading | _Sentence | _Kpis | _Figure | _Table | _NotApplicable,
        Field(discriminator="kind"),
    ],
    config=ConfigDict(defer_build=True),
)


def check_block(data: Any, svg: str | None = None) -> None:
    """Check one emitted block against the schema.

    Args:
        data: The dictionary found under `BLOCK_MIME`.
        svg: The picture found under `SVG_MIME` of the same output, if any.

    Raises:
        ContentError: If the kind is unknown, a key is missing or a value has the wrong form.
    """
    try:
        _BLOCK.validate_python(data)
    except ValidationError as error:
        raise ContentError(_explained(error, data)) from None
    if data["kind"] == "figure" and not svg:
        raise ContentError(f"figure has no {SVG_MIME} in its output")


def _explained(error: ValidationError, data: Any) -> str:
    """Return what is wrong first: the kind of block, the key, what was expected and what came."""
    first = error.errors()[0]
    if not first["loc"]:
        return f"a block must be a dictionary whose 'kind' is one of {_KINDS}; got {data!r}"
    kind, *path = first["loc"]
    message = first["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if not path:
        return f"{kind}: {message}"
    where = f"{kind}: {'.'.join(map(str, path))!r}"
    if first["type"] == "missing":
        return f"{where} is missing"
    return f"{where} {message}; got {first['input']!r}"
