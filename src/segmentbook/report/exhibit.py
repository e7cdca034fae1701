"""An exhibit: what is shown together under one title, as one value that a page returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal, ParamSpec

from segmentbook.core.claims import kind_of
from segmentbook.core.not_applicable import NotApplicable, first_missing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_P = ParamSpec("_P")

Style = Literal["body", "point", "note", "action", "avoid"]
"""`body` text, `point` of a list, `note` in small print, recommended `action`, what to `avoid`."""

Template = str | tuple[str, Mapping[str, str]]
"""A marked message whose fields are metrics, alone or with short names for the metrics it quotes:
`("{name} bring {share:percent}", {"name": "segments.0.name", "share": "segments.0.share"})`."""

Column = tuple[str, str]
"""Title of a table's column (a marked message) and the kind of format of its values."""


@dataclass(frozen=True)
class Text:
    """A computed sentence.

    Args:
        template: The sentence; every number in it is a metric.
        style: How it is set.
    """

    template: Template
    style: Style = "body"


def points(templates: Iterable[Template]) -> list[Text]:
    """Return sentences as the points of a list."""
    return [Text(template, "point") for template in templates]


def notes(templates: Iterable[Template]) -> list[Text]:
    """Return sentences as notes."""
    return [Text(template, "note") for template in templates]


@dataclass(frozen=True)
class Kpis:
    """A row of key figures, without those that a study does not know (metrics of None).

    Args:
        items: Label of each figure (a marked message) and its metric with format, e.g.
            `{"revenue": "revenue:money_short"}`.
        notes: For a label, a template that explains it.
    """

    items: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """A figure and its text alternative.

    Args:
        figure: The matplotlib figure.
        alt: What the figure shows, in the study's language, with its main numbers.
        title: Template of the line above it.
        wide: Whether it wants a slide of its own width.
        interactive: A plotly figure as plain JSON, shown in the HTML in place of the still.
    """

    figure: Figure
    alt: str
    title: Template = ""
    wide: bool = False
    interactive: Mapping[str, Any] | None = None

    def titled(self, title: Template) -> Picture:
        """Return the picture under a title."""
        return replace(self, title=title)


@dataclass(frozen=True)
class Table:
    """Columns of a frame as a table.

    Args:
        data: The rows.
        columns: For each column of the frame its title and the kind of format.
        title: Template of the title.
        emphasise: Number of a row to stress.
    """

    data: pd.DataFrame
    columns: Mapping[str, Column]
    title: Template
    emphasise: int | None = None


Part = Text | Kpis | Picture | Table


@dataclass(frozen=True)
class Exhibit:
    """What is shown together under one title.

    Args:
        title: Template of the heading; empty where it belongs to the heading above it.
        parts: Pictures, tables, key figures and sentences in the order in which they are shown.
        metrics: The numbers by name that its sentences quote and that later exhibits may quote.
        name: Who records the metrics; `page` gives the name of the page.
        what: What it shows, for readers of a study that lacks it; `page` gives it.
        missing: Why there is nothing to show.
    """

    title: Template = ""
    parts: Sequence[Part] = ()
    metrics: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    what: str = ""
    missing: NotApplicable | None = None


def claims(exhibits: Iterable[Exhibit]) -> list[str]:
    """Return the kinds of the claims that exhibits make, once for each text that makes one."""
    templates: list[Template] = []
    for one in exhibits:
        templates.append(one.title)
        templates += [
            part.template if isinstance(part, Text) else part.title
            for part in one.parts
            if not isinstance(part, Kpis)
        ]
    texts = [template if isinstance(template, str) else template[0] for template in templates]
    return [kind for kind in map(kind_of, texts) if kind]


Shown = Exhibit | NotApplicable | Sequence[Exhibit]
"""What the function of a page may return."""


def page(what: str = "") -> Callable[[Callable[_P, Shown]], Callable[_P, list[Exhibit]]]:
    """Make the function of a page return named exhibits, whatever its inputs are.

    An argument that is not applicable, or such a result, becomes an exhibit that says so. The name
    of each exhibit is that of the page, so that showing it again replaces its metrics.

    Args:
        what: What the page shows, as a marked message, for readers of a study that lacks it. A page
            that continues another, which says why there is nothing to show, has none and shows nothing.
    """

    def decorate(function: Callable[_P, Shown]) -> Callable[_P, list[Exhibit]]:
        @wraps(function)
        def checked(*args: _P.args, **kwargs: _P.kwargs) -> list[Exhibit]:
            name = f"{function.__module__.removeprefix('segmentbook.pages.')}.{function.__name__}"
            # An edited page is reloaded into `__wrapped__`; the closure would keep the old one.
            shown = first_missing(*args, *kwargs.values()) or checked.__wrapped__(*args, **kwargs)
            if isinstance(shown, NotApplicable) and not what:
                return []
            if isinstance(shown, NotApplicable):
                return [Exhibit(name=name, what=what, missing=shown)]
            if isinstance(shown, Exhibit):
                return [replace(shown, name=".".join(filter(None, (name, shown.name))), what=what)]
            return [
                replace(one, name=f"{name}.{one.name or place}", what=what)
                for place, one in enumerate(shown)
            ]

        return checked

    return decorate
