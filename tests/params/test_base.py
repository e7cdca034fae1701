"""What all sections of the params share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from segmentbook.params.base import Section, Share


class Example(Section):
    """A section with one key."""

    rows: int = 3


@given(st.one_of(st.text(), st.floats(), st.booleans(), st.none(), st.lists(st.integers())))
def test_a_value_of_another_type_is_refused(value):
    with pytest.raises(ValidationError):
        Example(rows=value)


def test_unknown_keys_are_refused():
    with pytest.raises(ValidationError, match="Extra inputs"):
        Example.model_validate({"row": 3})


def test_a_section_does_not_change():
    one = Example()
    with pytest.raises(ValidationError, match="frozen"):
        one.rows = 4


@given(st.floats())
def test_a_share_is_from_0_to_1(value):
    share = TypeAdapter(Share)
    if 0 <= value <= 1:
        assert share.validate_python(value) == value
    else:
        with pytest.raises(ValidationError):
            share.validate_python(value)
