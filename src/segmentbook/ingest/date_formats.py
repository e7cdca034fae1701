"""The forms in which dates are written: each shape of a date is one format of the engine's parser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Unit = Literal["serial", "seconds", "milliseconds"]

_MONTHS = (
    "january jan januari januar jänner janvier janv enero ene janeiro ocak oca",
    "february feb februari februar février févr fév febrero fevereiro fev şubat şub",
    "march mar maret märz mär mars marzo março mart mrz",
    "april apr avril avr abril abr nisan nis",
    "may mei mai mayo maio mayıs",
    "june jun juni juin junio junho haziran haz",
    "july jul juli juillet juil julio julho temmuz tem",
    "august aug agustus agu agt août aoû agosto ago ağustos ağu",
    "september sep sept septembre septiembre setembro set eylül eyl",
    "october oct oktober okt octobre octubre outubro out ekim eki",
    "november nov novembre noviembre novembro kasım kas",
    "december dec desember des dezember dez décembre déc diciembre dic dezembro aralık ara",
)
_MONTH_OF = {
    name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()
}
_NAME = r"(?P<name>[^\W\d_]{3,12})"
_TIME = (
    r"(?:(?:T|,? {1,2})(?P<H>99?):(?P<M>99)(?::(?P<S>99)(?:[.,](?P<f>9{1,9}))?)?(?: ?(?P<p>[AaPp][Mm]))?"
    r"(?P<zone> ?(?:Z|UTC|GMT|[+-]99(?::?99)?))?)?"
)
_FORMS: dict[str, str] = {
    "year first": r"(?P<y>9999)(?P<s>[-/.])(?P<m>99?)(?P=s)(?P<d>99?)" + _TIME,
    "numbers": r"(?P<a>99?)(?P<s>[-/.])(?P<b>99?)(?P=s)(?P<y>9999|99)" + _TIME,
    "day name": r"(?P<d>99?)(?:\.? ?de |[-/ ]|\. ?)"
    + _NAME
    + r"\.?(?: de |[-/ ]|, )(?P<y>9999|99)"
    + _TIME,
    "name day": _NAME + r"\.?[- ](?P<d>99?)(?:st|nd|rd|th)?(?:, ?|[- ])(?P<y>9999|99)" + _TIME,
    "digits": r"(?P<y>9999)(?P<m>99)(?P<d>99)(?:[T ]?(?P<H>99)(?P<M>99)(?P<S>99))?(?P<zone>Z)?",
}
_NUMBERS: dict[Unit, str] = {
    "serial": r"9{5}(?:\.9+)?",
    "seconds": r"9{10}(?:\.9+)?",
    "milliseconds": r"9{13}(?:\.0)?",
}
_DIRECTIVES = {
    "y": "%Y", "m": "%m", "d": "%d", "name": "%m",
    "H": "%H", "M": "%M", "S": "%S", "f": "%f", "p": "%p", "zone": "",
}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """How the dates of some shapes are read.

    Attributes:
        format: Of the engine's parser; empty for numbers, and `{a}` and `{b}` stand for the fields
            of which one is the day and the other one the month.
        unit: What a number counts.
        month: Name of the month as it is written, with its number.
        zone: The zone as it is written, digits as 9.
        fraction: Number of digits of the fraction of a second.
        family: What is written alike apart from its length; only where day and month are numbers.
    """

    format: str = ""
    unit: Unit | None = None
    month: tuple[str, int] | None = None
    zone: str = ""
    fraction: int = 0
    family: str = ""

    @property
    def day_first(self) -> bool | None:
        """Whether the form itself decides: the month is never written first between full stops."""
        return True if self.family.startswith(".") else None

    @property
    def timed(self) -> bool:
        """Whether there is a time of day; a whole number of days since 1900 has none."""
        return (
            self.fraction > 0 if self.unit == "serial" else bool(self.unit) or "%M" in self.format
        )

    @property
    def label(self) -> str:
        """The form for a reader of the params."""
        units = {"serial": "days since 1900 (Excel)", "seconds": "seconds since 1970"}
        return units.get(str(self.unit), f"{self.unit} since 1970") if self.unit else self.format

    def with_order(self, day_first: bool) -> Form:
        """Return the form with day and month in their places."""
        a, b = ("%d", "%m") if day_first else ("%m", "%d")
        text = self.format.replace("{a}", a).replace("{b}", b)
        return Form(text, self.unit, self.month, self.zone, self.fraction)


def recognise(shape: str) -> Form | None:
    """Return how dates of a shape are read, or None if no date has it.

    Args:
        shape: A text without outer blanks, every digit written as 9.
    """
    for unit, pattern in _NUMBERS.items():
        if re.fullmatch(pattern, shape):
            return Form(unit=unit, fraction=len(shape.partition(".")[2]))
    bare = shape.removesuffix(".9") if re.fullmatch(r"9{8}\.9", shape) else shape
    for name, pattern in _FORMS.items():
        match = re.fullmatch(pattern, bare)
        if match:
            return _form(name, match, shape[len(bare) :])
    return None


def _form(name: str, match: re.Match[str], tail: str) -> Form | None:
    groups = {key: value for key, value in match.groupdict().items() if value is not None}
    month = None
    if "name" in groups:
        number = _MONTH_OF.get(_folded(groups["name"]))
        if number is None:
            return None
        month = (groups["name"], number)
    family = f"{groups['s']}{len(groups['y'])}" if name == "numbers" else ""
    return Form(
        format=_format(match, groups) + tail.replace("9", "0"),
        month=month,
        zone=groups.get("zone", ""),
        fraction=len(groups.get("f", "")),
        family=family,
    )


def _format(match: re.Match[str], groups: dict[str, str]) -> str:
    """Put a directive in the place of each field; what stands between them stays as it is."""
    directives = {**_DIRECTIVES, "a": "{a}", "b": "{b}"}
    if len(groups["y"]) == 2:
        directives["y"] = "%y"
    if "p" in groups:
        directives["H"] = "%I"
    text, at = "", 0
    for key in sorted((key for key in groups if key != "s"), key=match.start):
        text += match.string[at : match.start(key)] + directives[key]
        at = match.end(key)
    return text + match.string[at:]


def _folded(name: str) -> str:
    # A Turkish capital İ folds into an i and a dot of its own.
    return name.replace("İ", "i").casefold().replace("i̇", "i")
