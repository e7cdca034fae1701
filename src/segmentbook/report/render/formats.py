"""The files of a report, with the renderer of each: a further format is one module and one entry."""

from __future__ import annotations

from collections.abc import Callable

from segmentbook.report.render.document import Document

Renderer = Callable[[Document], bytes]
"""Returns the content of a file."""


def _html(document: Document) -> bytes:
    from segmentbook.report.render.html import render_html

    return render_html(document).encode("utf-8")


def _a4(document: Document) -> bytes:
    from segmentbook.report.render.a4 import render_a4

    return render_a4(document)


def _deck(document: Document) -> bytes:
    from segmentbook.report.render.deck import render_deck

    return render_deck(document)


# The renderers are imported when they render, for templates and compilers take time to start.
RENDERERS: dict[str, Renderer] = {"report.html": _html, "report.pdf": _a4, "deck.pdf": _deck}
"""For each file of a report, by its name in the report folder, what renders it."""
