"""Which characters the shipped fonts can draw. PDF/A refuses a page with a missing glyph."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path
from typing import Any

FONT_DIR = Path(__file__).parent / "fonts"

_PLACEHOLDERS = ("\u25a1", "?")
# marks, variation selectors and format characters belong to a neighbour: no box of their own
_SILENT_CATEGORIES = {"Mn", "Me", "Cf", "Cc", "Cs"}
_BREAKS = {"\n", "\u200b"}


@functools.cache
def coverage() -> frozenset[str]:
    """The characters that every shipped font has, without the private use area."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    shared: set[int] | None = None
    for path in sorted(FONT_DIR.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            codes = set(font.getBestCmap())
        shared = codes if shared is None else shared & codes
    characters = map(chr, shared or ())
    return frozenset(c for c in characters if unicodedata.category(c) not in ("Co", "Cf", "Cc"))


def drawable(text: str) -> str:
    """Replace what the shipped fonts cannot draw by a box, and drop what has no shape.

    Args:
        text: Any text.

    Returns:
        Text made only of characters in `coverage`, line breaks and zero-width spaces; never
        empty, because the standards refuse an empty heading.
    """
    known = coverage()
    if known.issuperset(text):
        return text
    box = next(mark for mark in _PLACEHOLDERS if mark in known)
    drawn = []
    for character in unicodedata.normalize("NFC", text):
        if character in known or character in _BREAKS:
            drawn.append(character)
        elif unicodedata.category(character) not in _SILENT_CATEGORIES:
            drawn.append(box)
    return "".join(drawn) or box


def drawable_values(value: Any) -> Any:
    """Apply `drawable` to every nested string but alternative texts, which are read, not drawn."""
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, list | tuple):
        return [drawable_values(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key == "alt" else drawable_values(item) for key, item in value.items()}
    return value
