"""Document -> deck.pdf, 16:9. The layout of each slide is chosen here, its look is in deck.typ."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from segmentbook.report.blocks import ReportError, clipped, cut_quotes, plain
from segmentbook.report.render.document import Document, Slide
from segmentbook.report.render.grouping import column_weights, group_blocks
from segmentbook.report.render.pdf import compile_pdf, figure_data, heading_text, meta_data

# Pages before the first slide: the title page.
_FRONT_PAGES = 1

# A table with more columns than this needs the full width of the slide.
_NARROW_TABLE = 4
_MOST_VISUALS = 4

# Characters of a title in the list of a chapter's slides.
_LONGEST_ENTRY = 90
# Characters to which quotes from the data are cut on a crowded slide, step by step.
_CUTS = (60, 36, 20)


def render_deck(document: Document) -> bytes:
    """Render the slides of a document.

    Args:
        document: The document; only its slides are used.

    Returns:
        A PDF file that conforms to PDF/UA-1 and PDF/A-2a.

    Raises:
        ReportError: If a slide holds more than fits at the smallest type size.
    """
    import typst

    while True:
        pictures: dict[str, str] = {}
        slides = [_slide_data(document, index, pictures) for index in range(len(document.slides))]
        data = {"meta": meta_data(document.meta), "slides": slides}
        try:
            return compile_pdf("deck.typ", data, pictures, document.meta)
        except typst.TypstError as error:
            match = re.search(r"slide (\d+) overflows", error.message)
            if match is None:
                raise
            document = _shortened(document, int(match[1]))


def _shortened(document: Document, index: int) -> Document:
    """Shorten the quotes from the data on a slide, or refuse the slide where they are short already."""
    slide = document.slides[index]
    for letters in _CUTS:
        blocks = tuple(
            dataclasses.replace(b, data=cut_quotes(b.data, letters)) for b in slide.blocks
        )
        cut = dataclasses.replace(slide, title=cut_quotes(slide.title, letters), blocks=blocks)
        if cut != slide:
            slides = (*document.slides[:index], cut, *document.slides[index + 1 :])
            return dataclasses.replace(document, slides=slides)
    raise _slide_error(document, slide, "holds more than fits: split or shorten it")


def _slide_error(document: Document, slide: Slide, message: str) -> ReportError:
    key = document.chapter(slide.chapter).key
    return ReportError(key, slide.cell, f"the slide {plain(slide.title)!r} {message}")


def _slide_data(document: Document, index: int, pictures: dict[str, str]) -> dict[str, Any]:
    slide = document.slides[index]
    data: dict[str, Any] = {
        "index": index,
        "page": index + _FRONT_PAGES + 1,
        "level": _title_level(document, index),
        "title": heading_text(plain(slide.title)),
        "spans": slide.title,
        "section": slide.section,
    }
    if slide.section:
        data |= {
            "level": 1,
            "number": sum(s.section for s in document.slides[: index + 1]),
            "text": [_section_text(group) for group in group_blocks(slide.blocks)],
            "agenda": _agenda(document, index),
        }
        return data
    return data | _zones(document, slide, data["level"], pictures)


def _title_level(document: Document, index: int) -> int:
    """Slides stand below the section slide before them, if there is one: levels have no gaps."""
    return 2 if any(slide.section for slide in document.slides[:index]) else 1


def _agenda(document: Document, index: int) -> list[dict[str, Any]]:
    """The slides that follow a section slide, up to the next one."""
    entries: list[dict[str, Any]] = []
    for offset, slide in enumerate(document.slides[index + 1 :], start=index + 1):
        if slide.section:
            break
        title = clipped(plain(slide.title), _LONGEST_ENTRY)
        entries.append({"title": title, "page": offset + _FRONT_PAGES + 1})
    return entries


def _zones(
    document: Document, slide: Slide, level: int, pictures: dict[str, str]
) -> dict[str, Any]:
    """Sort a slide's content into the zones that the template places."""
    kpis: list[Any] = []
    visuals: list[dict[str, Any]] = []
    text: list[dict[str, Any]] = []
    actions: list[Any] = []
    avoid: list[Any] = []
    notes: list[Any] = []
    for group in group_blocks(slide.blocks):
        kind = group["kind"]
        if kind == "kpis":
            kpis.append(group["items"])
        elif kind == "figure":
            visuals.append(figure_data(group, pictures))
        elif kind == "table":
            visuals.append({**group, "weights": column_weights(group)})
        elif kind == "actions":
            actions += group["items"]
            avoid += group["avoid"]
        elif kind == "note":
            notes.append(group["spans"])
        else:
            text.append(_text_group(group, level + 1))
    if len(visuals) > _MOST_VISUALS:
        raise _slide_error(
            document, slide, f"has {len(visuals)} figures and tables, at most {_MOST_VISUALS} fit"
        )
    arrange = _arrangement(slide, visuals)
    return {
        "kpis": kpis,
        "visuals": visuals,
        "text": text,
        "actions": [
            {"kind": kind, "items": items}
            for kind, items in (("actions", actions), ("avoid", avoid))
            if items
        ],
        "notes": notes,
        "arrange": arrange,
    }


def _text_group(group: dict[str, Any], level: int) -> dict[str, Any]:
    """Turn lists in prose into points, so that both look the same on a slide."""
    if group["kind"] == "heading":
        return {"kind": "heading", "level": level, "text": heading_text(plain(group["spans"]))}
    if group["kind"] != "list":
        return group
    if any([token["type"] for token in item] != ["paragraph"] for item in group["items"]):
        return group
    kind = "steps" if group["ordered"] else "points"
    return {"kind": kind, "items": [item[0]["spans"] for item in group["items"]]}


def _section_text(group: dict[str, Any]) -> dict[str, Any]:
    """Turn the content of a section slide into kinds that have no colour of their own."""
    if group["kind"] == "actions":
        return {"kind": "points", "items": group["items"] + group["avoid"]}
    if group["kind"] == "note":
        return {**group, "kind": "paragraph"}
    return _text_group(group, 2)


def _arrangement(slide: Slide, visuals: list[dict[str, Any]]) -> str:
    if slide.layout != "auto":
        return slide.layout
    if len(visuals) != 1:
        return "below"
    visual = visuals[0]
    if visual["kind"] == "figure":
        return "below" if visual["size"] == "wide" else "side"
    return "side" if len(visual["columns"]) <= _NARROW_TABLE else "below"
