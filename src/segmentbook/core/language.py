"""The language of the report: texts of the package are looked up in a catalogue by their English.

A text in a function is written `_("...")`, one that a module keeps `mark("...")`; the display looks up
every text that it shows. What is in no catalogue, such as data, stays as it is.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from segmentbook.core.claims import Claim

ENGLISH = "en"

_current = ENGLISH


def set_language(language: str) -> None:
    """Set the language of this process.

    Args:
        language: A language code such as `id` for which there is a catalogue, or `en`.
    """
    global _current
    _current = language


def current_language() -> str:
    """Return the language code of this process."""
    return _current


def files(language: str) -> list[Path]:
    """Return the file of a language's catalogue; English has none."""
    if language == ENGLISH:
        return []
    return [Path(__file__).parent / "locale" / language / "LC_MESSAGES" / "segmentbook.po"]


@cache
def translations(language: str) -> NullTranslations:
    """Return the translations into a language, with the plural forms that its catalogue declares."""
    for file in files(language):
        # Not needed for English, and slow to import.
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        compiled = io.BytesIO()
        with file.open("rb") as text:
            write_mo(compiled, read_po(text, locale=language))
        compiled.seek(0)
        return GNUTranslations(compiled)
    return NullTranslations()


def gettext(message: str, **values: str) -> str:
    """Return a text in the language of this process.

    Args:
        message: The English text. Without values its fields stay: they name metrics.
        values: What its fields stand for, ready to be read. The text is no template after that: a
            brace in a value would be read as a field.

    Returns:
        The translation, or the English where there is none; of a claim, a claim of its kind.
    """
    # The catalogue's entry for the empty text is its header.
    text = translations(_current).gettext(message) if message else message
    text = text.format(**values) if values else text
    return Claim(text, message.kind) if isinstance(message, Claim) else text


def ngettext(singular: str, plural: str, n: int, /, **values: str) -> str:
    """Return a text about a number of things in the language of this process.

    Args:
        singular: The English text about one.
        plural: The English text about any other number.
        n: The number.
        values: As in `gettext`.

    Returns:
        The form that the language has for this number, or the English where there is none.
    """
    text = translations(_current).ngettext(singular, plural, n)
    return text.format(**values) if values else text
