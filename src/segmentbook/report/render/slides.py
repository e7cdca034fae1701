"""Cells marked by the standard slideshow metadata -> slides of the deck."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from segmentbook.report.blocks import Block, ReportError, plain
from segmentbook.report.render.document import Slide

SLIDE_TYPES = ("slide", "subslide", "fragment", "skip", "notes", "-", "")
LAYOUTS = ("auto", "side", "below")

_SECTION_KINDS = ("prose", "sentence")


@dataclass(frozen=True)
class Cell:
    """The blocks of one notebook cell and its metadata about slides."""

    id: str
    slide_type: str
    layout: str
    blocks: tuple[Block, ...]


@dataclass
class _Draft:
    cell: str
    layout: str
    blocks: list[Block] = field(default_factory=list)


def build_slides(chapter: str, number: int, cells: Iterable[Cell]) -> list[Slide]:
    """Group the cells of one chapter into slides.

    A cell of the type ``slide`` or ``subslide`` starts a slide, and each further level-2 heading
    in it starts another one, so that a loop over segments gives one slide per segment. A
    ``fragment`` adds to the slide before it. Code and not-applicable blocks never reach the deck;
    a slide that holds nothing else is left out.

    Args:
        chapter: Key of the chapter, for messages.
        number: Number of the chapter.
        cells: The chapter's cells in order.

    Returns:
        The slides in order.

    Raises:
        ReportError: If the metadata is unknown, or a slide has no heading or nothing but one.
    """
    drafts: list[_Draft] = []
    for cell in cells:
        _check_metadata(chapter, cell)
        if cell.slide_type in ("slide", "subslide"):
            drafts += _split(cell)
        elif cell.slide_type == "fragment":
            if not drafts:
                raise ReportError(chapter, cell.id, "a fragment needs a slide before it")
            drafts[-1].blocks += cell.blocks
    finished = [_finish(chapter, number, draft) for draft in drafts]
    slides = [slide for slide in finished if slide is not None]
    dropped = len(slides) < len(finished)
    if dropped and all(slide.section for slide in slides):
        # a chapter that does not apply announces nothing
        return []
    return slides


def _check_metadata(chapter: str, cell: Cell) -> None:
    if cell.slide_type not in SLIDE_TYPES:
        wanted = ", ".join(repr(name) for name in SLIDE_TYPES)
        raise ReportError(
            chapter, cell.id, f"slide_type must be one of {wanted}; got {cell.slide_type!r}"
        )
    if cell.layout not in LAYOUTS:
        wanted = ", ".join(repr(name) for name in LAYOUTS)
        raise ReportError(chapter, cell.id, f"layout must be one of {wanted}; got {cell.layout!r}")


def _split(cell: Cell) -> list[_Draft]:
    drafts = [_Draft(cell.id, cell.layout)]
    titled = False
    for block in cell.blocks:
        if block.kind == "heading":
            if titled and block.data["level"] == 2:
                drafts.append(_Draft(cell.id, cell.layout))
            titled = True
        drafts[-1].blocks.append(block)
    return drafts


def _finish(chapter: str, number: int, draft: _Draft) -> Slide | None:
    shown = [b for b in draft.blocks if b.kind not in ("code", "not_applicable")]
    heading = next((block for block in shown if block.kind == "heading"), None)
    body = tuple(block for block in shown if block is not heading)
    not_applicable = any(block.kind == "not_applicable" for block in draft.blocks)
    section = heading is not None and heading.data["level"] == 1
    silent = not shown or (not_applicable and not body and not section)
    if silent:
        return None
    if heading is None:
        raise ReportError(chapter, draft.cell, "a slide needs a heading as its title")
    title: list[dict[str, Any]] = heading.data["spans"]
    if section:
        _check_section(chapter, draft.cell, body)
    elif not body:
        raise ReportError(chapter, draft.cell, f"the slide {plain(title)!r} holds only its title")
    return Slide(title, draft.layout, section, body, number, draft.cell)


def _check_section(chapter: str, cell: str, body: tuple[Block, ...]) -> None:
    for block in body:
        if block.kind not in _SECTION_KINDS:
            raise ReportError(
                chapter, cell, f"a chapter's title slide holds only text, got a {block.kind}"
            )
