"""Text tables in every form come back the same, or are refused by name and row."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.core.errors import UserError
from segmentbook.ingest.text import read_text
from segmentbook.params.source import TextSource

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman")
CELLS = st.sampled_from(
    [
        "A1",
        "0012",
        "Größe",
        "café noir",
        "£5, off",
        'say "hi"',
        "two\nlines",
        "12.50",
        "3;4",
        "a|b",
        "",
    ]
)


def read(content: bytes, **declared):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(content)
        return read_text(path, TextSource(**declared))


@settings(deadline=None, max_examples=60)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8),
    encoding=st.sampled_from(ENCODINGS),
    separator=st.sampled_from([",", ";", "\t", "|"]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_any_form_comes_back_the_same(rows, encoding, separator, newline, quoting):
    buffer = io.StringIO()
    if newline == "\r":  # else a line feed within a cell would stand without quotes
        quoting = csv.QUOTE_ALL
    writer = csv.writer(buffer, delimiter=separator, lineterminator=newline, quoting=quoting)
    # The last row has a letter that tells Mac Roman from cp1252.
    wanted = [("customer", "name", "price"), *rows, ("café", "Größe", "x")]
    writer.writerows(wanted)
    table = read(buffer.getvalue().encode(encoding))
    assert table.column_names == list(wanted[0])
    assert [tuple(row.values()) for row in table.to_pylist()] == wanted[1:]


def test_blanks_part_columns_and_ids_keep_their_zeros():
    table = read(b"\r\n id  date  paid\r\n 00001 19970101  1.50\r\n 00002 19970112 12.00\r\n")
    assert table.to_pylist() == [
        {"id": "00001", "date": "19970101", "paid": "1.50"},
        {"id": "00002", "date": "19970112", "paid": "12.00"},
    ]


def test_decimal_commas_part_no_columns():
    assert read(b"2,50;3,10\n3,1;4,2\n").to_pylist()[0] == {"column_1": "2,50", "column_2": "3,10"}


def test_years_may_name_columns():
    assert read(b"id,2010,2011\n1,5,6\n").column_names == ["id", "2010", "2011"]


def test_columns_may_be_declared():
    table = read(b"1,5\n2,6\n", columns=["id", "n"])
    assert table.to_pylist() == [{"id": "1", "n": "5"}, {"id": "2", "n": "6"}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"a,b\n", "a header and no rows"),
        (b"a,b\n1,2\n1,2,3\n", "row 3: has 3 columns"),
        (b"a,A\n1,2\n", "columns 1 and 2 have the same name"),
        (b"PK\x03\x04\x00\x00\xff\x00", "is not a text file"),
    ],
)
def test_what_is_no_table_is_refused(content, said):
    with pytest.raises(UserError, match=said) as error:
        read(content)
    assert "table.csv" in str(error.value)


@pytest.mark.parametrize(
    ("content", "declared", "wanted"),
    [
        (b"a#b\n1#2\n", {"separator": "#"}, {"a": ["1"], "b": ["2"]}),
        (b"a;b\n1,5;2\n", {"separator": "semicolon"}, {"a": ["1,5"], "b": ["2"]}),
        (b"1;2\n3;4\n", {"header": True}, {"1": ["3"], "2": ["4"]}),
        (b"a;b\nc;d\n", {"header": False}, {"column_1": ["a", "c"], "column_2": ["b", "d"]}),
        (b"'a;b';'c'\n'1;2';'3'\n", {}, {"a;b": ["1;2"], "c": ["3"]}),
        (b"*a;b*;c\n*1;2*;3\n", {"quote": "*"}, {"a;b": ["1;2"], "c": ["3"]}),
        (b"name\nAnna\nBeate\n", {}, {"name": ["Anna", "Beate"]}),
        (b"a  b\n1  2\n", {"separator": "blanks"}, {"a": ["1"], "b": ["2"]}),
    ],
)
def test_the_form_of_a_file(content, declared, wanted):
    assert read(content, **declared).to_pydict() == wanted


@pytest.mark.parametrize(
    ("content", "declared", "message"),
    [
        (b"1;2\n3;4\n", {"columns": ["a"]}, "has 2 columns, and source.text.columns names 1"),
        (b'a;b\n1;"2\n3;4\n', {}, "a quote is opened and never closed"),
        (b'"a;b\n1;2\n3;4\n', {}, "a quote is opened and never closed"),
        (b'a;b\n"1;2\n3;4\n', {}, "row 2: has 1 columns"),
        (b"a;b;c\n1;2;3\n1;2\n1;2\n", {}, "has 2 columns .1 more such rows."),
    ],
)
def test_a_wrong_form_is_explained(content, declared, message):
    with pytest.raises(UserError, match=message):
        read(content, **declared)
