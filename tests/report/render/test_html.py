"""The HTML report: offline, accessible, complete."""

from __future__ import annotations

import itertools
import re
from copy import deepcopy
from html.parser import HTMLParser

from segmentbook.report.render.content import Document
from segmentbook.report.render.html import render_html

VOID = {"meta", "img", "br", "hr", "input", "link"}


class Outline(HTMLParser):
    """Collects what the tests ask about: tags with attributes, headings, ids, balance."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    assert parser.open == []
    return parser


def test_nothing_is_loaded_from_outside(page: str) -> None:
    for attribute in ("src", "srcset", "data", "poster"):
        values = [attrs.get(attribute) or "" for _, attrs in outline(page).tags]
        assert not [v for v in values if v and not v.startswith("data:")]
    assert outline(page).all("link") == []
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest", page)


def test_content_security_policy_comes_before_everything_it_guards(page: str) -> None:
    metas = outline(page).all("meta")
    assert metas[1]["http-equiv"] == "Content-Security-Policy"
    assert (metas[1]["content"] or "").startswith("default-src 'none'; img-src data:;")
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_headings_have_one_top_and_no_gaps(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in outline(page).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_ids_are_unique_and_every_link_has_its_target(page: str) -> None:
    tags = outline(page).tags
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = [(attrs.get("href") or "")[1:] for tag, attrs in tags if tag == "a"]
    assert {t for t in targets if not t.startswith("ttps://")} <= set(ids)
    for _, attrs in tags:
        assert attrs.get("aria-labelledby", ids[0]) in ids


def test_figures_carry_their_alt_text(page: str) -> None:
    alts = [attrs["alt"] for attrs in outline(page).all("img")]
    assert alts == ["Radar of Loyal families", "Radar of Bargain hunters", "Bars", "Bars", "Bars"]


def test_every_metric_is_marked_once_per_quote(page: str, document: Document) -> None:
    quoted: list[tuple[str, str]] = []
    for chapter in document.chapters:
        for block in chapter.blocks:
            quoted += [(i["metric"], i["value"]) for i in block.data.get("items", ())]
            quoted += [
                (s["metric"], s["text"]) for s in block.data.get("spans", ()) if "metric" in s
            ]
    found = re.findall(r'<span data-metric="([^"]+)">([^<]*)</span>', page)
    assert sorted(found) == sorted(quoted)
    assert len(found) == 12


def test_no_line_breaks_after_a_minus(document: Document) -> None:
    below = deepcopy(document)
    spans = [
        span
        for chapter in below.chapters
        for block in chapter.blocks
        for span in block.data.get("spans", ())
        if "metric" in span
    ]
    spans[0]["text"] = "−£935K"
    wanted = f'<span class="whole"><span data-metric="{spans[0]["metric"]}">−£935K</span></span>'
    assert wanted in render_html(below)
    assert 'class="whole"' not in render_html(document)


def test_tables_name_their_headers(page: str) -> None:
    scopes = [attrs["scope"] for attrs in outline(page).all("th")]
    assert scopes.count("col") == 3
    assert scopes.count("row") == 12
    assert len(outline(page).all("caption")) == 1


def test_code_is_folded_and_parameters_are_left_out(page: str) -> None:
    folded = [attrs for attrs in outline(page).all("details") if attrs.get("class") == "code"]
    assert folded
    assert all("open" not in attrs for attrs in folded)
    assert "study = " not in re.sub(r"<[^>]+>", "", page)


def test_what_to_avoid_stands_with_the_actions(page: str) -> None:
    panels = re.findall(r'<ul class="actions">(.*?)</ul>', page, flags=re.DOTALL)
    assert len(panels) == 2
    for panel in panels:
        items = re.findall(r"<li[^>]*>", panel)
        assert items == ["<li>", '<li class="avoid">']
        assert "No coupons." in panel


def test_columns_have_a_least_width(page: str) -> None:
    widths = re.findall(r'<th scope="col" [^>]*min-width: calc\((\d+)ch', page)
    # the longest name is "Rule 11"; the heads of the numbers are "Lines" and "Money"
    assert widths == ["7", "3", "3"]


def test_not_applicable_is_a_line(page: str) -> None:
    assert "<strong>Countries:</strong> the export has no country column" in page


def test_bytes_repeat(page: str, document: Document) -> None:
    assert render_html(document) == page
