"""The A4 report and the deck: complete, accessible, repeatable; overflow is refused."""

from __future__ import annotations

import dataclasses
import datetime
import io
import itertools
from pathlib import Path

import pytest
from pypdf import PdfReader

from notebooks import (
    META,
    code,
    figure,
    heading,
    kpis,
    markdown,
    not_applicable,
    read,
    sentence,
    spans,
    table,
    write,
)
from segmentbook.report.blocks import ReportError, plain
from segmentbook.report.render.a4 import render_a4
from segmentbook.report.render.content import Document, Meta, read_document
from segmentbook.report.render.deck import render_deck
from segmentbook.report.render.html import render_html

pytestmark = pytest.mark.whole


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def structure(pdf: bytes) -> list[tuple[str, str]]:
    """The tags of the structure tree in reading order, each with its alternative text."""
    found: list[tuple[str, str]] = []

    def walk(node: object) -> None:
        item = getattr(node, "get_object", lambda: node)()
        if isinstance(item, list):
            for child in item:
                walk(child)
        elif isinstance(item, dict):
            if "/S" in item:
                found.append((str(item["/S"]), str(item.get("/Alt", ""))))
            walk(item.get("/K"))

    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    walk(root["/StructTreeRoot"]["/K"])  # type: ignore[index]
    return found


@pytest.fixture(params=["deck", "a4"])
def pdf(request: pytest.FixtureRequest) -> bytes:
    rendered: bytes = request.getfixturevalue(request.param)
    return rendered


def test_pdf_declares_both_standards(pdf: bytes) -> None:
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert str(root["/Lang"]).startswith("en")  # type: ignore[index]
    assert PdfReader(io.BytesIO(pdf)).metadata.title == "Customer segments"  # type: ignore[union-attr]


