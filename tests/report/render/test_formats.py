"""Every file of a report has one renderer, and a further format is one entry."""

from __future__ import annotations

import subprocess
import sys

import fixtures
from segmentbook.core.files import write_json
from segmentbook.pipeline import publish
from segmentbook.report.render import content, formats


def test_each_file_is_what_its_renderer_makes(document, page, a4, deck):
    made = {name: render(document) for name, render in formats.RENDERERS.items()}
    assert made == {"report.html": page.encode("utf-8"), "report.pdf": a4, "deck.pdf": deck}


def test_a_further_format_is_published(tmp_path, monkeypatch, document):
    renderers = {"outline.txt": lambda one: "\n".join(c.title for c in one.chapters).encode()}
    monkeypatch.setattr(formats, "RENDERERS", renderers)
    monkeypatch.setattr(content, "read_document", lambda *_: document)
    write_json({"reference_date": "2011-12-10"}, tmp_path / "metrics.json")
    publish._render(tmp_path, fixtures.study())
    assert {path.name for path in tmp_path.iterdir()} == {"metrics.json", "outline.txt"}
    titles = (tmp_path / "outline.txt").read_text("utf-8").splitlines()
    assert titles == [chapter.title for chapter in document.chapters]


def test_naming_the_files_loads_no_renderer():
    code = (
        "import sys; from segmentbook.report.render import formats; "
        "print({'jinja2', 'typst', 'nbconvert'} & {*sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
