"""The encoding of a text file is recognised, or asked for."""

from __future__ import annotations

import codecs

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports import as_frame
from fixtures import EXPORT, study, write_csv
from segmentbook.core.engine import connect
from segmentbook.core.errors import UserError
from segmentbook.ingest import read
from segmentbook.ingest.encodings import decode, recognise

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff"), max_size=60)


def text_of(raw: bytes, declared: str | None = None) -> str:
    return decode(raw, declared, "table.csv").decode("utf-8")


@given(TEXTS)
def test_any_text_comes_back_from_utf_8(text):
    assert text_of(text.encode()) == text
    assert text_of(codecs.BOM_UTF8 + text.encode()) == text


@given(st.text(st.characters(max_codepoint=0xFF, exclude_categories=["C"]), min_size=1))
def test_text_of_western_europe_comes_back_from_utf_16(text):
    # Half of the bytes of such a text are zeros.
    for name in ("utf-16", "utf-16-le", "utf-16-be"):
        assert text_of(("id;name\n" + text).encode(name)) == "id;name\n" + text


@given(TEXTS, st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"]))
def test_a_declared_encoding_is_used(text, encoding):
    assert text_of(text.encode(encoding), encoding) == text


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_a_users_mistake(raw):
    try:
        found = recognise(raw, "table.csv")
    except UserError as error:
        assert str(error).startswith("table.csv: ")  # noqa: PT017 - either way is right
        return
    assert codecs.lookup(found)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_letters_and_signs_of_western_europe(encoding):
    text = "Größe;café noir;£5 off;Müller’s\n"
    assert text_of(text.encode(encoding)) == text


def test_a_byte_without_a_meaning_in_cp1252_is_read_as_latin_1():
    assert recognise(b"caf\xe9;\x81\x8d\x8f\x90\x9d", "f.csv") in ("latin-1", "mac_roman")


def test_turkish_letters_are_distinguished_from_those_of_western_europe():
    turkish = "müşteri;şehir;ürün\n1;İstanbul;Çiğ köfte\n2;Muğla;Kışlık bağ\n"
    assert text_of(turkish.encode("cp1254")) == turkish
    german = "Kunde;Stadt\n1;Köln\n2;Müllheim Süd\n"
    assert text_of(german.encode("cp1252")) == german


def test_letters_that_could_be_turkish_or_icelandic_are_asked_for():
    text = "kaupandi;borg\n1;Akranes á, bær ð\n2;Ísafjörður, þorp\n"
    with pytest.raises(UserError, match=r"source\.text\.encoding"):
        text_of(text.encode("cp1252"))
    assert text_of(text.encode("cp1252"), "cp1252") == text


@pytest.mark.parametrize(
    ("raw", "declared", "message"),
    [
        (b"PK\x03\x04\x00\x00\xff\x00", None, "is not a text file: it holds zero bytes"),
        (b"a;b", "klingon", "there is no encoding 'klingon'"),
        (b"a;\xff", "utf-8", "is not utf-8 text"),
    ],
)
def test_what_is_not_text_is_refused(raw, declared, message):
    with pytest.raises(UserError, match=message):
        decode(raw, declared, "table.csv")


def test_a_declared_encoding_wins():
    text = "a;b\nñ;1\n"
    assert text_of(text.encode("cp1252"), "mac_roman") != text
    assert text_of(codecs.BOM_UTF8 + text.encode(), "UTF8") == text


def test_the_encoding_is_judged_by_the_whole_file(exports):
    # The one byte that is not UTF-8 comes after more than a megabyte.
    path = exports / "shop.csv"
    many = pd.concat([EXPORT.assign(Description="MUG" * 150)] * 250 + [EXPORT], ignore_index=True)
    write_csv(path, many)
    assert path.stat().st_size > 2**20
    table = read.read(connect(), study(), [path])
    last = as_frame(table)["product_name"].iloc[-5]
    assert last == "£5 GAME"
    write_csv(path, encoding="utf-8")
    table = read.read(connect(), study(), [path])
    assert as_frame(table)["product_name"].iloc[7] == "£5 GAME"
