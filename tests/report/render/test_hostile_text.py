"""Text from the data is data: in all three renderings it appears as it is, or as boxes."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import markupsafe
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from notebooks import META, code, figure, heading, kpis, markdown, read, sentence, table
from segmentbook.report.blocks import clean_text
from segmentbook.report.render.a4 import render_a4
from segmentbook.report.render.content import Document, Meta
from segmentbook.report.render.deck import render_deck
from segmentbook.report.render.glyphs import coverage, drawable
from segmentbook.report.render.html import render_html

pytestmark = pytest.mark.whole

MARKUP = (
    '#set page() </script><script>alert("1")</script> *x* _y_ $z$ @ref <label> // /* ~ \\ `raw` '
    "=cmd +1 -1 {{ 7*7 }} {% raw %} &amp; \"quoted\" 'single' [link](x) = Heading - item"
)
SAMPLES = (
    MARKUP,
    "emoji \U0001f469\u200d\U0001f4bb\ufe0f flag \U0001f1ee\U0001f1e9",
    "\u6f22\u5b57 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u0e2a\u0e27\u0e31",
    "e\u0301 \u0308alone a\u0334 \u00ad\u200b\u2060\ufeff",
    "\ue000\U000f0000 private \ufffe\uffff non-characters",
    "W" * 180,
    "https://example.org/" + "path/" * 20,
)


def everywhere(folder: Path, text: str) -> Document:
    """A document that shows a text in every place that can hold text from the data."""
    safe = text if clean_text(text).strip() else text + "x"
    short = safe[:24]
    cells = [
        markdown("# Chapter", slide="slide"),
        code(
            heading(f"{short} as a title"),
            kpis(*[(short, short, f"m{i}") for i in range(3)], note=short),
            sentence("point", safe, (short, "m")),
            sentence("action", safe),
            slide="slide",
        ),
        code(
            heading("Table"),
            table(short, [short, "b", "c"], [[short, short, safe[:60]]], note=short),
            slide="slide",
        ),
        code(
            heading("Picture"),
            figure(short, alt=safe, source=short),
            sentence("body", short),
            slide="slide",
        ),
    ]
    meta = Meta(f"A {short}", safe[:80], short, META.date, "en", short)
    return read(folder, *cells, meta=meta)


def check(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        document = everywhere(Path(folder), text)
    page = render_html(document)
    assert f"<li>{markupsafe.escape(clean_text(text))}" in page
    assert page.count("<script") == 1
    assert page.count("</script>") == 1
    page.encode()
    assert render_deck(document).startswith(b"%PDF")
    assert render_a4(document).startswith(b"%PDF")


@pytest.mark.parametrize("text", SAMPLES)
def test_awkward_text_renders_everywhere(text: str) -> None:
    check(text)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.text(min_size=1, max_size=90))
@example("\u0000\u0085\u2028x")
def test_any_text_renders_everywhere(text: str) -> None:
    check(text)


def test_markup_appears_literally_in_the_pdfs() -> None:
    with tempfile.TemporaryDirectory() as folder:
        document = everywhere(Path(folder), MARKUP)
    for pdf in (render_deck(document), render_a4(document)):
        text = " ".join(
            " ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split()
        )
        assert '#set page() </script><script>alert("1")</script> *x* _y_ $z$ @ref' in text
        assert "{{ 7*7 }}" in text


@given(st.text())
def test_drawable_text_needs_only_the_shipped_glyphs(text: str) -> None:
    assert set(drawable(text)) <= coverage() | {"\n", "\u200b"}


def test_missing_characters_become_boxes() -> None:
    assert drawable("caf\u00e9 \u6f22\u5b57\ufe0f") == "caf\u00e9 \u25a1\u25a1"
