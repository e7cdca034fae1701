"""Executed notebooks -> one document. The only module of the report that reads notebooks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from segmentbook.core.imports import skip_slow_imports
from segmentbook.core.language import gettext
from segmentbook.report.blocks import (
    BLOCK_MIME,
    SVG_MIME,
    Block,
    ContentError,
    ReportError,
    check_block,
    clean_text,
    clean_values,
    plain,
)
from segmentbook.report.render.document import Chapter, Document, Meta, Slide
from segmentbook.report.render.markdown import parse_markdown, translated
from segmentbook.report.render.slides import Cell, build_slides

__all__ = ["Block", "Chapter", "Document", "Meta", "Slide", "read_document"]

_HIDDEN_CODE = {"parameters", "injected-parameters", "plumbing"}
_META_TEXTS = ("title", "subtitle", "author", "source")


def read_document(notebooks: Sequence[Path], meta: Meta) -> Document:
    """Read executed notebooks into one document.

    Args:
        notebooks: The notebooks in reading order. The one named ``summary`` (after an optional
            number, as in ``9_summary.ipynb``) gets no chapter number.
        meta: The content of the cover.

    Returns:
        The chapters with their blocks, and the slides of the deck.

    Raises:
        ReportError: If a cell failed, or its content breaks the schema.
    """
    chapters: list[Chapter] = []
    slides: list[Slide] = []
    number = 0
    for path in notebooks:
        summary = path.stem.split("_")[-1] == "summary"
        number += not summary
        chapter, chapter_slides = _read_chapter(path, 0 if summary else number)
        chapters.append(chapter)
        slides += chapter_slides
    texts: dict[str, Any] = {name: clean_text(getattr(meta, name)) for name in _META_TEXTS}
    return Document(dataclasses.replace(meta, **texts), tuple(chapters), tuple(slides))


def _read_chapter(path: Path, number: int) -> tuple[Chapter, list[Slide]]:
    skip_slow_imports()
    import nbformat

    key = path.stem
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    cells = []
    for position, raw in enumerate(notebook.cells):
        cell_id = raw.get("id") or f"cell-{position}"
        show = raw.metadata.get("slideshow", {})
        blocks = tuple(_read_cell(raw, key, number, cell_id))
        slide_type, layout = show.get("slide_type") or "", show.get("layout") or "auto"
        cells.append(Cell(cell_id, slide_type, layout, blocks))
    blocks = tuple(block for cell in cells if cell.slide_type != "notes" for block in cell.blocks)
    title = _check_headings(key, blocks)
    return Chapter(number, key, title, blocks), build_slides(key, number, cells)


def _read_cell(cell: Any, key: str, number: int, cell_id: str) -> Iterator[Block]:
    try:
        if cell.cell_type == "markdown":
            for data in parse_markdown(translated(cell.source, gettext)):
                yield Block(data["kind"], data, None, number, cell_id)
        elif cell.cell_type == "code":
            for output in cell.outputs:
                yield from _read_output(output, number, cell_id)
            # after its results, so that a heading comes before the code that made it
            if cell.source.strip() and not _HIDDEN_CODE & set(cell.metadata.get("tags", [])):
                yield Block("code", {"kind": "code", "source": cell.source}, None, number, cell_id)
    except ContentError as error:
        raise ReportError(key, cell_id, str(error)) from error


def _read_output(output: Any, number: int, cell_id: str) -> Iterator[Block]:
    if output.output_type == "error":
        raise ContentError(f"the cell failed with {output.ename}: {output.evalue}")
    data = output.get("data", {})
    if BLOCK_MIME in data:
        svg = data.get(SVG_MIME)
        check_block(data[BLOCK_MIME], svg)
        block = clean_values(data[BLOCK_MIME])
        yield Block(block["kind"], block, svg, number, cell_id)


def _check_headings(key: str, blocks: Sequence[Block]) -> str:
    """Return the chapter's title after checking that the outline below it has no gaps."""
    title = ""
    level = 0
    for block in blocks:
        if block.kind != "heading":
            continue
        text, new = plain(block.data["spans"]), block.data["level"]
        if new == 1 and title:
            message = f"a chapter has one level-1 heading, got a second: {text!r}"
            raise ReportError(key, block.cell, message)
        if new > level + 1:
            message = f"heading {text!r} skips from level {level} to level {new}"
            raise ReportError(key, block.cell, message)
        title = title or text
        level = new
    if not title:
        raise ReportError(key, "", "a chapter needs a level-1 heading as its title")
    return title
