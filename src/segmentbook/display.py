"""Show a heading, sentence, KPI row, figure or table once, for every renderer.

Each call emits one block: a MIME bundle that the report's renderers read, with a plain form beside it
for JupyterLab.
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from segmentbook.formats import WORDS, Formats
from segmentbook.language import gettext
from segmentbook.metrics import resolve
from segmentbook.report.blocks import BLOCK_MIME
from segmentbook.sentences import Said, Span, compute, plain_text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_FEWEST_KPIS = 3
"""Fewer key figures make no row, but a list."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True)
class NotApplicable:
    """What a helper returns when a study lacks its input.

    Args:
        what: What would have been shown, e.g. `Revenue by country`.
        reason: Why it is not.

    Both are `language.mark`ed, or already in the language of the study.
    """

    what: str
    reason: str


def passes_on(function: Callable[_P, _T]) -> Callable[_P, _T | NotApplicable]:
    """Make a function hand on the first not-applicable argument instead of being called."""

    @wraps(function)
    def checked(*args: _P.args, **kwargs: _P.kwargs) -> _T | NotApplicable:
        missing = next((one for one in args if isinstance(one, NotApplicable)), None)
        return function(*args, **kwargs) if missing is None else missing

    return checked


def either(one: _T | NotApplicable, other: _T | NotApplicable) -> _T | NotApplicable:
    """Return the first of two that is applicable."""
    return other if isinstance(one, NotApplicable) else one


@dataclass(frozen=True)
class Picture:
    """A figure and its text alternative.

    Args:
        figure: The matplotlib figure.
        alt: What the figure shows, in the study's language, with its main numbers.
        wide: Whether it wants a slide of its own width.
        interactive: A plotly figure as plain JSON, shown in the HTML in place of the still.
    """

    figure: Figure
    alt: str
    wide: bool = False
    interactive: Mapping[str, Any] | None = None


Column = tuple[str, str]
"""Title of a table's column and the kind of format of its values."""


class Display:
    """Emits the blocks of one chapter, in the language of the process.

    Templates, labels, heads of columns, what does not apply and cells of the kind `term` are looked
    up in the catalogue. Cells of other kinds and values of metrics are data.

    Args:
        formats: How values are written.
        source: Line under a figure that has none of its own.
        metrics: Returns all metrics known so far.
    """

    def __init__(
        self, formats: Formats, source: str, metrics: Callable[[], Mapping[str, Any]]
    ) -> None:
        self._formats = formats
        self._source = source
        self._metrics = metrics

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

    def heading(self, said: str | Said) -> None:
        """Show a computed heading of level 2; on a slide it is the title."""
        spans = self._say(said)
        self._emit(
            {"kind": "heading", "level": 2, "spans": spans},
            f"<h2>{html.escape(plain_text(spans))}</h2>",
        )

    def sentence(self, said: str | Said, style: str = "body") -> None:
        """Show a computed sentence.

        Args:
            said: A template, or one with short names for metrics; see `sentences.compute`.
            style: `body`, `point` (of a list), `action` (a recommendation), `avoid` (what is not
                to be done, beside the actions) or `note`.
        """
        self._emit_sentence(self._say(said), style)

    def sentences(self, said: Sequence[str | Said] | NotApplicable, style: str) -> None:
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

    def figure(self, picture: Picture | NotApplicable, title: str | Said) -> None:
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
        self._publish({BLOCK_MIME: block, "image/svg+xml": buffer.getvalue()}, plain_text(spans))

    def table(
        self,
        data: pd.DataFrame | NotApplicable,
        columns: Mapping[str, Column],
        title: str | Said,
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
        what, reason = gettext(missing.what), gettext(missing.reason)
        block = {"kind": "not_applicable", "what": what, "reason": reason}
        text = html.escape(f"{what}: {reason}")
        self._emit(block, f"<p style='color:gray'>{text}</p>")

    def _say(self, said: str | Said) -> list[Span]:
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

    def _say(self, _: str | Said) -> list[Span]:
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
