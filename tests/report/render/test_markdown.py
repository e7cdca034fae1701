"""Markdown cells as blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentbook.report.blocks import ContentError, plain
from segmentbook.report.render.markdown import parse_markdown, texts, translated

SOURCES = st.text("ab#*_`-1. \n[]()<>!|\\&", max_size=60)
WORDS = st.from_regex(r"[a-z]{1,8}( [a-z]{1,8}){0,3}", fullmatch=True)


@given(SOURCES)
def test_any_text_is_blocks_or_refused(source):
    try:
        blocks = parse_markdown(source)
    except ContentError:
        return
    assert {block["kind"] for block in blocks} <= {"heading", "prose"}


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_headings_and_paragraphs_come_back(parts):
    source = "\n\n".join(["## " + parts[0], *parts[1:]])
    assert list(texts(source)) == parts
    blocks = parse_markdown(source)
    assert plain(blocks[0]["spans"]) == parts[0]
    assert [plain(one["spans"]) for block in blocks[1:] for one in block["tokens"]] == parts[1:]
    assert translated(source, lambda text: text) == source
    assert list(texts(translated(source, str.upper))) == [part.upper() for part in parts]


def test_marks_links_and_lists():
    [prose] = parse_markdown("A **b** *c* `d` [e](https://x.org)\n\n1. one\n   - two\n")
    paragraph, items = prose["tokens"]
    assert paragraph["spans"] == [
        {"text": "A "}, {"text": "b", "strong": True}, {"text": " "}, {"text": "c", "emph": True},
        {"text": " "}, {"text": "d", "code": True}, {"text": " "},
        {"text": "e", "link": "https://x.org"},
    ]  # fmt: skip
    assert items["ordered"]
    [[one, two]] = items["items"]
    assert plain(one["spans"]) == "one"
    assert not two["ordered"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a <b>bold</b>", "raw HTML"),
        ("<div>x</div>", "raw HTML"),
        ("![a](b.png)", "'image'"),
        ("[a](javascript:x)", "a link must start with"),
        ("#### deep", "levels 1 to 3, got 4"),
        ("---", "'thematic_break'"),
    ],
)
def test_what_no_renderer_shows_is_refused(source, message):
    with pytest.raises(ContentError, match=message):
        parse_markdown(source)
