"""What segments are called that no archetype's name fits, in the language of the report."""

from __future__ import annotations

from collections.abc import Sequence

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.features.score_columns import base_of
from segmentbook.segments.bands import Band
from segmentbook.segments.naming import Level

_LEVELS = {
    "high": mark("high {feature}"),
    "middle": mark("middle {feature}"),
    "low": mark("low {feature}"),
}
_RFM = {
    "high": mark("Recent customers with {orders} and {spending}"),
    "middle": mark("Customers with {orders} and {spending}"),
    "low": claim("exact", "Less recent customers with {orders} and {spending}"),
}
_ORDERS = {
    "high": mark("many orders"),
    "middle": mark("some orders"),
    "low": mark("few orders"),
}
_SPENDING = {
    "high": mark("high spending"),
    "middle": mark("middle spending"),
    "low": mark("low spending"),
}


def describe(levels: Sequence[Level]) -> str:
    """Return a name such as `Recent customers with few orders and low spending`.

    Args:
        levels: See `naming.levels`; titles of features in the language of the report.
    """
    by_name = {base_of(feature.name): level for feature, level in levels}
    if {*by_name} == {"recency", "frequency", "monetary"}:
        return gettext(
            _RFM[by_name["recency"]],
            orders=gettext(_ORDERS[by_name["frequency"]]),
            spending=gettext(_SPENDING[by_name["monetary"]]),
        )
    parts = [gettext(_LEVELS[level], feature=feature.title.lower()) for feature, level in levels]
    return _("Customers with {levels} standing", levels=", ".join(parts))


def bands() -> dict[Band, str]:
    """Return what bands of value are called; `{value}` stands for the title of the feature."""
    words: dict[Band, str] = {
        "high": claim("exact", "Customers with high {value}"),
        "middle": claim("exact", "Customers with middle {value}"),
        "low": claim("exact", "Customers with low {value}"),
    }
    return {band: gettext(word) for band, word in words.items()}
