"""The few words that the renderers add themselves, by language."""

from __future__ import annotations

import datetime
import re

_LABELS: dict[str, dict[str, str]] = {
    "en": {
        "contents": "Contents",
        "skip": "Skip to content",
        "theme": "Light / dark",
        "show_code": "Show code",
        "code": "Code",
    },
    "id": {
        "contents": "Daftar isi",
        "skip": "Langsung ke isi",
        "theme": "Terang / gelap",
        "show_code": "Tampilkan kode",
        "code": "Kode",
    },
}


def labels(language: str) -> dict[str, str]:
    """Return the renderers' own words in a language.

    Args:
        language: A language code such as ``en``.

    Raises:
        ValueError: If there is no translation.
    """
    if language not in _LABELS:
        raise ValueError(f"language must be one of {', '.join(_LABELS)}; got {language!r}")
    return _LABELS[language]


def long_date(date: datetime.date, language: str) -> str:
    """Write a date out in words, for example ``5 November 2026``."""
    from babel.dates import format_date

    return format_date(date, "d MMMM y", locale=language)


def slug(text: str) -> str:
    """Turn a heading into the part of an address: lower case words joined by hyphens."""
    return "-".join(re.findall(r"\w+", text.lower())) or "section"
