"""Show a heading, sentence, KPI row, figure or table once, for every renderer.

Each call emits one block: a MIME bundle that the report's renderers read, with a plain form beside it
for JupyterLab.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from segmentbook.core.language import gettext
from segmentbook.core.metrics import resolve
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.report.blocks import BLOCK_MIME, SVG_MIME
from segmentbook.report.exhibit import Column, Exhibit, Kpis, Picture, Table, Template, Text
from segmentbook.report.formats import WORDS, Formats
from segmentbook.report.sentences import Span, compute, plain_text

if TYPE_CHECKING:
    import pandas as pd

_FEWEST_KPIS = 3
"""Fewer key figures make no row, but a list."""


class Display:
    """Emits the blocks of one chapter, in the language of the process.

    Templates, labels, heads of columns, what does not apply and cells of the kind `term` are looked
    up in the catalogue. Cells of other kinds and values of metrics are data.

    Args:
        formats: How values are written.
        source: Line under a figure that has none of its own.
        metrics: Returns all metrics known so far.
        record: Takes the name of an exhibit and its metrics; what it recorded before is replaced.
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
        for given in exhibits:
            for exhibit in [given] if isinstance(given, Exhibit) else given:
                self._record(exhibit.name, exhibit.metrics)
                self._show(exhibit)

    def _show(self, exhibit: Exhibit) -> None:
        if exhibit.missing is not None:
            what = exhibit.what or exhibit.missing.what
            self.not_applicable(NotApplicable(what, exhibit.missing.reason, exhibit.missing.values))
            return
        if exhibit.title:
            self.heading(exhibit.title)
        for part in exhibit.parts:
            match part:
                case Text():
                    self.sentence(part.template, part.style)
                case Kpis():
                    self.kpis(part.items, part.notes)
                case Picture():
                    self.figure(part, part.title)
                case Table():
                    self.table(part.data, part.columns, part.title, part.emphasise)

    def given(self, needed: Any, what: str) -> Display:
        """Return the display for a part of a chapter that rests on something.

        Args:
            needed: What it rests on. If that is not applicable, a line says so now, and whatever
                is shown on the returned display is not.
            what: What the part would have shown.
        """
        if not isinstance(needed, NotApplicable):
            return self
        self.not_applicable(NotApplicable(what, needed.reason))
        return _Silent(self._formats, self._source, self._metrics)

    def heading(self, said: Template) -> None:
        """Show a computed heading of level 2; on a slide it is the title."""
        spans = self._say(said)
        self._emit(
            {"kind": "heading", "level": 2, "spans": spans},
            f"<h2>{html.escape(plain_text(spans))}</h2>",
        )

    def sentence(self, said: Template, style: str = "body") -> None:
        """Show a computed sentence.

        Args:
            said: A template, or one with short names for metrics; see `sentences.compute`.
            style: `body`, `point` (of a list), `action` (a recommendation), `avoid` (what is not
                to be done, beside the actions) or `note`.
        """
        self._emit_sentence(self._say(said), style)

    def sentences(self, said: Sequence[Template] | NotApplicable, style: str) -> None:
        """Show several computed sentences of one style; none of what is not applicable."""
        for one in () if isinstance(said, NotApplicable) else said:
            self.sentence(one, style)

    def kpis(self, items: Mapping[str, str], notes: Mapping[str, str] | None = None) -> None:
        """Show a row of key figures, without those that a study does not know (metrics of None).

        Args:
            items: Label of each figure and its metric with format, e.g. `"revenue:money_short"`.
            notes: For a label, a template that explains it.
        """
        shown: list[dict[str, Any]] = []
        for label, field in items.items():
            [value] = self._say("{" + field + "}")
            if not self._knows([value]):
                continue
            note = self._say((notes or {}).get(label, ""))
            note = note if self._knows(note) else []
            shown.append(
                {
                    "label": gettext(label),
                    "value": value["text"],
                    "metric": value["metric"],
                    "note": note,
                }
            )
        if len(shown) < _FEWEST_KPIS:
            for item in shown:
                value = {"text": item["value"], "metric": item["metric"]}
                self._emit_sentence([{"text": f"{item['label']}: "}, value], "point")
            return
        cells = "".join(
            f"<td><b>{html.escape(item['value'])}</b><br>{html.escape(item['label'])}</td>"
            for item in shown
        )
        self._emit({"kind": "kpis", "items": shown}, f"<table><tr>{cells}</tr></table>")

    def figure(self, picture: Picture | NotApplicable, title: Template) -> None:
        """Show a figure under a computed title that says what it shows."""
        if isinstance(picture, NotApplicable):
            self.not_applicable(picture)
            return
        spans = self._say(title)
        buffer = io.StringIO()
        picture.figure.savefig(
            buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None}
        )
        block = {
            "kind": "figure",
            "title": spans,
            "alt": picture.alt,
            "source": gettext("Source: {source}", source=self._source),
            "size": "wide" if picture.wide else "normal",
            "interactive": picture.interactive,
        }
        svg = buffer.getvalue()
        markup = _html_figure(block, svg)
        bundle = {BLOCK_MIME: block, SVG_MIME: svg, "text/html": markup}
        self._publish(bundle, plain_text(spans))

    def table(
        self,
        data: pd.DataFrame | NotApplicable,
        columns: Mapping[str, Column],
        title: Template,
        emphasise: int | None = None,
    ) -> None:
        """Show columns of a frame as a table.

        Args:
            data: The rows.
            columns: For each column of the frame its title and the kind of format.
            title: Template of the title.
            emphasise: Number of a row to stress.
        """
        if isinstance(data, NotApplicable):
            self.not_applicable(data)
            return
        heads = [
            {"name": gettext(head), "align": "left" if kind in WORDS else "right"}
            for head, kind in columns.values()
        ]
        kinds = [kind for _, kind in columns.values()]
        rows = [
            [self._formats.write(value, kind) for value, kind in zip(row, kinds, strict=True)]
            for row in data[list(columns)].itertuples(index=False)
        ]
        block = {
            "kind": "table",
            "title": self._say(title),
            "columns": heads,
            "rows": rows,
            "emphasise": emphasise,
            "header_column": kinds[0] in ("text", "term"),
            "note": "",
        }
        self._emit(block, _html_table(block))

    def not_applicable(self, missing: NotApplicable) -> None:
        """Say that something does not apply to this study, and why."""
        what = gettext(missing.what)
        template = gettext(missing.reason)
        reason = template
        if missing.values:
            reason = plain_text(compute(template, missing.values, self._formats, {}))
        block = {"kind": "not_applicable", "what": what, "reason": reason}
        text = html.escape(f"{what}: {reason}")
        self._emit(block, f"<p style='color:gray'>{text}</p>")

    def _say(self, said: Template) -> list[Span]:
        template, names = (said, {}) if isinstance(said, str) else said
        return compute(gettext(template), self._metrics(), self._formats, names)

    def _knows(self, spans: list[Span]) -> bool:
        """Say whether every metric that is quoted has a value."""
        known = self._metrics()
        return all(resolve(known, span["metric"]) is not None for span in spans if "metric" in span)

    def _emit_sentence(self, spans: list[Span], style: str) -> None:
        self._emit(
            {"kind": "sentence", "style": style, "spans": spans},
            f"<p>{html.escape(plain_text(spans))}</p>",
        )

    def _emit(self, block: dict[str, Any], markup: str) -> None:
        self._publish({BLOCK_MIME: block, "text/html": markup}, block["kind"])

    def _publish(self, bundle: dict[str, Any], text: str) -> None:
        from IPython.display import display

        show: Any = display  # untyped
        show({**bundle, "text/plain": text}, raw=True)


class _Silent(Display):
    """A display for what rests on something that is not there: it computes and shows nothing."""

    def _say(self, _: Template) -> list[Span]:
        return [{"text": "", "metric": ""}]

    def _knows(self, _: list[Span]) -> bool:
        return False

    def _publish(self, bundle: dict[str, Any], text: str) -> None:
        pass


def _html_table(block: dict[str, Any]) -> str:
    head = "".join(f"<th>{html.escape(column['name'])}</th>" for column in block["columns"])
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in block["rows"]
    )
    caption = html.escape(plain_text(block["title"]))
    return f"<table><caption>{caption}</caption><tr>{head}</tr>{body}</table>"


def _html_figure(block: dict[str, Any], svg: str) -> str:
    """Return a figure as JupyterLab shows it: title, picture, source and text alternative."""
    title, alt, source = (
        html.escape(text) for text in (plain_text(block["title"]), block["alt"], block["source"])
    )
    data = base64.b64encode(svg.encode()).decode()
    return (
        f"<figure><figcaption><b>{title}</b></figcaption>"
        f'<img src="data:{SVG_MIME};base64,{data}" alt="{alt}">'
        f"<p>{source}</p><details><summary>alt</summary><p>{alt}</p></details></figure>"
    )
