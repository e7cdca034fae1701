"""The language of the report: what is looked up, what is data, and that no text is forgotten."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter

import pytest

from fixtures import Shown
from segmentbook.commands import messages
from segmentbook.core import language
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.report.formats import Formats
from segmentbook.report.render import labels, markdown


@pytest.fixture
def indonesian(monkeypatch):
    """Let the process speak Indonesian of a small catalogue of its own."""
    words = {
        "Revenue by {noun}": ("Pendapatan per {noun}",),
        "1 rule": ("{number} aturan",),
        "Customers": ("Pelanggan",),
        "text": ("teks",),
        "no time": ("tanpa jam",),
        "{orders:count} orders": ("{orders:count} pesanan",),
    }
    monkeypatch.setattr(language, "catalogue", lambda code: words if code == "id" else {})
    monkeypatch.setattr(language, "_spoken", "id")


@pytest.fixture(scope="module")
def collected() -> list[messages.Message]:
    """Every text of the code, the notebooks and the shipped studies."""
    return messages.collect()


def fields(text: str) -> list[tuple[str, str]]:
    return sorted((name, form) for _, name, form, _ in Formatter().parse(text) if name is not None)


def test_english_is_as_it_is_written():
    assert language.gettext("Revenue by {noun}", noun="{place}") == "Revenue by {place}"
    assert language.gettext("{orders:count} orders") == "{orders:count} orders"
    assert language.ngettext("1 rule", "{number} rules", 1, number="1") == "1 rule"
    assert language.ngettext("1 rule", "{number} rules", 3, number="3") == "3 rules"


def test_texts_are_looked_up_and_filled(indonesian):
    assert language.gettext("Revenue by {noun}", noun="kota") == "Pendapatan per kota"
    assert language.ngettext("1 rule", "{number} rules", 3, number="3") == "3 aturan"
    assert language.gettext("Tea towel") == "Tea towel"


def test_the_display_looks_up_what_is_ours_and_no_data(indonesian, monkeypatch):
    import pandas as pd

    shown = Shown(monkeypatch, {"orders": 1200, "name": "Customers"}, currency="IDR")
    shown.show.sentence("{orders:count} orders")
    shown.show.sentence("{name}")
    data = pd.DataFrame({"kind": ["text"], "product": ["Customers"]})
    shown.show.table(data, {"kind": ("Customers", "term"), "product": ("x", "text")}, "Customers")
    shown.show.not_applicable(NotApplicable("Customers", "no time"))
    sentence, name, table, missing = shown.blocks
    assert sentence["spans"] == [{"text": "1.200", "metric": "orders"}, {"text": " pesanan"}]
    assert name["spans"] == [{"text": "Customers", "metric": "name"}]
    assert (table["columns"][0]["name"], table["title"][0]["text"]) == ("Pelanggan", "Pelanggan")
    assert table["rows"] == [["teks", "Customers"]]
    assert (missing["what"], missing["reason"]) == ("Pelanggan", "tanpa jam")


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1_250_000, "money", "Rp1.250.000"),
        (0.0512, "percent", "5,1%"),
        (1234567, "count", "1.234.567"),
        ("2011-05-09", "date", "9 Mei 2011"),
        ("2011-01-01", "month", "Januari 2011"),
        ("2011-01-01", "year", "2011"),
        ("Friday", "weekday", "Jumat"),
        (1_250_000, "money_short", "Rp1,25\u00a0jt"),
    ],
)
def test_values_are_written_as_indonesians_write_them(value, kind, text):
    assert Formats("IDR", "id").write(value, kind) == text


def test_money_without_a_currency_is_a_number_in_every_language():
    for code in ("en", "id"):
        written = Formats("XXX", code).write(1234.5, "money_exact")
        assert written == {"en": "1,234.50", "id": "1.234,50"}[code]


def test_markdown_is_looked_up_by_heading_and_paragraph():
    source = "# Cleaning\n\nWhat the export holds.\n\n- one\n- two\n"
    assert list(markdown.texts(source)) == ["Cleaning", "What the export holds.", "- one\n- two"]
    assert markdown.translated(source, str.upper) == (
        "# CLEANING\n\nWHAT THE EXPORT HOLDS.\n\n- ONE\n- TWO"
    )


def test_every_text_has_a_translation_with_its_fields(collected):
    words = language.catalogue("id")
    for message in collected:
        singular, *_ = forms = (message,) if isinstance(message, str) else message
        assert singular in words, f"no translation of {singular!r}: make messages"
        for text in words[singular]:
            assert fields(text) == fields(forms[-1]), singular


def test_the_catalogue_holds_what_there_is_and_no_more(collected):
    [path] = language.files("id")
    assert messages.updated(path.read_bytes(), "id", collected) == path.read_bytes(), (
        "make messages"
    )


def test_what_does_not_apply_is_said_in_a_text_that_can_be_looked_up():
    """No study lacks everything, so that runs do not show all reasons."""
    for path in sorted(Path(language.__file__).parent.rglob("*.py")):
        source = path.read_text("utf-8")
        if "import gettext" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            name = getattr(getattr(node, "func", None), "id", "")
            given = node.args if isinstance(node, ast.Call) and name == "NotApplicable" else []
            for text in given:
                assert not isinstance(text, (ast.Constant, ast.JoinedStr)), (
                    f"{path.name}, line {text.lineno}: write _(...)"
                )


def test_the_renderers_own_words_are_indonesian(monkeypatch):
    monkeypatch.setattr(language, "_spoken", "id")
    assert labels.labels()["contents"] == "Daftar isi"
