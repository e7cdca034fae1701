from __future__ import annotations

import pytest

import notebooks
from segmentbook.report import blocks
from segmentbook.report.blocks import ContentError, check_block

SOUND = [
    notebooks.heading("Title"),
    *(notebooks.sentence(style, "x", ("1", "n")) for style in blocks.SENTENCE_STYLES),
    notebooks.kpis(("a", "1", "m"), ("b", "2", "n"), ("c", "3", "o"), note="more"),
    notebooks.table("T", ["a", "b"], [["1", "2"]], emphasise=0),
    notebooks.table("T", ["a"], []),
    notebooks.not_applicable("Countries", "none"),
]


@pytest.mark.parametrize("block", SOUND)
def test_what_fits_the_schema_is_accepted(block):
    check_block(block)


def test_a_figure_needs_its_picture():
    for plot in (None, notebooks.cloud("a"), notebooks.flow("a")):
        check_block({**notebooks.figure("F"), "interactive": plot}, notebooks.SVG)
    with pytest.raises(ContentError, match="figure has no image/svg"):
        check_block(notebooks.figure("F"))


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("text", "a block must be a dictionary"),
        ({"level": 1}, "whose 'kind' is one of heading, sentence"),
        ({"kind": []}, "whose 'kind' is one of heading, sentence"),
        (notebooks.heading("x", level=True), "'level' should be a valid integer; got True"),
        (notebooks.heading(" \x00"), "heading: 'spans' must have text"),
        ({"kind": "heading", "level": 1, "spans": [{"text": 3}]}, "'spans.0.text' should be"),
        ({"kind": "heading", "level": 1, "spans": [{"metric": "a"}]}, "'spans.0.text' is missing"),
        (notebooks.table("T", [], []), "table: 'columns' List should have at least 1 item"),
        (notebooks.table("T", ["a"], [[1]]), "'rows.0.0' should be a valid string; got 1"),
        (notebooks.table("T", ["a"], [["1"]], emphasise=-1), "a row below 1: -1"),
        ({**notebooks.table("T", ["a"], []), "header_column": 1}, "should be a valid boolean"),
    ],
)
def test_what_breaks_the_schema_is_named(block, message):
    with pytest.raises(ContentError, match=message):
        check_block(block)


def test_column_widths_are_positive():
    block = notebooks.table("T", ["a"], [])
    for width in (None, 2, 0.5):
        check_block({**block, "columns": [{"name": "a", "align": "left", "width": width}]})
    for width in (0, -1, "2"):
        with pytest.raises(ContentError, match=r"'columns\.0\.width'"):
            check_block({**block, "columns": [{"name": "a", "align": "left", "width": width}]})


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\u202eb", "a\x1bb"])
def test_texts_lose_what_no_format_can_hold(text):
    assert blocks.clean_text(text) == "ab"
    assert blocks.clean_values({"a": [text, 1]}) == {"a": ["ab", 1]}


def test_line_breaks_become_spaces():
    assert blocks.clean_text("a\nb\tc\u2028d") == "a b c d"


def test_only_what_comes_from_the_data_is_cut():
    block = {"kind": "sentence", "spans": notebooks.spans("of all customers ", ("abcdefgh", "m"))}
    cut = blocks.cut_quotes(block, 4)
    assert [span["text"] for span in cut["spans"]] == ["of all customers ", "abc…"]
    table = blocks.cut_quotes(notebooks.table("T", ["a long name"], [["abcdefgh"]]), 4)
    assert table["rows"] == [["abc…"]]
    assert table["columns"][0]["name"] == "a long name"
