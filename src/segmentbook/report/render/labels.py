"""The few words that the renderers add themselves, in the language of the report."""

from __future__ import annotations

import datetime
import re

from segmentbook.core.language import gettext
from segmentbook.core.message import mark
from segmentbook.report.render.document import Meta

_LABELS = {
    "contents": mark("Contents"),
    "skip": mark("Skip to content"),
    "theme": mark("Light / dark"),
    "show_code": mark("Show code"),
    "code": mark("Code"),
}


def labels() -> dict[str, str]:
    """Return the renderers' own words in the language of the process."""
    return {name: gettext(text) for name, text in _LABELS.items()}


def long_date(date: datetime.date, language: str) -> str:
    """Write a date out in words, for example ``5 November 2026``."""
    from babel.dates import format_date

    return format_date(date, "d MMMM y", locale=language)


def period(first: datetime.date, last: datetime.date, language: str) -> str:
    """Write a period out in words, for example ``4 January`` to ``9 December 2011`` with a dash."""
    from babel.dates import format_date

    pattern = "d MMMM" if first.year == last.year else "d MMMM y"
    return f"{format_date(first, pattern, locale=language)} – {long_date(last, language)}"


def cover_date(meta: Meta) -> str:
    """Return the period of the data in words, or the date of the report where it is not known."""
    if meta.period is None:
        return long_date(meta.date, meta.language)
    return period(*meta.period, meta.language)


def slug(text: str) -> str:
    """Turn a heading into the part of an address: lower case words joined by hyphens."""
    return "-".join(re.findall(r"\w+", text.lower())) or "section"
