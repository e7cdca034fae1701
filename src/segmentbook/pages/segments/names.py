"""What the names of the segments say, and whether it holds."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segmentbook.core.claims import claim
from segmentbook.core.language import gettext
from segmentbook.core.message import mark
from segmentbook.features import Feature
from segmentbook.report.exhibit import Column, Exhibit, Table, notes, page
from segmentbook.report.formats import percent
from segmentbook.segments.conditions import Condition
from segmentbook.segments.naming import Name

_COLUMNS: dict[str, Column] = {
    "name": (mark("Segment"), "text"),
    "archetype": (mark("Archetype"), "text"),
    "condition": (mark("What the archetype's name says"), "text"),
    "verdict": (mark("In this export"), "term"),
}
_VERDICTS = {
    "holds": mark("holds"),
    "fails": mark("does not hold"),
    "unknown": mark("not known"),
}
_NUMBERS = {
    "revenue_per_customer": mark("revenue per customer"),
    "one_order_share": mark("share with one order"),
    "quiet_share": mark("share without an order in the last quarter"),
    "newcomer_share": mark("share with the first order in the last quarter"),
    "ordered_later": mark("ordered in a quarter held out"),
    "spent_later": mark("spent in a quarter held out"),
    "gone_share": mark("silent beyond their own rhythm"),
}
_KINDS = {
    "mean": mark("mean {feature}"),
    "median": mark("median {feature}"),
    "standing": mark("{feature}, standing"),
}
_RELATIONS = {
    "highest": mark("{number}: highest of all segments"),
    "lowest": mark("{number}: lowest of all segments"),
    "between": mark("{number}: neither highest nor lowest"),
    "above": mark("{number}: above {bound}"),
    "below": mark("{number}: below {bound}"),
}
_BOUNDS = {"all": mark("all customers"), "others": mark("the other customers")}
_WHEN = mark(
    "A segment has an archetype's name where all that the name says holds; else its name describes how "
    "its customers stand among all."
)
_LATER = claim(
    "name",
    "What a name says of later behaviour holds in a test: in a quarter held out, the customers of such "
    "a segment, as it was before, ordered or spent as the name says.",
)
_GONE = claim(
    "gone",
    "Customers count as silent beyond their own rhythm where a buyer of steady rate would hardly be "
    "silent so long; as many as chance would give are taken off.",
)


@page(mark("What the names of the segments say"))
def names(named: Sequence[Name], features: Sequence[Feature]) -> Exhibit:
    """Show for each segment the archetype that it resembles, and whether what its name says holds.

    Args:
        named: The names of the segments.
        features: The features that the segments are made from.
    """
    titles = {feature.name: feature.title for feature in features}
    rows = [
        {
            "name": one.name,
            "archetype": one.archetype.name,
            "condition": in_words(condition, titles),
            "verdict": _VERDICTS[verdict],
        }
        for one in named
        if one.archetype is not None
        for condition, verdict in zip(one.archetype.conditions, one.verdicts, strict=True)
    ]
    rows += [
        {
            "name": one.name,
            "archetype": "–",
            "condition": "–",
            "verdict": mark("no archetype is near"),
        }
        for one in named
        if one.archetype is None
    ]
    table = Table(pd.DataFrame(rows), _COLUMNS, mark("What the names say"))
    return Exhibit(parts=[table, *notes([_WHEN, *_tested(named)])])


def _tested(named: Sequence[Name]) -> list[str]:
    """Return what was tested, of the names that segments have."""
    numbers = {
        condition.number
        for one in named
        if one.archetype is not None and one.fit == "holds"
        for condition in one.archetype.conditions
    }
    later = [_LATER] if numbers & {"ordered_later", "spent_later"} else []
    return [*later, *([_GONE] if "gone_share" in numbers else [])]


def in_words(condition: Condition, titles: dict[str, str]) -> str:
    """Return a condition in the language of the report.

    Args:
        condition: The condition.
        titles: Titles of the features by name, in that language.
    """
    if condition.number in _NUMBERS:
        number = gettext(_NUMBERS[condition.number])
    else:
        feature, _sep, kind = condition.number.rpartition("_")
        number = gettext(_KINDS[kind], feature=titles[feature].lower())
    bound = condition.bound
    against = gettext(_BOUNDS[bound]) if isinstance(bound, str) else _bound(bound)
    text = _RELATIONS[condition.relation]
    if condition.relation in ("above", "below"):
        return gettext(text, number=number, bound=against)
    return gettext(text, number=number)


def _bound(value: float | None) -> str:
    """Write a bound, which all numbers with a plain one have as a share."""
    return "" if value is None else percent(value)
