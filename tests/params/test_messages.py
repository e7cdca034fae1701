"""Errors of the validator, as a reader of the params file understands them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from fixtures import STUDY
from segmentbook.params.messages import explain
from segmentbook.params.study import Study

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def message(values: Any, model: type[BaseModel] = Study) -> str:
    """Return what is said of values that are not allowed, empty where they are."""
    try:
        model.model_validate(values)
    except ValidationError as error:
        return str(explain(error, "params/shop.yaml", model))
    return ""


@given(st.sampled_from(sorted(Study.model_fields)), JSON)
def test_any_value_of_any_key_is_allowed_or_explained_with_the_key(key, value):
    text = message({**STUDY, key: value})
    if text:
        assert text.startswith("params/shop.yaml: ")
        assert key in text.splitlines()[0]


@given(st.text(min_size=1).filter(lambda key: key not in Study.model_fields))
def test_an_unknown_key_is_named_with_the_known_ones(key):
    text = message({**STUDY, key: 1})
    assert f"unknown key {key!r}" in text
    assert "did you mean" in text or "known: " in text


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        # A misspelt key goes before the key that it leaves out, and counts with it.
        ({"columns": {"custmer": "c", "timestamp": "t", "amount": "a"}},
         ["unknown key 'columns.custmer' (1 more", "did you mean 'customer'?"]),
        ({"columns": {"grain": "customer", "custmer": "c"}},
         ["unknown key 'columns.custmer'", "did you mean 'customer'?"]),
        ({"source": {"files": ["a"], "text": {"seperator": ";"}}},
         ["unknown key 'source.text.seperator'", "did you mean 'separator'?"]),
        ({"cleaning": [{"rule": "drop_missing", "columns": ["c"]}]},
         ["key 'cleaning.0.reason' is missing", "add it"]),
        ({"cleaning": [{"rule": "dropmissing"}]},
         ["cleaning.0: unknown rule 'dropmissing'", "'drop_missing'"]),
        # A value of several possible types is one mistake, with all that would be allowed.
        ({"source": {"files": ["a"], "sheet": 1.5}},
         ["source.sheet = 1.5 is not allowed", "; or: "]),
        ({"source": {}}, ["source: wrong combination", "exactly one of"]),
    ],
)  # fmt: skip
def test_the_first_mistake(changes, parts):
    text = message({**STUDY, **changes})
    for part in parts:
        assert part in text


def test_a_file_that_is_no_mapping_is_named_as_a_whole():
    assert "the file = 3 is not allowed" in message(3)
