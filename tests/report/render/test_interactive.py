"""Interactive figures of the HTML: nothing but their own scripts may run, and a still is there."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html import unescape
from pathlib import Path

import pytest

from notebooks import cloud, code, figure, flow, heading, markdown, read
from segmentbook.report.blocks import ReportError
from segmentbook.report.render import html, interactive
from segmentbook.report.render.a4 import render_a4
from segmentbook.report.render.content import Document
from segmentbook.report.render.deck import render_deck
from segmentbook.report.render.html import render_html

LABEL = "</script><script>alert(1)</script>"


def document(folder: Path) -> Document:
    cells = [
        code(
            heading(f"Heading {n}"),
            {**figure(f"Picture {n}", alt=f"Alt {n}"), "interactive": plot},
            slide="slide",
        )
        for n, plot in enumerate((cloud(LABEL), flow(LABEL), None))
    ]
    return read(folder, markdown("# C"), *cells)


@pytest.fixture
def small_library(monkeypatch: pytest.MonkeyPatch) -> str:
    script = "globalThis.Plotly = {};"
    monkeypatch.setattr(html, "library", lambda: script)
    return script


def scripts(page: str) -> list[tuple[str, str]]:
    """Attributes and text of each script element."""
    return re.findall(r"<script([^>]*)>(.*?)</script>", page, flags=re.DOTALL)


def allowed(page: str) -> set[str]:
    """What may run, as the policy says."""
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    [sources] = re.findall(r"script-src ([^;]*);", unescape(policy))
    return set(sources.split())


def fingerprint(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def test_only_the_scripts_of_the_page_may_run(tmp_path: Path, small_library: str) -> None:
    page = render_html(document(tmp_path))
    run = [text for attributes, text in scripts(page) if not attributes]
    assert len(run) == 2
    assert allowed(page) == {fingerprint(text) for text in (*run, small_library)}


def test_a_report_of_stills_holds_no_library(page: str) -> None:
    run = scripts(page)
    assert len(run) == 1
    assert allowed(page) == {fingerprint(run[0][1])}
    assert 'class="plot"' not in page


def test_the_library_is_there_once_and_can_be_unpacked(tmp_path: Path) -> None:
    page = render_html(document(tmp_path))
    [packed] = re.findall(r'<script type="text/plain" id="plotly">([^<]*)</script>', page)
    script = gzip.decompress(base64.b64decode(packed)).decode()
    assert script == interactive.library()
    assert "Plotly" in script
    assert fingerprint(script) in allowed(page)
    assert len(page) < 3_000_000
    assert render_html(document(tmp_path)) == page


def test_figures_keep_their_still_and_their_words(tmp_path: Path, small_library: str) -> None:
    page = render_html(document(tmp_path))
    assert re.findall(r'<img [^>]*alt="([^"]*)"', page) == ["Alt 0", "Alt 1", "Alt 2"]
    assert re.findall(r'class="plot" role="group" aria-label="([^"]*)"', page) == ["Alt 0", "Alt 1"]
    data = [json.loads(text) for kind, text in scripts(page) if "json" in kind]
    assert data[0]["data"] == cloud(LABEL)["data"]
    assert data[1]["data"] == flow(LABEL)["data"]
    assert data[0]["layout"]["showlegend"] is True
    assert not {"width", "title"} & set(data[0]["layout"])


def test_the_pdfs_show_the_stills(tmp_path: Path) -> None:
    made = document(tmp_path)
    assert render_deck(made).startswith(b"%PDF")
    assert render_a4(made).startswith(b"%PDF")


@pytest.mark.parametrize(
    "plot", [{"data": [], "layout": {}}, {"data": [{}]}, {"layout": {}}, "figure.json"]
)
def test_what_is_no_plotly_figure_is_refused(tmp_path: Path, plot: object) -> None:
    block = {**figure("F"), "interactive": plot}
    with pytest.raises(ReportError, match="interactive"):
        read(tmp_path, markdown("# C"), code(heading("h"), block))
