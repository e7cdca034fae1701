"""Show exhibits once, for every renderer.

Each heading, sentence, row of key figures, figure or table is emitted as one block: a MIME bundle that
the renderers of the report read, with an HTML form beside it for JupyterLab.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from segmentbook.core.claims import kind_of
from segmentbook.core.language import gettext
from segmentbook.core.message import mark
from segmentbook.core.metrics import resolve
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.report.blocks import BLOCK_MIME, FEWEST_KPIS, SVG_MIME
from segmentbook.report.exhibit import Exhibit, Kpis, Part, Picture, Table, Template, Text
from segmentbook.report.formats import WORDS, Formats
from segmentbook.report.sentences import Span, compute, plain_text

_NOTHING_KNOWN = NotApplicable(reason=mark("the export has none of these figures"))
"""Why an exhibit would hold only its title."""


class Display:
    """Emits the blocks of one chapter, in the language of the process.

    Templates, labels, heads of columns, reasons and cells of the kind `term` are looked up in the
    catalogue. Cells of other kinds and values of metrics are data.

    Args:
        formats: How values are written.
        source: Line under a figure.
        metrics: Returns all metrics known so far.
        record: Takes the name of an exhibit and its metrics, which replace what it recorded before.
    """

    def __init__(
        self,
        formats: Formats,
        source: str,
        metrics: Callable[[], Mapping[str, Any]],
        record: Callable[[str, Mapping[str, Any]], None] = lambda *_: None,
    ) -> None:
        self._formats = formats
        self._source = source
        self._metrics = metrics
        self._record = record

    def __call__(self, *exhibits: Exhibit | Sequence[Exhibit]) -> None:
        """Record the metrics of exhibits and show each: heading, then its parts in their order."""
        for one in exhibits:
            for exhibit in [one] if isinstance(one, Exhibit) else one:
                self._record(exhibit.name, exhibit.metrics)
                self._show(exhibit)

    def _show(self, exhibit: Exhibit) -> None:
        if exhibit.missing is not None:
            self._not_applicable(exhibit.what, exhibit.missing)
            return
        if exhibit.title and exhibit.parts and not any(map(self._shows, exhibit.parts)):
            self._not_applicable(exhibit.what, _NOTHING_KNOWN)
            return
        if exhibit.title:
            self._heading(exhibit.title)
        for part in exhibit.parts:
            match part:
                case Text():
                    self._sentence(part.template, part.style)
                case Kpis():
                    self._kpis(part)
                case Picture():
                    self._figure(part)
                case Table():
                    self._table(part)

    def _shows(self, part: Part) -> bool:
        """Return whether a part shows anything: key figures need a value that is known."""
        if not isinstance(part, Kpis):
            return True
        return any(self._all_known(self._spans("{" + field + "}")) for field in part.items.values())

    def _heading(self, title: Template) -> None:
        """Show a computed heading of level 2; on a slide it is the title."""
        spans = self._spans(title)
        self._emit(
            {"kind": "heading", "level": 2, "spans": spans, "claim": _claim(title)},
            f"<h2>{html.escape(plain_text(spans))}</h2>",
        )

    def _sentence(self, template: Template, style: str = "body") -> None:
        self._emit_sentence(self._spans(template), style, _claim(template))

    def _kpis(self, figures: Kpis) -> None:
        """Show the key figures that the study knows: in a row, or in a list where they are few."""
        shown: list[dict[str, Any]] = []
        for label, field in figures.items.items():
            [value] = self._spans("{" + field + "}")
            if not self._all_known([value]):
                continue
            note = self._spans(figures.notes.get(label, ""))
            note = note if self._all_known(note) else []
            shown.append(
                {
                    "label": gettext(label),
                    "value": value["text"],
                    "metric": value["metric"],
                    "note": note,
                }
            )
        if len(shown) < FEWEST_KPIS:
            for item in shown:
                value = {"text": item["value"], "metric": item["metric"]}
                self._emit_sentence([{"text": f"{item['label']}: "}, value], "point")
            return
        cells = "".join(
            f"<td><b>{html.escape(item['value'])}</b><br>{html.escape(item['label'])}</td>"
            for item in shown
        )
        self._emit({"kind": "kpis", "items": shown}, f"<table><tr>{cells}</tr></table>")

    def _figure(self, picture: Picture) -> None:
        spans = self._spans(picture.title)
        buffer = io.StringIO()
        picture.figure.savefig(
            buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None}
        )
        block = {
            "kind": "figure",
            "title": spans,
            "claim": _claim(picture.title),
            "alt": picture.alt,
            "source": gettext("Source: {source}", source=self._source),
            "size": "wide" if picture.wide else "normal",
            "interactive": picture.interactive,
        }
        svg = buffer.getvalue()
        markup = _html_figure(block, svg)
        bundle = {BLOCK_MIME: block, SVG_MIME: svg, "text/html": markup}
        self._publish(bundle, plain_text(spans))

    def _table(self, table: Table) -> None:
        heads = [
            {"name": gettext(head), "align": "left" if kind in WORDS else "right"}
            for head, kind in table.columns.values()
        ]
        kinds = [kind for _, kind in table.columns.values()]
        rows = [
            [self._formats.write(value, kind) for value, kind in zip(row, kinds, strict=True)]
            for row in table.data[list(table.columns)].itertuples(index=False)
        ]
        block = {
            "kind": "table",
            "title": self._spans(table.title),
            "claim": _claim(table.title),
            "columns": heads,
            "rows": rows,
            "emphasise": table.emphasise,
            "header_column": kinds[0] in ("text", "term"),
            "note": "",
        }
        self._emit(block, _html_table(block))

    def _not_applicable(self, what: str, missing: NotApplicable) -> None:
        """Show that something does not apply to this study, and why."""
        what, template = gettext(what), gettext(missing.reason)
        reason = template
        if missing.values:
            reason = plain_text(compute(template, missing.values, self._formats, {}))
        block = {"kind": "not_applicable", "what": what, "reason": reason}
        text = html.escape(f"{what}: {reason}")
        self._emit(block, f"<p style='color:gray'>{text}</p>")

    def _spans(self, template: Template) -> list[Span]:
        text, names = (template, {}) if isinstance(template, str) else template
        return compute(gettext(text), self._metrics(), self._formats, names)

    def _all_known(self, spans: list[Span]) -> bool:
        """Return whether every metric that is quoted has a value."""
        known = self._metrics()
        return all(resolve(known, span["metric"]) is not None for span in spans if "metric" in span)

    def _emit_sentence(self, spans: list[Span], style: str, claim: str = "") -> None:
        block = {"kind": "sentence", "style": style, "spans": spans, "claim": claim}
        before, after = _MARKUP[style]
        self._emit(block, f"{before}{html.escape(plain_text(spans))}{after}")

    def _emit(self, block: dict[str, Any], markup: str) -> None:
        self._publish({BLOCK_MIME: block, "text/html": markup}, block["kind"])

    def _publish(self, bundle: dict[str, Any], text: str) -> None:
        from IPython.display import display

        show: Any = display  # untyped
        show({**bundle, "text/plain": text}, raw=True)


_MARKUP = {
    "body": ("<p>", "</p>"),
    "point": ("<ul><li>", "</li></ul>"),
    "note": ("<p><small>", "</small></p>"),
    "action": ("<ul><li><b>", "</b></li></ul>"),
    "avoid": ("<ul><li><i>", "</i></li></ul>"),
}
"""What stands around a sentence in JupyterLab, by its style."""


def _claim(template: Template) -> str:
    """Return the kind of claim that a template makes, empty where it is a description."""
    return kind_of(template if isinstance(template, str) else template[0])


def _html_table(block: dict[str, Any]) -> str:
    """Return a table as JupyterLab shows it."""
    head = "".join(f"<th>{html.escape(column['name'])}</th>" for column in block["columns"])
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in block["rows"]
    )
    caption = html.escape(plain_text(block["title"]))
    return f"<table><caption><b>{caption}</b></caption><tr>{head}</tr>{body}</table>"


def _html_figure(block: dict[str, Any], svg: str) -> str:
    """Return a figure as JupyterLab shows it: title, picture, source and text alternative.

    The picture has a white ground of its own, so that it can be read in a dark theme.
    """
    title, alt, source = (
        html.escape(text) for text in (plain_text(block["title"]), block["alt"], block["source"])
    )
    data = base64.b64encode(svg.encode()).decode()
    return (
        f"<figure style='margin:0'><figcaption><b>{title}</b></figcaption>"
        f'<img src="data:{SVG_MIME};base64,{data}" alt="{alt}" style="background:white">'
        f"<p><small>{source}</small></p>"
        f"<details><summary><small>Text alternative</small></summary>{alt}</details></figure>"
    )
