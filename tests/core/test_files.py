from __future__ import annotations

import hashlib
import json
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.core import files


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_when_all_of_it_is_written(tmp_path):
    path = tmp_path / "new" / "a.txt"
    for text in ("one", "two"):
        with files.replacing(path) as scratch:
            scratch.write_text(text)
            assert not path.exists() or path.read_text() != text
        assert path.read_text() == text
    assert names(path.parent) == ["a.txt"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path, error):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail() -> None:
        with files.replacing(path) as scratch:
            scratch.write_text("half")
            raise error

    with pytest.raises(error):
        fail()
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def test_a_file_with_the_same_content_keeps_its_time(tmp_path):
    path = tmp_path / "stamps" / "a"
    assert files.write_if_changed(b"one", path)
    written = path.stat().st_mtime_ns
    assert not files.write_if_changed(b"one", path)
    assert path.stat().st_mtime_ns == written
    assert files.write_if_changed(b"two", path)
    assert path.read_bytes() == b"two"


def test_json_is_plain_and_readable(tmp_path):
    files.write_json({"é": [math.nan, 1]}, tmp_path / "a.json")
    text = (tmp_path / "a.json").read_bytes().decode()
    assert json.loads(text) == {"é": [None, 1]}
    assert "é" in text
    assert text.endswith("}\n")


def test_a_csv_has_no_formula_and_one_kind_of_line_end(tmp_path):
    files.write_csv(pd.DataFrame({"=x": ["+1", "a\nb"], "n": [-1, 2]}), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"'=x,n\n'+1,-1\n\"a\nb\",2\n"


def test_a_fingerprint_is_that_of_the_content(tmp_path):
    (tmp_path / "a").write_bytes(b"abc" * 9999)
    assert files.sha256(tmp_path / "a") == hashlib.sha256(b"abc" * 9999).hexdigest()


@pytest.mark.parametrize("kind", ["object", "string", "str", "category"])
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_texts_that_a_spreadsheet_would_run_get_an_apostrophe(kind, text):
    data = pd.DataFrame({"name": pd.Series([text, "fine", None], dtype=kind), "n": [-1, 2, 3]})
    safe = files.neutral_formulas(data)
    assert safe["name"].tolist()[:2] == [f"'{text}", "fine"]
    assert pd.isna(safe["name"][2])
    assert safe["n"].tolist() == [-1, 2, 3]
    assert data["name"][0] == text


def test_titles_of_columns_are_neutral_too():
    safe = files.neutral_formulas(pd.DataFrame({"=cmd()": ["x"], "ok": ["y"]}))
    assert list(safe.columns) == ["'=cmd()", "ok"]


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(st.text(max_size=12) | st.sampled_from(["=A1", "-2", "'=A1"]), min_size=1))
def test_no_text_starts_a_formula_and_no_other_text_changes(texts):
    safe = files.neutral_formulas(pd.DataFrame({"text": pd.Series(texts, dtype="object")}))
    for before, after in zip(texts, safe["text"], strict=True):
        assert not after.startswith(files.FORMULA_STARTS)
        assert after in (before, f"'{before}")
        assert (after == before) == (not before.startswith(files.FORMULA_STARTS))
