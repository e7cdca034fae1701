"""How numbers, money and dates are written for people."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.dates import format_date, get_day_names
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_symbol,
)

from segmentbook.core.errors import nearest
from segmentbook.core.language import current_language, gettext
from segmentbook.core.message import mark
from segmentbook.core.privacy import MINIMUM

_CODE_BEFORE_DIGITS = re.compile(r"(?<=\b[A-Z]{3})(?=\d)")

NO_CURRENCY = "XXX"
"""Code of ISO 4217 for no currency: a study with an unknown currency writes money as numbers."""

_WITHOUT_CENTS = ("IDR",)
"""Currencies with cents in ISO 4217 that are not written in practice."""

WEEKDAYS = tuple(str(name) for _, name in sorted(get_day_names("wide", locale="en").items()))
"""Days of the week from Monday as metrics name them; the kind `weekday` writes them."""

_BOUNDS = {"below": mark("under {value}"), "above": mark("over {value}")}


@dataclass(frozen=True)
class Formats:
    """The formats of one study.

    Args:
        currency: ISO 4217 code.
        language: Locale name that Babel knows; by default the language of the process.
        minimum: The least number of customers that may be shown.
    """

    currency: str
    language: str = field(default_factory=current_language)
    minimum: int = MINIMUM

    def write(self, value: Any, kind: str) -> str:
        """Write a value as text.

        Args:
            value: A number, a bound that stands for one (see `privacy.share`), a date (or its ISO
                text), or a text.
            kind: One of `KINDS`.

        Raises:
            ValueError: If the kind is unknown; the message names the nearest.
        """
        if kind not in KINDS:
            raise ValueError(f"no format {kind!r}: {nearest(kind, KINDS)}")
        if _is_missing(value):
            return "–"
        if isinstance(value, Mapping):
            [(side, bound)] = value.items()
            return gettext(_BOUNDS[side], value=self.write(bound, kind))
        text = KINDS[kind](self, value)
        if self.currency == NO_CURRENCY and kind.startswith("money"):
            text = text.replace(get_currency_symbol(NO_CURRENCY, self.language), "").strip()
        if kind in WORDS:
            return text
        if not any(digit in text for digit in "123456789"):
            text = text.removeprefix("-")
        # A line may break after a hyphen; babel puts no space between a code and digits.
        return _CODE_BEFORE_DIGITS.sub("\u00a0", text.replace("-", "\u2212", 1))

    def _count(self, value: Any) -> str:
        return count(value, self.language)

    def _people(self, value: Any) -> str:
        if 0 < value < self.minimum:
            return gettext("fewer than {number}", number=str(self.minimum))
        return self._count(value)

    def _number(self, value: Any) -> str:
        pattern = "#,##0" if abs(value) >= 100 else "#,##0.0" if abs(value) >= 10 else "#,##0.00"
        return format_decimal(value, format=pattern, locale=self.language)

    def _number3(self, value: Any) -> str:
        return format_decimal(value, format="#,##0.000", locale=self.language)

    def _percent(self, value: Any) -> str:
        return percent(value, self.language)

    def _money(self, value: Any) -> str:
        digits = "" if abs(value) >= 100 else ".00"
        return format_currency(
            value,
            self.currency,
            format=f"¤#,##0{digits}",
            locale=self.language,
            currency_digits=False,
        )

    def _money_exact(self, value: Any) -> str:
        whole = self.currency in _WITHOUT_CENTS and value == round(value)
        return format_currency(
            value,
            self.currency,
            format="¤#,##0" if whole else None,
            locale=self.language,
            currency_digits=not whole,
        )

    def _money_short(self, value: Any) -> str:
        size = abs(value)
        if size < 1e4:
            return self._money(value)
        digits = 2 if size >= 1e6 else 1 if size < 1e5 else 0
        return format_compact_currency(
            value, self.currency, locale=self.language, fraction_digits=digits
        )

    def _money_tick(self, value: Any) -> str:
        # Babel keeps every digit below a thousand, also those of floats such as 0.1 + 0.2.
        return format_compact_currency(
            round(value, 2), self.currency, locale=self.language, fraction_digits=2
        )

    def _date(self, value: Any) -> str:
        return format_date(_as_date(value), "d MMMM y", locale=self.language)

    def _month(self, value: Any) -> str:
        return format_date(_as_date(value), "MMMM y", locale=self.language)

    def _year(self, value: Any) -> str:
        return format_date(_as_date(value), "y", locale=self.language)

    def _weekday(self, value: Any) -> str:
        return weekday(WEEKDAYS.index(value), self.language)

    def _text(self, value: Any) -> str:
        return str(value)

    def _term(self, value: Any) -> str:
        return gettext(str(value))


KINDS: dict[str, Callable[[Formats, Any], str]] = {
    "count": Formats._count,
    "people": Formats._people,
    "number": Formats._number,
    "number3": Formats._number3,
    "percent": Formats._percent,
    "money": Formats._money,
    "money_exact": Formats._money_exact,
    "money_short": Formats._money_short,
    "money_tick": Formats._money_tick,
    "date": Formats._date,
    "month": Formats._month,
    "year": Formats._year,
    "weekday": Formats._weekday,
    "text": Formats._text,
    "term": Formats._term,
}
"""How each kind of value is written: `percent` takes a share, dates also as ISO texts.

`money_short` keeps at least three digits; `money_tick` is for round values on an axis; `people` hides
small groups; `weekday` takes one of `WEEKDAYS`. A `text` is data; a `term` is a marked message, which is
translated.
"""

WORDS = ("text", "term", "weekday", "date", "month", "year")
"""The kinds that are not numbers."""


def _is_missing(value: Any) -> bool:
    try:
        return value is None or bool(value != value)  # as NaN and NaT differ from themselves
    except TypeError:  # pandas.NA has no truth value
        return True


def count(number: float, language: str | None = None) -> str:
    """Return a number rounded to a whole one, with separated thousands."""
    return format_decimal(round(number), locale=language or current_language())


def number(value: float) -> str:
    """Return a number with as many decimals as it has, up to six."""
    return format_decimal(value, format="#,##0.######", locale=current_language())


def percent(share: float, language: str | None = None) -> str:
    """Return a share as percent, with one decimal below a tenth.

    Only 1 is written as 100 %: shares just below it get as many decimals as show the difference.
    """
    locale = language or current_language()
    if 0.995 <= share < 1:
        more = "#" * (math.ceil(-math.log10(100 * (1 - share))) - 1)
        return format_percent(share, format=f"#,##0.0{more}%", locale=locale)
    pattern = "#,##0%" if abs(share) >= 0.1 or share == 0 else "#,##0.0%"
    return format_percent(share, format=pattern, locale=locale)


def weekday(number: int, language: str | None = None) -> str:
    """Return the name of a day of the week; 0 is Monday."""
    return str(get_day_names("wide", locale=language or current_language())[number])


def month(day: date, pattern: str = "MMM") -> str:
    """Return the month of a day for an axis, by a date pattern of Unicode (LDML): `Mar`."""
    return format_date(day, pattern, locale=current_language())


def _as_date(value: Any) -> date:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value
