"""No text is forgotten: small studies in a made-up language, and one in Indonesian."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter, ascii_lowercase, ascii_uppercase
from typing import Any

import pandas as pd
import pytest
import yaml
from babel import Locale
from pypdf import PdfReader

from benchmarks import in_process
from fixtures import real_export
from segmentbook.commands import messages
from segmentbook.core import language, paths
from segmentbook.params.study import load_study
from segmentbook.pipeline import publish
from segmentbook.report.formats import WEEKDAYS
from segmentbook.report.render import content
from segmentbook.report.render.document import Document
from shop_export import dirty, export

pytestmark = pytest.mark.kernel

_LETTERS = str.maketrans(
    ascii_lowercase + ascii_uppercase,
    "".join(chr(first + n) for first in (0x430, 0x410) for n in range(26)),
)
_WORD = re.compile(r"[A-Za-z]{2,}")
_FILLED_BY_PLOTLY = re.compile(r"%\{[^}]*\}")
_DRAWN_BY_PLOTLY = {"text", "name", "label", "hovertemplate", "hovertext", "ticktext", "title"}
_KNOWN = {"Rp", "US", "rb", "jt", "csv", "Segmentbook", "extra", "br"}
"""What stands in a report in any language: signs of money, endings of files, marks of plotly."""


def made_up(text: str) -> str:
    """Return a text in the made-up language: other letters, the same fields."""
    said = ""
    for literal, name, kind, _ in Formatter().parse(text):
        said += literal.translate(_LETTERS)
        said += "" if name is None else f"{{{name}:{kind}}}" if kind else f"{{{name}}}"
    return said


def every_message() -> dict[str, tuple[str, ...]]:
    """Return a translation of every text into the made-up language."""
    pairs = [(m, m) if isinstance(m, str) else m for m in messages.collect()]
    return {one: (made_up(one), made_up(many)) for one, many in pairs}


class Artificial(NullTranslations):
    """The catalogue of the made-up language."""

    def __init__(self, texts: dict[str, tuple[str, str]]) -> None:
        super().__init__()
        self._texts = texts

    def gettext(self, message: str) -> str:
        """Return a text in the made-up language; what is in no catalogue stays as it is."""
        return self._texts.get(message, (message, message))[0]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a number."""
        return self._texts.get(msgid1, (msgid1, msgid2))[0 if n == 1 else 1]


def run(monkeypatch: pytest.MonkeyPatch, name: str, overrides: dict[str, Any]) -> Document:
    """Run the notebooks of a study in this process, publish it, and return its document."""
    documents: list[Document] = []
    read = content.read_document
    monkeypatch.setattr(
        content, "read_document", lambda *args: documents.append(read(*args)) or documents[-1]
    )
    in_process.save(name, overrides)
    publish.publish(load_study(name, overrides), overrides)
    return documents[0]


def texts(document: Document) -> Iterator[tuple[str, str]]:
    """Return every text of a document with the cell that shows it."""
    for chapter in document.chapters:
        for block in chapter.blocks:
            where = f"{chapter.key} {block.cell} {block.kind}"
            if block.kind != "code":
                drawn = re.findall("<!--(.*?)-->", block.svg or "")
                yield from ((where, text) for text in _strings(block.data))
                yield from ((where, html.unescape(text)) for text in drawn)


def _strings(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if key in _TEXT_KEYS:
            yield _FILLED_BY_PLOTLY.sub("", value)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, key)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _strings(item, name)


_TEXT_KEYS = {"alt", "source", "rows", "value", "note", "what", "reason", *_DRAWN_BY_PLOTLY}


