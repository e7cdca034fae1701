"""Document -> report.html: one file that opens offline and loads nothing from outside."""

from __future__ import annotations

import base64
import functools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from segmentbook.report.blocks import plain
from segmentbook.report.render.document import Chapter, Document
from segmentbook.report.render.grouping import group_blocks
from segmentbook.report.render.interactive import library, packed, permission, plot_json
from segmentbook.report.render.labels import cover_date, labels, slug

_TEMPLATES = Path(__file__).parent / "templates"

# Level 1 is the title of the whole report, so a chapter's own levels move down by one.
_LEVEL_SHIFT = 1

# Characters: texts wrap at this width of a column; in a narrower window the table scrolls.
_READABLE = 30


def render_html(document: Document) -> str:
    """Render all chapters of a document as one HTML page.

    Args:
        document: The document; its slides are not used.

    Returns:
        The page, with styles, script and figures inside.
    """
    meta = document.meta
    ids = _Ids()
    chapters = [_chapter_view(chapter, ids) for chapter in document.chapters]
    scripts = [_script("report.js")]
    drawing = ""
    if any(group.get("plot") for chapter in chapters for group in chapter["groups"]):
        scripts.append(_script("plots.js"))
        drawing = library()
    page: str = (
        _environment()
        .get_template("report.html.j2")
        .render(
            meta=meta,
            date=cover_date(meta),
            labels=labels(),
            chapters=chapters,
            scripts=scripts,
            library=packed(drawing) if drawing else "",
            permissions=" ".join(permission(script) for script in (*scripts, drawing) if script),
        )
    )
    return page


def _script(name: str) -> Any:
    from markupsafe import Markup

    return Markup((_TEMPLATES / name).read_text("utf-8"))  # noqa: S704 (our own file)


class _Ids:
    """Makes ids that are readable, unique and the same in every run."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def new(self, text: str) -> str:
        name = slug(text)
        self._seen[name] += 1
        count = self._seen[name]
        return name if count == 1 else self.new(f"{name}-{count}")


def _chapter_view(chapter: Chapter, ids: _Ids) -> dict[str, Any]:
    view: dict[str, Any] = {
        "id": ids.new(f"chapter-{chapter.key}"),
        "number": chapter.number,
        "title": chapter.title,
        "links": [],
    }
    view["groups"] = list(_groups(chapter, ids, view["links"]))
    return view


def _groups(chapter: Chapter, ids: _Ids, links: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    for group in group_blocks(chapter.blocks):
        kind = group["kind"]
        if kind == "heading":
            if group["level"] == 1:
                continue
            text = plain(group["spans"])
            name = ids.new(f"{chapter.key}-{text}")
            if group["level"] == 2:
                links.append({"id": name, "title": text})
            yield {**group, "id": name, "level": group["level"] + _LEVEL_SHIFT}
        elif kind == "figure":
            picture = base64.b64encode(group["svg"].encode()).decode()
            name = ids.new(f"figure-{chapter.key}")
            yield {**group, "id": name, "picture": picture, "plot": _plot(group)}
        elif kind == "table":
            yield {**group, "id": ids.new(f"table-{chapter.key}"), "least": _least_widths(group)}
        elif kind == "code":
            yield {**group, "highlighted": _highlight(group["source"])}
        else:
            yield group


def _least_widths(table: dict[str, Any]) -> list[int]:
    """Return the least width of each column, in characters, at which it can be read.

    A column of texts needs a line, one of numbers (which never break) half of its head.
    """
    least = []
    for place, column in enumerate(table["columns"]):
        longest = max((len(row[place]) for row in table["rows"]), default=0)
        half_head = -(-len(column["name"]) // 2)
        least.append(min(longest if column["align"] == "left" else half_head, _READABLE))
    return least


def _plot(figure: dict[str, Any]) -> Any:
    from markupsafe import Markup

    # JSON whose every "<" is escaped ends no script element
    return Markup(plot_json(figure["interactive"])) if figure.get("interactive") else ""  # noqa: S704


def _highlight(source: str) -> Any:
    from markupsafe import Markup

    # nbconvert escapes the source, and adds spans with class names
    return Markup(_highlighter()(source))  # noqa: S704


@functools.cache
def _highlighter() -> Any:
    from nbconvert.filters import Highlight2HTML

    return Highlight2HTML(pygments_lexer="ipython3")  # type: ignore[no-untyped-call]


@functools.cache
def _environment() -> Any:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    return environment
