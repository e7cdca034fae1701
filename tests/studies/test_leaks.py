"""The search for customers finds them wherever they are planted."""

from __future__ import annotations

import base64
import gzip
import json

import nbformat
import pandas as pd
import pytest
from pypdf import PdfWriter

from leaks import TOKEN, holds, leaks, with_tokens
from notebooks import (
    META,
    SVG,
    code,
    figure,
    heading,
    kpis,
    markdown,
    output,
    sentence,
    table,
    write,
)
from segmentbook.report.render.a4 import render_a4
from segmentbook.report.render.content import read_document
from segmentbook.report.render.deck import render_deck
from segmentbook.report.render.html import render_html

ONE = f"{TOKEN}00001"


def in_words(folder, **places):
    """Return a document with a customer in one of its places."""

    def at(place):
        return f"for {ONE} alone" if places.get(place) else "for all"

    picture = figure("Bars", alt=at("alt"), source=at("source"))
    if places.get("interactive"):
        picture["interactive"] = {
            "data": [{"type": "bar", "text": [at("interactive")]}],
            "layout": {},
        }
    drawn = SVG.replace("<rect", f"<!-- {at('svg')} --><rect")
    cell = code(
        heading(at("heading")),
        kpis(("A", at("kpi"), "a"), ("B", "2", "b"), ("C", "3", "c")),
        table("Rows", ["Name"], [[at("cell")]]),
        sentence("point", "Said ", (at("sentence"), "m")),
        slide="slide",
        source=f"show({at('code')!r})",
    )
    cell.outputs.append(output(picture, drawn))
    return read_document([write(folder, "1_cleaning", markdown("# Rules"), cell)], META)


HTML_ONLY = ["interactive", "svg", "code"]
EVERYWHERE = ["heading", "kpi", "cell", "sentence", "alt", "source"]


@pytest.mark.parametrize("place", [*EVERYWHERE, *HTML_ONLY])
def test_a_customer_in_the_page_is_found(tmp_path, place):
    assert holds(render_html(in_words(tmp_path, **{place: True})).encode(), TOKEN)


@pytest.mark.parametrize("place", EVERYWHERE)
@pytest.mark.parametrize("render", [render_deck, render_a4])
def test_a_customer_in_a_pdf_is_found(tmp_path, place, render):
    assert holds(render(in_words(tmp_path, **{place: True})), TOKEN)


@pytest.mark.parametrize("render", [lambda d: render_html(d).encode(), render_deck, render_a4])
def test_where_nobody_is_nobody_is_found(tmp_path, render):
    assert not holds(render(in_words(tmp_path)), TOKEN)


@pytest.mark.parametrize(
    "planted",
    [
        ONE.lower(),
        "<p title='&#84;OKEN7f3a00001'>",
        "TOKEN 7f3a\n00001",
        json.dumps("TOKEN7f3a00001").replace("T", "\\u0054"),
        "data:," + "%54OKEN7f3a00001",
        "src=" + base64.b64encode(f"<svg><text>{ONE}</text></svg>".encode() * 3).decode(),
        ">" + base64.b64encode(gzip.compress(f"{ONE} {list(range(50))}".encode())).decode(),
        ONE.encode("utf-16-be"),
    ],
)  # fmt: skip
def test_a_packed_customer_is_found(planted):
    data = planted if isinstance(planted, bytes) else planted.encode()
    assert holds(b"A page. " + data + b" More of it.", TOKEN)


def test_customers_in_what_is_attached_to_a_pdf_and_in_its_title_are_found(tmp_path):
    for number, plant in enumerate(
        (
            lambda pdf: pdf.add_attachment("data.json", f'["{ONE}"]'.encode()),
            lambda pdf: pdf.add_metadata({"/Title": ONE}),
            lambda pdf: pdf.add_outline_item(ONE, 0),
        )
    ):
        pdf = PdfWriter()
        pdf.add_blank_page(100, 100)
        plain, path = tmp_path / "plain.pdf", tmp_path / f"{number}.pdf"
        pdf.write(plain)
        assert not holds(plain.read_bytes(), TOKEN)
        plant(pdf)
        pdf.write(path)
        assert holds(path.read_bytes(), TOKEN)


def test_customers_in_a_notebook_are_found_and_campaign_files_may_name_them(tmp_path):
    (tmp_path / "customers.csv").write_text(ONE)
    assert leaks(tmp_path) == []
    result = nbformat.v4.new_output("stream", text=f"head:\n{ONE}")
    cell = nbformat.v4.new_code_cell("view.head()", outputs=[result])
    (tmp_path / "notebooks").mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "notebooks" / "3.ipynb")
    assert leaks(tmp_path) == ["notebooks/3.ipynb"]


def test_tokens_stand_for_the_same_customers():
    tokens = with_tokens(pd.Series([17850, None, 13047, 17850]))
    assert tokens.tolist() == [f"{TOKEN}00000", None, f"{TOKEN}00001", f"{TOKEN}00000"]
