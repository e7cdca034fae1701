"""Overrides of params from the command line."""

from __future__ import annotations

import json
import shlex

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from segmentbook.core.errors import UserError
from segmentbook.params.overrides import parse, written

keys = st.from_regex(r"[a-z_]{1,8}(\.[a-z_]{1,8}){0,2}", fullmatch=True)
scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=12)
values = scalars | st.lists(scalars, max_size=3)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], {}),
        (["", "  "], {}),
        (["clustering.k=5 products.top=3"], {"clustering.k": 5, "products.top": 3}),
        (["a.b=auto", "c=[x, y]".replace(" ", "")], {"a.b": "auto", "c": ["x", "y"]}),
        (["""a="['two words', 1]" """], {"a": ["two words", 1]}),
        (["a=2011-12-10"], {"a": "2011-12-10"}),
        (["a=x=y"], {"a": "x=y"}),
        (["a="], {"a": None}),
    ],
)
def test_examples(texts, expected):
    assert parse(texts) == expected


@given(st.dictionaries(keys, values, max_size=4))
def test_what_is_written_is_read_back(wanted):
    text = " ".join(
        shlex.quote(f"{key}={yaml.safe_dump(value, default_flow_style=True).strip()}")
        for key, value in wanted.items()
    )
    assert parse([text]) == wanted


@given(st.text(max_size=40))
def test_any_text_is_overrides_for_json_or_a_users_mistake(text):
    try:
        found = parse([text])
    except UserError:
        return
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("k", "'k' is not a valid override"),
        ("=5", "'=5' is not a valid override"),
        ("a..b=5", "not a valid override"),
        ("a=1 a=2", "'a' is given twice"),
        ("a='open", "close the quotes"),
        ("a=[1,", "not valid YAML"),
        ("a=.nan", "not valid YAML"),
    ],
)
def test_mistakes(text, said):
    with pytest.raises(UserError, match="SET: ") as caught:
        parse([text])
    assert said in str(caught.value)


@given(keys, st.text())
def test_an_override_is_written_as_it_is_read(key, value):
    assert parse([written(key, value)]) == {key: value}
