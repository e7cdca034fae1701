"""Executed notebooks become one document, or one clear error."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from notebooks import (
    META,
    code,
    figure,
    heading,
    kpis,
    markdown,
    not_applicable,
    output,
    read,
    sentence,
    spans,
    table,
    write,
)
from segmentbook.report.blocks import ReportError, cut_quotes, plain
from segmentbook.report.render.content import Document, read_document

TITLE = "# Cleaning"


def titles(document: Document) -> list[str]:
    return [plain(slide.title) for slide in document.slides]


def test_chapters_keep_the_reading_order_and_the_summary_has_no_number(document: Document) -> None:
    assert [(c.number, c.key, c.title) for c in document.chapters] == [
        (0, "9_summary", "Summary"),
        (1, "1_cleaning", "Cleaning the export"),
        (2, "5_segments", "Segments"),
    ]


def test_slides_follow_the_metadata_and_loops_give_one_slide_per_heading(
    document: Document,
) -> None:
    assert titles(document) == [
        "A fifth of the households brings half of the revenue",
        "Cleaning the export",
        "Twelve rules remove little",
        "Segments",
        "Loyal families deserve a plan of their own",
        "Bargain hunters deserve a plan of their own",
        "Revenue follows the season",
        "Two views",
    ]
    assert [slide.section for slide in document.slides].count(True) == 2
    loyal = document.slides[4]
    assert [block.kind for block in loyal.blocks] == ["kpis", "figure", "sentence", "sentence"]
    assert document.slides[7].layout == "below"


def test_quotes_from_the_data_are_cut_and_nothing_else() -> None:
    quote = {"text": "Tea towels", "metric": "best"}
    block = {"kind": "sentence", "spans": [{"text": "The best of all: "}, quote]}
    assert cut_quotes(block, 5)["spans"] == [
        {"text": "The best of all: "},
        {"text": "Tea…", "metric": "best"},
    ]
    cut = cut_quotes(table("A long title", ["Product"], [["Tea towels"]]), 6)
    assert cut["rows"] == [["Tea t…"]]
    assert plain(cut["title"]) == "A long title"
    assert cut_quotes(block, 10) == block


def test_fragment_adds_to_the_slide_before_it(document: Document) -> None:
    assert [block.kind for block in document.slides[6].blocks] == ["figure", "sentence"]


def test_plumbing_streams_and_notes_do_not_reach_the_chapter(tmp_path: Path) -> None:
    noisy = code(sentence("body", "Kept."), source="run()")
    noisy.outputs.insert(0, nbformat.v4.new_output("stream", name="stdout", text="progress"))
    document = read(
        tmp_path,
        markdown(TITLE),
        code(source="a = 1", tags=["injected-parameters"]),
        code(source="import x", tags=["plumbing"]),
        noisy,
        markdown("Say this aloud.", slide="notes"),
    )
    kinds = [block.kind for block in document.chapters[0].blocks]
    assert kinds == ["heading", "sentence", "code"]


def test_control_characters_are_dropped_from_data(tmp_path: Path) -> None:
    document = read(tmp_path, markdown(TITLE), code(sentence("body", "a\x00b\x1b[1m\nc\u202ed")))
    assert plain(document.chapters[0].blocks[1].data["spans"]) == "ab[1m cd"


def test_chapter_that_does_not_apply_gives_no_slide(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        markdown(TITLE, slide="slide"),
        markdown("## Products", slide="slide"),
        code(not_applicable("Products", "there is no product column"), slide="fragment"),
    )
    assert document.slides == ()


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ({"kind": "picture"}, "'kind' is one of heading"),
        (
            {"kind": "heading", "level": 4, "spans": spans("x")},
            "'level' should be less than or equal to 3; got 4",
        ),
        ({"kind": "heading", "level": 2, "spans": []}, "'spans' must have text"),
        (sentence("bold", "x"), "'style' should be 'body'"),
        (sentence("body", "x") | {"spans": "x"}, "'spans' should be a valid list; got 'x'"),
        (kpis(("a", "1", "m")), "'items' List should have at least 3 items"),
        (figure("Bars", alt="  "), "'alt' must have text"),
        ({k: v for k, v in figure("Bars").items() if k != "alt"}, "figure: 'alt' is missing"),
        (table("T", ["a", "b"], [["1"]]), "a row must have 2 cells"),
        (table("T", ["a"], [["1"]], emphasise=1), "a row below 1: 1"),
        ({"kind": "not_applicable", "what": "x"}, "not_applicable: 'reason' is missing"),
    ],
)
def test_blocks_that_break_the_schema_name_chapter_and_cell(
    tmp_path: Path, block: dict[str, object], message: str
) -> None:
    with pytest.raises(ReportError, match=message) as caught:
        read(tmp_path, markdown(TITLE), code(block))
    assert (caught.value.chapter, caught.value.cell) == ("1_cleaning", "1-cleaning-1")


def test_figure_needs_its_picture(tmp_path: Path) -> None:
    cell = code()
    cell.outputs = [output(figure("Bars"), svg=None)]
    with pytest.raises(ReportError, match="figure has no image/svg"):
        read(tmp_path, markdown(TITLE), cell)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("## Rules\n\n<b>bold</b>", "raw HTML is not supported"),
        ("### Deep", "skips from level 1 to level 3"),
        ("# Again", "a chapter has one level-1 heading"),
    ],
)
def test_markdown_that_no_renderer_shows_is_an_error(
    tmp_path: Path, source: str, message: str
) -> None:
    with pytest.raises(ReportError, match=message) as caught:
        read(tmp_path, markdown(TITLE), markdown(source))
    assert caught.value.cell == "1-cleaning-1"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([code(sentence("body", "x"), slide="slide")], "a slide needs a heading"),
        ([code(heading("Alone"), slide="slide")], "'Alone' holds only its title"),
        ([code(sentence("body", "x"), slide="fragment")], "a fragment needs a slide before it"),
        ([code(heading("x"), slide="slides")], "slide_type must be one of"),
        ([code(heading("x"), slide="slide", layout="round")], "layout must be one of"),
    ],
)
def test_slides_that_cannot_be_built_are_an_error(
    tmp_path: Path, cells: list[object], message: str
) -> None:
    with pytest.raises(ReportError, match=message):
        read(tmp_path, markdown(TITLE), *cells)


def test_section_slide_holds_only_text(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="holds only text, got a figure"):
        read(tmp_path, markdown(TITLE, slide="slide"), code(figure("Bars"), slide="fragment"))


def test_failed_cell_is_an_error(tmp_path: Path) -> None:
    cell = code()
    cell.outputs = [
        nbformat.v4.new_output("error", ename="KeyError", evalue="'price'", traceback=[])
    ]
    with pytest.raises(
        ReportError, match=r"chapter 1_cleaning, cell .*failed with KeyError: 'price'"
    ):
        read(tmp_path, markdown(TITLE), cell)


def test_chapter_needs_a_title(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="chapter 1_cleaning: a chapter needs a level-1 heading"):
        read_document([write(tmp_path, "1_cleaning", code(sentence("body", "x")))], META)


def test_a_cell_that_shows_nothing_makes_no_slide(tmp_path: Path) -> None:
    said = code(heading("Bars"), sentence("body", "x"), slide="slide")
    document = read(tmp_path, markdown(TITLE), code(slide="slide"), said)
    assert [plain(slide.title) for slide in document.slides] == ["Bars"]
