"""Fixtures of the report's tests: one document, rendered once."""

from __future__ import annotations

from pathlib import Path

import pytest

from notebooks import study
from segmentbook.report.render.a4 import render_a4
from segmentbook.report.render.content import Document
from segmentbook.report.render.deck import render_deck
from segmentbook.report.render.html import render_html


@pytest.fixture(scope="session")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    folder: Path = tmp_path_factory.mktemp("notebooks")
    return study(folder)


@pytest.fixture(scope="session")
def page(document: Document) -> str:
    return render_html(document)


@pytest.fixture(scope="session")
def deck(document: Document) -> bytes:
    return render_deck(document)


@pytest.fixture(scope="session")
def a4(document: Document) -> bytes:
    return render_a4(document)
