"""What segments are called that no archetype fits, in the language of the report."""

from __future__ import annotations

from collections.abc import Sequence

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.segments.bands import Band
from segmentbook.segments.naming import Level

_LEVELS = {
    "high": mark("high {feature}"),
    "middle": mark("middle {feature}"),
    "low": mark("low {feature}"),
}


def describe(levels: Sequence[Level]) -> str:
    """Return a name such as `Customers with low recency, high frequency standing`.

    Args:
        levels: See `naming.levels`; titles of features in the language of the report.
    """
    parts = [gettext(_LEVELS[level], feature=feature.title.lower()) for feature, level in levels]
    return _("Customers with {levels} standing", levels=", ".join(parts))


def bands() -> dict[Band, str]:
    """Return what bands of value are called; `{value}` stands for the title of the feature."""
    words: dict[Band, str] = {
        "high": claim("exact", "Band of high value ({value})"),
        "middle": claim("exact", "Band of middle value ({value})"),
        "low": claim("exact", "Band of low value ({value})"),
    }
    return {band: gettext(word) for band, word in words.items()}
