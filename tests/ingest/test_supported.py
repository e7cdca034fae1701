"""The formats that can be read are named once, and each has a reader."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentbook.core.errors import UserError
from segmentbook.ingest.files import READERS
from segmentbook.ingest.supported import (
    ARCHIVES,
    FORMATS,
    PLAIN,
    READABLE,
    database_file,
    format_of,
)


def test_every_format_has_a_reader_and_every_reader_a_format():
    assert {*READERS} == {*FORMATS}


def test_an_extension_is_one_of_one_format():
    assert len({*PLAIN}) == len(PLAIN)
    assert all(one.startswith(".") and one == one.lower() for one in READABLE)
    assert {*READABLE} == {*PLAIN, *ARCHIVES}


@given(st.sampled_from(sorted(FORMATS)), st.text("abz09_. ", max_size=8), st.data())
def test_a_file_has_the_format_of_its_extension_in_any_case(name, stem, data):
    extension = data.draw(st.sampled_from(FORMATS[name]))
    for written in (extension, extension.upper()):
        assert format_of(f"x{stem}{written}") == name


@pytest.mark.parametrize("name", ["a.doc", "a.csv.gz", "csv", "", "a."])
def test_other_files_have_no_format(name):
    assert format_of(name) is None


def test_naming_the_formats_starts_no_engine():
    code = (
        "import sys; from segmentbook.ingest import supported; "
        "print({'duckdb', 'pyarrow', 'ibis', 'pandas'} & {*sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("duckdb:///shop.duckdb", "shop.duckdb"),
        ("sqlite:///folder/shop.db", "folder/shop.db"),
        ("sqlite:////data/shop.db", "/data/shop.db"),
        ("postgres://user@host/name", None),
        ("postgresql://user@host/name", None),
    ],
)
def test_the_file_of_a_database(url, file):
    assert database_file(url) == file


@pytest.mark.parametrize("url", ["mysql://host/name", "shop.duckdb", "duckdb:///", "sqlite://", ""])
def test_another_address_is_refused(url):
    with pytest.raises(UserError, match="is not a supported database"):
        database_file(url)