class _Page(HTMLParser):
    """Collects what a reader of a page reads, apart from code."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script") or (
            tag == "div" and ("class", "listing") in attrs
        )
        self.said += [value or "" for key, value in attrs if key in ("alt", "aria-label", "title")]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= bool(self._hidden) and tag in ("style", "script", "div")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)


def words_of(value: Any) -> set[str]:
    """Return the words of a nested value."""
    return set(_WORD.findall(json.dumps(value, ensure_ascii=False, default=str)))


def words_of_the_data(name: str, overrides: dict[str, Any]) -> set[str]:
    """Return the words of a study that are data: of its tables, its columns and its playbook."""
    tables = [pd.read_parquet(path) for path in paths.interim(name).glob("*_*.parquet")]
    study = load_study(name, overrides)
    known = [words_of([*table.columns]) for table in tables if "export_row" in table.columns]
    for table in tables:
        texts_of = table.select_dtypes(include=["object", "string", "category"])
        known += [words_of([*texts_of[column].dropna().unique()]) for column in texts_of.columns]
    locale = Locale.parse(study.language)
    names = [*locale.months["format"].values(), *locale.days["format"].values()]
    known += [words_of([*forms.values()]) for forms in names]
    known += [words_of(study.columns.model_dump()), words_of(study.source.files)]
    inputs = json.loads((paths.interim(name) / "inputs.json").read_text())
    rules = [rule.model_dump(exclude={"reason"}) for rule in study.cleaning]
    known += [words_of(inputs), words_of(rules), {study.currency}]
    known += [words_of(yaml.safe_load(p.read_text())) for p in _playbooks()]
    return set().union(*known, _KNOWN)


def _playbooks() -> list[Path]:
    return sorted((paths.PARAMS / "playbooks").glob("*.yaml"))


STUDIES: dict[str, dict[str, Any]] = {
    "online_retail": {},
    "ecommerce_members": {"source.rows": 600},
    "health_products": {"source.rows": 5000},
    "customer_personality": {},
}
"""Small studies that differ in grain and features, and what makes them small."""


@pytest.mark.parametrize("name", STUDIES)
def test_every_text_of_a_report_was_looked_up(run_folders, monkeypatch, name):
    artificial = Artificial(every_message())
    monkeypatch.setattr(language, "translations", lambda _: artificial)
    if name == "customer_personality":
        real_export("customer_personality.csv")
    else:
        monkeypatch.setenv("DATA", str(run_folders))
        dirty(export(with_time=True)).to_csv(run_folders / "data.csv", index=False)
    overrides = {**STUDIES[name], "clustering.k_max": 5, "language": "id"}
    document = run(monkeypatch, name, overrides)
    known = words_of_the_data(name, overrides)
    shown = [*texts(document)]
    forgotten = {f"{where}: {text!r}" for where, text in shown if {*_WORD.findall(text)} - known}
    assert not forgotten, "\n".join(sorted(forgotten))
    known |= words_of([text for _, text in shown])
    page = _Page()
    page.feed((paths.report_folder(name) / "report.html").read_text("utf-8"))
    assert not {text for text in page.said if {*_WORD.findall(text)} - known}


def test_a_report_in_indonesian(run_folders, monkeypatch):
    monkeypatch.setenv("DATA", str(run_folders))
    dirty(export(with_time=True)).to_csv(run_folders / "data.csv", index=False)
    overrides = {"clustering.k_max": 5, "language": "id", "currency": "IDR"}
    document = run(monkeypatch, "online_retail", overrides)
    folder = paths.report_folder("online_retail")
    page = (folder / "report.html").read_text("utf-8")
    assert '<html lang="id">' in page
    for text in ("Daftar isi", "Sumber: ", "Tampilkan kode", "15 Desember 2021"):
        assert text in page
    said = " ".join(text for _, text in texts(document))
    assert re.search(r"Rp\d+(,\d+)?\u00a0(rb|jt)", said)
    assert re.search(r"\d,\d%", said)
    assert "Tidak ada baris" in said or "Baris yang" in said
    for file in ("report.pdf", "deck.pdf"):
        assert PdfReader(folder / file).trailer["/Root"]["/Lang"] == "id"
    deck = "".join(one.extract_text() for one in PdfReader(folder / "deck.pdf").pages)
    assert "Sekilas penjualan" in deck
    numbers = json.loads((folder / "metrics.json").read_text("utf-8"))
    assert numbers["best_weekday"] in WEEKDAYS
