"""The language of the report: texts of ours are looked up in a catalogue, by their English.

A text in a function is written `_("...")`, one that a module keeps `mark("...")`; the display looks up
whatever it is given. A text that is in no catalogue, data for one, stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

ENGLISH = "en"

Forms = tuple[str, ...]
"""A translation: one text, or one for each form that a number asks for."""

_spoken = ENGLISH


def set_language(language: str) -> None:
    """Set the language of this process.

    Args:
        language: A language code such as `id`, of which there is a catalogue, or `en`.
    """
    global _spoken
    _spoken = language


def current_language() -> str:
    """Return the language code that this process speaks."""
    return _spoken


def files(language: str) -> list[Path]:
    """Return the file of a language's catalogue; English has none."""
    if language == ENGLISH:
        return []
    return [Path(__file__).parent / "locale" / language / "LC_MESSAGES" / "segmentbook.po"]


@cache
def catalogue(language: str) -> Mapping[str, Forms]:
    """Return the translations into a language by their English text; none of English."""
    found: dict[str, Forms] = {}
    for file in files(language):
        for message in _entries(file, language):
            ids = message.id if message.pluralizable else (message.id,)
            forms = message.string if message.pluralizable else (message.string,)
            if ids[0] and all(forms):
                found[ids[0]] = tuple(forms)
    return found


def _entries(file: Path, language: str) -> Any:
    from babel.messages.pofile import read_po  # English needs it not

    with file.open("rb") as text:
        return read_po(text, locale=language)


def gettext(message: str, **values: str) -> str:
    """Return a text in the language of this process.

    Args:
        message: The English text. Without values its fields stay: they name metrics.
        values: What its fields stand for, as it is to be read. The text is then no template any
            more: a brace in a value would be read as a field.

    Returns:
        The translation, or the English where there is none.
    """
    text = catalogue(_spoken).get(message, (message,))[0]
    return text.format(**values) if values else text


def ngettext(singular: str, plural: str, n: int, /, **values: str) -> str:
    """Return a text about a number of things in the language of this process.

    Args:
        singular: The English text about one.
        plural: The English text about any other number.
        n: The number.
        values: As in `gettext`.

    Returns:
        The translation: its first form for one, its last for others; Indonesian has one form.
    """
    forms = catalogue(_spoken).get(singular, (singular, plural))
    text = forms[0] if n == 1 else forms[-1]
    return text.format(**values) if values else text
