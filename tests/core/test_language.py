"""The language of the report: what is looked up, what is data, and that no text is forgotten."""

from __future__ import annotations

import ast
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from fixtures import Shown
from segmentbook.commands import messages
from segmentbook.core import language
from segmentbook.core.claims import claim, kind_of
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.report.exhibit import Exhibit, Table, Text
from segmentbook.report.formats import Formats
from segmentbook.report.render import labels, markdown


@pytest.fixture
def indonesian(monkeypatch):
    """Set the language to Indonesian, with a small catalogue of its own."""
    words = {
        "Revenue by {noun}": "Pendapatan per {noun}",
        ("1 rule", "{number} rules"): ("{number} aturan",),
        "Customers": "Pelanggan",
        "text": "teks",
        "no time": "tanpa jam",
        "{orders:count} orders": "{orders:count} pesanan",
    }
    use(monkeypatch, "id", words)


def use(monkeypatch, code: str, words: dict) -> None:
    """Set a language and its catalogue; babel knows the plural forms of most languages."""
    catalog = Catalog(locale=code)
    if code in messages.LANGUAGES:
        catalog.mime_headers = [("Plural-Forms", messages.LANGUAGES[code])]
    for message, translation in words.items():
        catalog.add(message, translation)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    found = {code: GNUTranslations(compiled), "en": NullTranslations()}
    monkeypatch.setattr(language, "translations", found.__getitem__)
    language.set_language(code)


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
    assert language.gettext("") == ""


def test_a_number_gets_the_form_that_its_language_has(monkeypatch):
    files = ("{number} plik", "{number} pliki", "{number} plików")
    use(monkeypatch, "pl", {("{number} file", "{number} files"): files})
    shown = {
        n: language.ngettext("{number} file", "{number} files", n, number=str(n))
        for n in (1, 2, 4, 5, 12, 22, 25)
    }
    assert [n for n, text in shown.items() if text.endswith("plik")] == [1]
    assert [n for n, text in shown.items() if text.endswith("pliki")] == [2, 4, 22]
    assert [n for n, text in shown.items() if text.endswith("plików")] == [5, 12, 25]


def test_the_shipped_catalogues_declare_their_plural_forms():
    for code in messages.LANGUAGES:
        [path] = language.files(code)
        assert f'"Plural-Forms: {messages.LANGUAGES[code]};' in path.read_text("utf-8")
        assert isinstance(language.translations(code), GNUTranslations)
    for n in (1, 2, 7):
        text = language.translations("id").ngettext("{number} day", "{number} days", n)
        assert text == "{number} hari"


def test_the_display_looks_up_what_is_ours_and_no_data(indonesian, monkeypatch):
    import pandas as pd

    shown = Shown(monkeypatch, {"orders": 1200, "name": "Customers"}, currency="IDR")
    data = pd.DataFrame({"kind": ["text"], "product": ["Customers"]})
    columns = {"kind": ("Customers", "term"), "product": ("x", "text")}
    sentences = [Text("{orders:count} orders"), Text("{name}")]
    shown.show(Exhibit(parts=[*sentences, Table(data, columns, "Customers")]))
    shown.show(Exhibit(what="Customers", missing=NotApplicable(reason="no time")))
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
    [path] = language.files("id")
    with path.open("rb") as file:
        found = read_po(file, locale="id")
    for message in collected:
        singular, *_ = forms = (message,) if isinstance(message, str) else message
        entry = found.get(message)
        translated = () if entry is None else entry.string
        translated = (translated,) if isinstance(translated, str) else translated
        assert translated, f"no translation of {singular!r}: make messages"
        assert all(translated), f"no translation of {singular!r}: make messages"
        for text in translated:
            assert fields(text) == fields(forms[-1]), singular


def test_the_catalogue_holds_what_there_is_and_no_more(collected):
    [path] = language.files("id")
    assert messages.updated(path.read_bytes(), "id", collected) == path.read_bytes(), (
        "make messages"
    )


def test_what_does_not_apply_is_said_in_a_text_that_can_be_looked_up():
    """No study lacks everything, so that runs do not show all reasons."""
    made = 0
    for path in sorted(Path(language.__file__).parents[1].rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "NotApplicable":
                continue
            made += 1
            named = [one.value for one in node.keywords if one.arg in ("what", "reason")]
            for text in (*node.args, *named):
                assert not isinstance(text, (ast.Constant, ast.JoinedStr)), (
                    f"{path.name}, line {text.lineno}: write mark(...)"
                )
    assert made > 10


def test_the_renderers_own_words_are_indonesian():
    language.set_language("id")
    assert labels.labels()["contents"] == "Daftar isi"


def test_a_claim_stays_one_when_it_is_translated():
    language.set_language("id")
    text = language.gettext(claim("exact", "{name} are the largest"), name="Regulars")
    assert (text, kind_of(text)) == ("Regulars are the largest", "exact")
    assert kind_of(language.gettext("Customers")) == ""
