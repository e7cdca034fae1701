"""Evidence: a condition over a segment's numbers, and whether it holds."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from segmentbook.actions.measures import Numbers
from segmentbook.core.errors import nearest

_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_NUMBER = r"\d+(?:\.\d+)?"
_FORM = re.compile(
    rf"(?P<left>\w+)\s*(?P<sign>>=|<=|>|<)\s*"
    rf"(?:(?P<value>{_NUMBER})|(?:(?P<factor>{_NUMBER})\s*\*\s*)?(?P<everyone>all\.)?(?P<right>[^\W\d]\w*))"
)
FORM = "'measure >= number', or 'measure > all.measure' (>, <, <=; '2 * all.measure')"
"""The form of a condition, for messages."""


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
        """Return whether the condition holds; None where a number is not known."""
        sides = self.sides(segment, everyone)
        return None if sides is None else _COMPARISONS[self.sign](*sides)


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
        raise ValueError(f"{text!r} is not a condition of the form {FORM}")
    for name in (match["left"], match["right"]):
        if name is not None and name not in known:
            raise ValueError(f"segments have no number {name!r}: {nearest(name, known)}")
    value = float(match["value"] or match["factor"] or 1)
    return Condition(match["left"], match["sign"], value, match["right"], bool(match["everyone"]))
