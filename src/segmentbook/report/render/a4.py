"""Document -> report.pdf, A4: the chapters in full, without code."""

from __future__ import annotations

from typing import Any

from segmentbook.report.blocks import plain
from segmentbook.report.render.document import Chapter, Document
from segmentbook.report.render.grouping import column_weights, group_blocks
from segmentbook.report.render.labels import labels
from segmentbook.report.render.pdf import compile_pdf, figure_data, heading_text, meta_data


def render_a4(document: Document) -> bytes:
    """Render all chapters of a document as an A4 report.

    Args:
        document: The document; its slides are not used. A chapter of which nothing applies
            to the study gets no page.

    Returns:
        A PDF file that conforms to PDF/UA-1 and PDF/A-2a.
    """
    pictures: dict[str, str] = {}
    data = {
        "meta": meta_data(document.meta),
        "labels": labels(),
        "chapters": [
            _chapter_data(chapter, pictures) for chapter in document.chapters if _applies(chapter)
        ],
    }
    return compile_pdf("a4.typ", data, pictures, document.meta)


def _applies(chapter: Chapter) -> bool:
    kinds = {block.kind for block in chapter.blocks} - {"code", "heading", "prose"}
    return kinds != {"not_applicable"}


def _chapter_data(chapter: Chapter, pictures: dict[str, str]) -> dict[str, Any]:
    groups = []
    for group in group_blocks(block for block in chapter.blocks if block.kind != "code"):
        kind = group["kind"]
        if kind == "heading" and group["level"] == 1:
            continue
        if kind == "figure":
            group = figure_data(group, pictures)
        elif kind == "table":
            group = {**group, "weights": column_weights(group)}
        elif kind == "heading":
            group = {**group, "text": heading_text(plain(group["spans"]))}
        groups.append(group)
    return {"number": chapter.number, "title": heading_text(chapter.title), "groups": groups}
