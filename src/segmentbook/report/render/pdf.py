"""Fixed Typst templates plus one JSON file -> PDF/UA-1 and PDF/A-2a. No Typst code is generated."""

from __future__ import annotations

import datetime
import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from segmentbook.report.render.document import Meta
from segmentbook.report.render.glyphs import FONT_DIR, drawable_values
from segmentbook.report.render.labels import cover_date

TEMPLATE_DIR = Path(__file__).parent / "templates"
PDF_STANDARDS: Any = ["ua-1", "a-2a"]

# A word this long cannot be trusted to fit a line of a heading.
_LONG_WORD = 18


def compile_pdf(
    template: str, data: dict[str, Any], pictures: Mapping[str, str], meta: Meta
) -> bytes:
    """Compile one template with its data.

    Args:
        template: File name of the template.
        data: What the template reads as ``data.json``. Characters that the shipped fonts lack
            are replaced.
        pictures: SVG texts by the path under which the data names them.
        meta: The date is the time stamp of the file, so that bytes repeat.

    Returns:
        The PDF file.

    Raises:
        typst.TypstError: If the template refuses the data.
    """
    import typst

    # typst's stub knows no dictionary of files
    files: Any = {path: svg.encode() for path, svg in pictures.items()}
    for path in sorted(TEMPLATE_DIR.glob("*.typ")):
        files[path.name] = path.read_bytes()
    text = json.dumps(drawable_values(data), ensure_ascii=False, sort_keys=True)
    files["data.json"] = text.encode()
    files["main.typ"] = files.pop(template)
    midnight = datetime.datetime.combine(meta.date, datetime.time(), datetime.UTC)
    pdf = typst.compile(
        files,
        font_paths=_fonts(),
        format="pdf",
        pdf_standards=PDF_STANDARDS,
        timestamp=int(midnight.timestamp()),
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst returned {type(pdf).__name__} instead of one PDF file")
    return pdf


def meta_data(meta: Meta) -> dict[str, Any]:
    """What every template needs from the cover."""
    return {
        "title": meta.title,
        "subtitle": meta.subtitle,
        "author": meta.author,
        "source": meta.source,
        "date": cover_date(meta),
        "language": meta.language,
    }


def figure_data(figure: dict[str, Any], pictures: dict[str, str]) -> dict[str, Any]:
    """What a template needs of a figure: its still is added to the pictures, under its path."""
    path = f"figure-{len(pictures) + 1}.svg"
    pictures[path] = figure["svg"]
    return {**figure, "svg": path, "interactive": None}


def heading_text(text: str) -> str:
    """Let very long words break: a heading is measured as plain text, so it cannot break itself."""
    return " ".join(
        "\u200b".join(word) if len(word) > _LONG_WORD else word for word in text.split(" ")
    )


@functools.cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)]
    )