def test_pdf_tags_figures_and_table_headers(pdf: bytes) -> None:
    tags = structure(pdf)
    alts = [alt for tag, alt in tags if tag == "/Figure"]
    assert alts == ["Radar of Loyal families", "Radar of Bargain hunters", "Bars", "Bars", "Bars"]
    names = [tag for tag, _ in tags]
    assert names.count("/TH") == 3
    assert names.count("/TD") == 36
    levels = [int(n[2]) for n in names if n in ("/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_deck_has_one_page_per_slide_and_a_title_page(deck: bytes, document: Document) -> None:
    texts = pages(deck)
    assert len(texts) == len(document.slides) + 1
    assert "Customer segments" in texts[0]
    for slide, text in zip(document.slides, texts[1:], strict=True):
        assert plain(slide.title) in text
    box = PdfReader(io.BytesIO(deck)).pages[0].mediabox
    assert float(box.width / box.height) == pytest.approx(16 / 9, rel=1e-3)


def test_deck_shows_no_code_and_nothing_that_does_not_apply(deck: bytes) -> None:
    text = " ".join(pages(deck))
    assert "show(result)" not in text
    assert "Countries" not in text


def test_a4_starts_every_chapter_on_a_new_page(a4: bytes, document: Document) -> None:
    texts = pages(a4)
    assert "Contents" in texts[0]
    starts = [
        next(i for i, t in enumerate(texts) if i > 0 and c.title in t) for c in document.chapters
    ]
    assert len(set(starts)) == len(document.chapters)
    assert starts == sorted(starts)
    whole = " ".join(texts)
    assert "Countries: the export has no country column" in whole
    assert "show(result)" not in whole


def test_pdf_bytes_repeat(document: Document, deck: bytes, a4: bytes) -> None:
    assert render_deck(document) == deck
    assert render_a4(document) == a4


def overflowing() -> list[object]:
    many = [
        sentence("point", f"Point {i}. " + "A long sentence without much sense. " * 4)
        for i in range(20)
    ]
    rows = [[f"Row {i}", "1"] for i in range(40)]
    return [
        code(heading("Too much text"), *many, slide="slide"),
        code(heading("Too many rows"), table("T", ["a", "b"], rows), slide="slide"),
        code(heading("Too much beside it"), figure("F"), *many, slide="slide"),
        code(heading("Long title " * 30), sentence("body", "x"), slide="slide"),
    ]


@pytest.mark.parametrize("cell", overflowing(), ids=["text", "table", "side", "title"])
def test_slide_that_overflows_is_refused_with_its_title(tmp_path: Path, cell: object) -> None:
    good = code(heading("Fine"), sentence("body", "x"), slide="slide")
    document = read(tmp_path, markdown("# Cleaning"), good, cell)
    with pytest.raises(
        ReportError, match=r"chapter 1_cleaning, cell 1-cleaning-2: the slide '(Too|Long)"
    ):
        render_deck(document)


def test_slide_takes_four_figures_and_tables_at_most(tmp_path: Path) -> None:
    figures = [figure(f"F{i}") for i in range(5)]
    document = read(
        tmp_path, markdown("# Cleaning"), code(heading("Five"), *figures, slide="slide")
    )
    with pytest.raises(ReportError, match="'Five' has 5 figures and tables"):
        render_deck(document)


def test_long_text_steps_down_before_it_is_refused(tmp_path: Path) -> None:
    points = [
        sentence("point", f"Point {i}: a sentence of a medium length with a reason.")
        for i in range(13)
    ]
    rows = [[f"Row {i}", "1", "2"] for i in range(12)]
    six = kpis(
        *[(f"A label of some length {i}", "$12,345,678.90", f"m{i}") for i in range(6)],
        note="a note",
    )
    document = read(
        tmp_path,
        markdown("# Cleaning"),
        code(heading("Many points"), *points, slide="slide"),
        code(
            heading("Twelve rows with points"),
            table("T", ["a", "b", "c"], rows),
            *points[:4],
            slide="slide",
        ),
        code(heading("Six numbers"), six, *points[:5], slide="slide"),
    )
    texts = pages(render_deck(document))
    assert "Point 12" in texts[1]
    assert "Row 11" in texts[2]


def test_headings_inside_a_slide_leave_no_gap(tmp_path: Path) -> None:
    inner = markdown(
        "### Why\n\nBecause.\n\n- one\n-\n- - two\n\n1. first\n2. second", slide="fragment"
    )
    title = markdown("## Title", slide="slide")
    pdf = render_deck(read(tmp_path, markdown("# Cleaning"), title, inner))
    assert [tag for tag, _ in structure(pdf) if tag in ("/H1", "/H2", "/H3")] == ["/H1", "/H2"]
    bookmarks = PdfReader(io.BytesIO(pdf)).outline
    assert bookmarks[0].title == "Title"
    assert bookmarks[1][0].title == "Why"


@pytest.mark.parametrize("name", ["Household " * 40, "W" * 400, "Café ☕ " * 60])
def test_a_long_name_from_the_data_is_cut_before_a_slide_is_refused(
    tmp_path: Path, name: str
) -> None:
    quote = (name, "segments.0.name")
    advice = [sentence("action", "Offer bundles to ", quote, f" number {i}.") for i in range(3)]
    rows = [[f"{name} {i}", "1,000"] for i in range(5)]
    document = read(
        tmp_path,
        markdown("# Segments", slide="slide"),
        code(
            {"kind": "heading", "level": 2, "spans": spans(quote, ": 45% of customers")},
            kpis(("Customers", "512", "n"), ("Name", name, "name"), ("Orders", "4.2", "o")),
            figure("Profile"),
            *advice,
            sentence("avoid", "Avoid ", quote),
            slide="slide",
        ),
        code(
            heading("Products"), table("Best", ["Product", "Buyers"], rows), *advice, slide="slide"
        ),
    )
    text = " ".join(pages(render_deck(document)))
    assert "…" in text
    assert "number 2." in text
    assert "45% of customers" in text


def test_the_list_of_a_long_chapter_ends_with_dots(tmp_path: Path) -> None:
    slides = [
        code(heading(f"Slide {i} " + "of many words " * 6), sentence("body", "x"), slide="slide")
        for i in range(40)
    ]
    document = read(tmp_path, markdown("# Segments", slide="slide"), *slides)
    section = pages(render_deck(document))[1]
    assert "Slide 9 of many" in section
    assert "Slide 39" not in section
    assert "…" in section


def test_a_title_page_too_full_is_cut(tmp_path: Path) -> None:
    meta = Meta("Title " * 200, "Subtitle " * 200, "Analytics", META.date)
    document = read(
        tmp_path,
        markdown("# C"),
        code(heading("h"), sentence("body", "x"), slide="slide"),
        meta=meta,
    )
    assert len(pages(render_deck(document))) == 2


def test_the_cover_tells_the_period_of_the_data(tmp_path: Path) -> None:
    cell = code(heading("h"), sentence("body", "x"), slide="slide")
    first, last = datetime.date(2010, 12, 1), datetime.date(2011, 12, 9)
    for period, told in (
        ((first, last), "1 December 2010 – 9 December 2011"),
        ((datetime.date(2011, 1, 4), last), "4 January – 9 December 2011"),
        (None, "5 November 2026"),
    ):
        meta = dataclasses.replace(META, period=period)
        document = read(tmp_path, markdown("# C"), cell, meta=meta)
        assert told in pages(render_deck(document))[0]
        assert told in pages(render_a4(document))[0]
        assert f"<span>{told}</span>" in render_html(document)


def test_a_chapter_of_which_nothing_applies_has_no_page(tmp_path: Path) -> None:
    notebooks = [
        write(
            tmp_path, "1_cleaning", markdown("# Cleaning"), code(sentence("body", "Two rows stay."))
        ),
        write(
            tmp_path,
            "7_products",
            markdown("# What to offer\n\nBest sellers."),
            code(not_applicable("Best sellers", "the export has no orders")),
        ),
    ]
    text = " ".join(pages(render_a4(read_document(notebooks, META))))
    assert "Two rows stay." in text
    assert "What to offer" not in text
    assert "no orders" in render_html(read_document(notebooks, META))


def test_a_word_in_a_narrow_column_of_text_stays_whole(tmp_path: Path) -> None:
    names = ["Segment", "Action", "Whom", "Channel", "Needed", "Found"]
    long = "what is written here takes most of the width of the whole table for itself"
    row = ["New Members", long, "all of them", "message after delivery", long, long]
    one = table("T", names, [row])
    one["columns"] = [{"name": name, "align": "left"} for name in names]
    document = read(tmp_path, markdown("# Chapter"), code(one))
    text = pages(render_a4(document))[-1]
    assert all(f" {word} " in f" {text} " for cell in row for word in cell.split())


def test_contents_with_long_titles_end_with_the_first_page(tmp_path: Path) -> None:
    long = "Middle-Spending Active Customers: offer Paper Chain Kit Vintage Christmas, part"
    cells = [cell for n in range(40) for cell in (markdown(f"## {long} {n}"), markdown("Text."))]
    document = read(tmp_path, markdown("# Chapter"), *cells)
    first, second, *_ = pages(render_a4(document))
    assert f"{long} 39" in first
    assert "Text." in second
