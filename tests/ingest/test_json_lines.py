"""JSON files of one object for each row."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentbook.core.engine import connect
from segmentbook.core.errors import UserError
from segmentbook.ingest.json_lines import read_json

KEYS = st.sampled_from(["id", "paid", "a/b", "~", 'say "hi"', "Größe"])
VALUES = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text('aé0.\n"', max_size=5)


def read(folder, text, name="rows.jsonl"):
    path = folder / name
    path.write_text(text, "utf-8")
    return read_json(connect(), path).to_pylist()


def as_text(value):
    return value if value is None or isinstance(value, str) else json.dumps(value)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.dictionaries(KEYS, VALUES, min_size=1), min_size=1, max_size=5), st.booleans())
def test_objects_come_back_as_texts_with_every_key_as_a_column(tmp_path_factory, rows, lines):
    text = "\n".join(json.dumps(row) for row in rows) if lines else json.dumps(rows)
    found = read(tmp_path_factory.mktemp("json"), text)
    keys = list(dict.fromkeys(key for row in rows for key in row))
    assert [list(row) for row in found] == [keys] * len(rows)
    assert found == [{key: as_text(row.get(key)) for key in keys} for row in rows]


def test_numbers_keep_their_value_and_lists_stay_json(tmp_path):
    text = '{"paid": 1.10, "tags": ["a", 1]}\n{"paid": 1e3}\n'
    assert read(tmp_path, text) == [
        {"paid": "1.1", "tags": '["a",1]'}, {"paid": "1000.0", "tags": None},
    ]  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False))
def test_money_stays_exact(tmp_path_factory, amount):
    [row] = read(tmp_path_factory.mktemp("json"), f'{{"paid": {amount}}}')
    assert Decimal(row["paid"]) == amount


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no rows"),
        ("[]", "holds no rows"),
        ('{"a": 1, "A": 2}', "have the same name"),
    ],
)
def test_a_file_without_rows_is_refused(tmp_path, text, message):
    with pytest.raises(UserError, match=message):
        read(tmp_path, text)
