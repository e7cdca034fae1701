"""Evidence: a condition over a segment's numbers, and whether it holds."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from segmentbook.actions.measures import Measure, Value
from segmentbook.core.errors import nearest
from segmentbook.core.language import gettext
from segmentbook.core.language import gettext as _
from segmentbook.core.message import mark
from segmentbook.report.formats import Formats

Numbers = Mapping[str, Value]

_COMPARISONS: dict[str, tuple[Callable[[float, float], bool], str]] = {
    ">=": (operator.ge, mark("{measure} at least {value}")),
    "<=": (operator.le, mark("{measure} at most {value}")),
    ">": (operator.gt, mark("{measure} more than {value}")),
    "<": (operator.lt, mark("{measure} less than {value}")),
}
_NUMBER = r"\d+(?:\.\d+)?"
_FORM = re.compile(
    rf"(?P<left>\w+)\s*(?P<sign>>=|<=|>|<)\s*"
    rf"(?:(?P<value>{_NUMBER})|(?:(?P<factor>{_NUMBER})\s*\*\s*)?(?P<everyone>all\.)?(?P<right>[^\W\d]\w*))"
)
FORM = "'measure >= number', or 'measure > all.measure' (>, <, <=; '2 * all.measure')"
"""What a condition looks like."""


@dataclass(frozen=True)
class Condition:
    """A comparison of a segment's number with a value, or with another number.

    Args:
        left: A number of the segment.
        sign: `>=`, `<=`, `>` or `<`.
        value: What it is compared with, or the factor before `right`.
        right: A number that it is compared with, or None.
        everyone: Whether `right` is the number of all customers instead of the segment's.
    """

    left: str
    sign: str
    value: float
    right: str | None = None
    everyone: bool = False

    def renamed(self, names: Mapping[str, str]) -> Condition:
        """Return the condition over the same numbers under other names."""
        right = None if self.right is None else names[self.right]
        return replace(self, left=names[self.left], right=right)

    def sides(self, segment: Numbers, everyone: Numbers) -> tuple[float, float] | None:
        """Return both sides, or None where one of them is not known."""
        found = segment.get(self.left)
        if self.right is None:
            return None if found is None else (found, self.value)
        other = (everyone if self.everyone else segment).get(self.right)
        return None if found is None or other is None else (found, self.value * other)

    def holds(self, segment: Numbers, everyone: Numbers) -> bool | None:
        """Return whether the condition holds; None where it cannot be told."""
        sides = self.sides(segment, everyone)
        return None if sides is None else _COMPARISONS[self.sign][0](*sides)

    def words(self, measures: Mapping[str, Measure], formats: Formats) -> str:
        """Return the condition as people say it, e.g. `share of revenue at least 50%`."""
        measure = measures[self.left]
        value = (
            formats.write(self.value, measure.kind)
            if self.right is None
            else self._other(gettext(measures[self.right].title), formats)
        )
        return gettext(_COMPARISONS[self.sign][1], measure=gettext(measure.title), value=value)

    def _other(self, measure: str, formats: Formats) -> str:
        """Return in words the number that is compared with."""
        if self.everyone and self.right == self.left:
            whole = _("that of all customers")
        elif self.everyone:
            whole = _("the {measure} of all customers", measure=measure)
        else:
            whole = _("their {measure}", measure=measure)
        if self.value == 1:
            return whole
        return _("{share} of {whole}", share=formats.write(self.value, "percent"), whole=whole)


def parse(text: str, known: Collection[str]) -> Condition:
    """Read a condition such as `discount_share > all.discount_share`.

    Args:
        text: See `FORM`.
        known: The numbers that it may name.

    Raises:
        ValueError: If it has another form, or names a number that segments do not have.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no condition of the form {FORM}")
    for name in (match["left"], match["right"]):
        if name is not None and name not in known:
            raise ValueError(f"segments have no number {name!r}: {nearest(name, known)}")
    value = float(match["value"] or match["factor"] or 1)
    return Condition(match["left"], match["sign"], value, match["right"], bool(match["everyone"]))
