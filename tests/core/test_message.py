"""Templates of the report: their fields, and texts that have none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from segmentbook.core.message import FORMATS, fields, literal, mark
from segmentbook.report.formats import KINDS


def test_a_marked_message_is_unchanged():
    assert mark("{rows:count} rows") == "{rows:count} rows"


def test_fields_are_named_in_their_order_without_their_format():
    template = "{name}: {share:percent}, {name} of {all.share:percent} {{not}}"
    assert fields(template) == ["name", "share", "name", "all.share"]
    assert fields("plain") == []


@given(st.text())
def test_a_literal_text_has_no_fields_and_reads_the_same(text):
    assert fields(literal(text)) == []
    assert literal(text).format() == text


def test_every_format_that_a_field_may_name_has_a_meaning():
    assert set(FORMATS) == set(KINDS)
