"""Small executed notebooks, built in code, for the tests of the report."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

from segmentbook.report.blocks import BLOCK_MIME, SVG_MIME
from segmentbook.report.render.content import Document, Meta, read_document

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="533" height="310" viewBox="0 0 533 310">'
    '<rect x="20" y="20" width="300" height="200" fill="#0F8B8D"/></svg>'
)
RULES = """## Rules

Named rules in `cleaning.py`, see [docs](https://example.org/a).

1. one
2. two
   - **nested**
"""
META = Meta(
    title="Customer segments",
    subtitle="Who to keep and who is leaving",
    author="Analytics",
    date=datetime.date(2026, 11, 5),
    source="Order lines 2017",
)

Data = dict[str, Any]


def spans(*parts: str | tuple[str, str]) -> list[dict[str, str]]:
    return [{"text": p} if isinstance(p, str) else {"text": p[0], "metric": p[1]} for p in parts]


def heading(text: str, level: int = 2) -> Data:
    return {"kind": "heading", "level": level, "spans": spans(text)}


def sentence(style: str, *parts: str | tuple[str, str]) -> Data:
    return {"kind": "sentence", "style": style, "spans": spans(*parts)}


def kpis(*items: tuple[str, str, str], note: str = "") -> Data:
    keys = ("label", "value", "metric")
    notes = spans(note) if note else []
    return {
        "kind": "kpis",
        "items": [{**dict(zip(keys, i, strict=True)), "note": notes} for i in items],
    }


def figure(title: str, alt: str = "Bars", size: str = "normal", source: str = "Orders") -> Data:
    return {"kind": "figure", "title": spans(title), "alt": alt, "source": source, "size": size}


def cloud(label: str) -> Data:
    """A plotly figure as plain JSON: points in space."""
    points = {"type": "scatter3d", "mode": "markers", "name": label}
    points |= {"x": [1, 2, 3], "y": [2, 1, 3], "z": [3, 1, 2]}
    return {"data": [points], "layout": {"width": 9, "title": {"text": label}, "showlegend": True}}


def flow(label: str) -> Data:
    """A plotly figure as plain JSON: a flow from one node to two."""
    nodes = {"label": [label, "stays", "leaves"]}
    links = {"source": [0, 0], "target": [1, 2], "value": [8, 4]}
    return {"data": [{"type": "sankey", "node": nodes, "link": links}], "layout": {}}


def table(title: str, names: Sequence[str], rows: Sequence[Sequence[str]], **more: Any) -> Data:
    columns = [{"name": n, "align": "right" if i else "left"} for i, n in enumerate(names)]
    base = {"emphasise": None, "header_column": True, "note": ""}
    rows_list = [list(row) for row in rows]
    return {
        "kind": "table",
        "title": spans(title),
        "columns": columns,
        "rows": rows_list,
        **base,
        **more,
    }


def not_applicable(what: str, reason: str) -> Data:
    return {"kind": "not_applicable", "what": what, "reason": reason}


def output(data: Data, svg: str | None = SVG) -> Any:
    bundle: Data = {BLOCK_MIME: data, "text/plain": "block"}
    if data.get("kind") == "figure" and svg:
        bundle[SVG_MIME] = svg
    return nbformat.v4.new_output("display_data", data=bundle)


def code(
    *blocks: Data,
    slide: str = "",
    source: str = "show(result)",
    tags: Sequence[str] = (),
    layout: str = "",
) -> Any:
    cell = nbformat.v4.new_code_cell(source, outputs=[output(block) for block in blocks])
    return _mark(cell, slide, tags, layout)


def markdown(source: str, slide: str = "") -> Any:
    return _mark(nbformat.v4.new_markdown_cell(source), slide, (), "")


def _mark(cell: Any, slide: str, tags: Sequence[str], layout: str) -> Any:
    if slide:
        cell.metadata["slideshow"] = {"slide_type": slide}
    if layout:
        cell.metadata.setdefault("slideshow", {})["layout"] = layout
    if tags:
        cell.metadata["tags"] = list(tags)
    return cell


def write(folder: Path, name: str, *cells: Any) -> Path:
    for position, cell in enumerate(cells):
        cell["id"] = f"{name.replace('_', '-')}-{position}"
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)
    return path


def read(folder: Path, *cells: Any, name: str = "1_cleaning", meta: Meta = META) -> Document:
    """Read one notebook that consists of the given cells."""
    return read_document([write(folder, name, *cells)], meta)


def study(folder: Path) -> Document:
    """A document with every kind of block and most arrangements of a slide."""
    segment_blocks = [
        block
        for name in ("Loyal families", "Bargain hunters")
        for block in (
            heading(f"{name} deserve a plan of their own"),
            kpis(
                ("Households", "512", "n"), ("Share", "51 %", "share"), ("Orders", "4.2", "orders")
            ),
            figure(f"Profile of {name}", alt=f"Radar of {name}"),
            sentence("action", "Reserve ", ("31", "slots"), " delivery slots."),
            sentence("avoid", "No coupons."),
        )
    ]
    rows = [[f"Rule {i}", f"{i},000", f"-{i}"] for i in range(12)]
    summary = write(
        folder,
        "9_summary",
        markdown("# Summary"),
        code(
            heading("A fifth of the households brings half of the revenue"),
            kpis(
                ("Households", "2,469", "households"),
                ("Revenue", "$4.6 m", "revenue"),
                ("Top", "51 %", "top"),
            ),
            sentence("point", "Loyal families order ", ("3.4", "order_ratio"), " times as often."),
            sentence("note", "Computed from order lines."),
            slide="slide",
        ),
    )
    cleaning = write(
        folder,
        "1_cleaning",
        code(source="study = 'x'", tags=["parameters"]),
        markdown("# Cleaning the export\n\nNine of ten lines *survive*.", slide="slide"),
        markdown(RULES),
        code(
            heading("Twelve rules remove little"),
            table("Ledger", ["Rule", "Lines", "Money"], rows),
            slide="slide",
        ),
        code(not_applicable("Countries", "the export has no country column"), slide="slide"),
    )
    segments = write(
        folder,
        "5_segments",
        markdown("# Segments", slide="slide"),
        code(*segment_blocks, slide="slide"),
        code(heading("Revenue follows the season"), figure("By month", size="wide"), slide="slide"),
        code(sentence("body", "November is strong."), slide="fragment"),
        code(heading("Two views"), figure("Left"), figure("Right"), slide="slide", layout="below"),
    )
    return read_document([summary, cleaning, segments], META)
