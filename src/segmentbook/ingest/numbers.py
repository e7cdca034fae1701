"""Numbers written as text: their marks are recognised from whole columns, in the engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import ibis.expr.types as ir

from segmentbook.core.engine import MONEY
from segmentbook.core.errors import UserError
from segmentbook.ingest.values import count_shapes, known, shape_of

_BLANK = r"[\s\u00a0\u202f\u2009]"
_CODES = (
    "AED|ARS|AUD|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KES|KRW|MAD|"
    "MXN|MYR|NGN|NOK|NZD|PEN|PHP|PKR|PLN|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|UYU|VND|ZAR"
)
_CURRENCY = rf"(?:[$€£¥₺₽₹₩₫₪฿₴₱¢]|[A-Z]{{1,3}}\$|{_CODES}|Rp\.?|Rs\.?|TL|kr\.?|zł|Kč|Ft|lei)"
_FRAME = re.compile(
    rf"([-+]?)(?:{_CURRENCY})?([-+]?)(\(?)(?:{_CURRENCY})?([-+]?)([9.,'’]*(?:[eE][-+]?9+)?)"
    rf"([-+]?)(?:{_CURRENCY})?([-+]?)(\)?)(?:{_CURRENCY})?"
)
_PLAIN = re.compile(r"-?9+(?:\.9+)?")
_PARTING = {".": r"[^\d.eE+-]", ",": r"[^\d,eE+-]"}
_OVERWHELMING = 10  # one mark is the rule if it has as many times the evidence of the other


@dataclass(frozen=True)
class Marks:
    """How the numbers of a column are written.

    Attributes:
        decimal: The mark before the fraction.
        plain: Whether the engine reads every value as it is.
        positive: Shapes of numbers from 0.
        negative: Shapes of numbers below 0.
    """

    decimal: str = "."
    plain: bool = True
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


@dataclass
class _Evidence:
    """How many values of a column show which mark starts a fraction, and how many do not."""

    shapes: list[str] = field(default_factory=list)
    comma: int = 0
    point: int = 0
    either: int = 0
    example: str = ""

    @property
    def verdict(self) -> str | None:
        if self.comma > _OVERWHELMING * self.point:
            return ","
        return "." if self.point > _OVERWHELMING * self.comma else None


def recognise(columns: Mapping[str, ir.Table], declared: str | None, file: str) -> dict[str, Marks]:
    """Return how the numbers of some columns are written.

    A comma or point before three digits may separate thousands or start a fraction. The other values
    of the column decide, or else the other columns of the file.

    Args:
        columns: The distinct values of each column, see `values.distinct`.
        declared: The decimal mark that the params name, or None.
        file: Name of the file, for messages.

    Raises:
        UserError: If nothing decides between the two readings.
    """
    texts = {name: values for name, values in columns.items() if values["value"].type().is_string()}
    found = {name: _evidence(values) for name, values in texts.items()}
    verdicts = {one.verdict for one in found.values()} - {None}
    whole = verdicts.pop() if len(verdicts) == 1 else None
    marks = dict.fromkeys(columns, Marks())
    for name, one in found.items():
        marks[name] = _marks(one.shapes, _decimal(one, declared, whole, f"{file}, column {name!r}"))
    return marks


def read_number(column: ir.Value, marks: Marks) -> ir.DecimalValue:
    """Return a column as exact money, null where a value is not a number or too large.

    Args:
        column: Text or numbers.
        marks: How its numbers are written.
    """
    value = known(column)
    if not column.type().is_string() or marks.plain:
        return value.try_cast(MONEY)
    # The point of `Rp.` would be taken for a decimal point.
    body = value.re_replace(r"^\D*Rp\.|^\D*Rs\.|kr\.$", "")
    number_only = rf"^\D*?([{marks.decimal}]?\d.*?)\D*$"
    digits = body.re_extract(number_only, 1).re_replace(_PARTING[marks.decimal], "")
    digits = digits.replace(marks.decimal, ".")
    shape = shape_of(value)
    number = shape.isin([*marks.positive, *marks.negative]).ifelse(digits, None).try_cast(MONEY)
    if not marks.negative:
        return number
    return shape.isin(marks.negative).ifelse(-number, number).cast(MONEY)


def _evidence(values: ir.Table) -> _Evidence:
    text = known(values["value"])
    # Thousands are not separated after a single 0, so 0,125 has one reading.
    zero = text.re_search(r"^\D*0[.,]\d{3}\D*$")
    result = _Evidence()
    for shape, row in count_shapes(values, text, zero=zero).items():
        result.shapes.append(shape)
        parts = _parts(shape)
        mark = None if parts is None else _fraction_mark(parts[1])
        if mark == "?":
            sure = int(row["zero"] or 0)
            comma = "," in shape
            result.comma += sure if comma else 0
            result.point += 0 if comma else sure
            result.either += int(row["n"]) - sure
            result.example = result.example or (row["example"] if int(row["n"]) > sure else "")
        elif mark == ",":
            result.comma += int(row["n"])
        elif mark == ".":
            result.point += int(row["n"])
    return result


def _parts(shape: str) -> tuple[bool, str] | None:
    """Return whether the numbers of a shape are negative, and the shape of their digits and marks."""
    # A blank between digits separates thousands, as an apostrophe does; other blanks mean nothing.
    tight = re.sub(rf"(?<=9){_BLANK}(?=9)", "'", shape)
    tight = re.sub(rf"{_BLANK}+", "", tight).replace("\u2212", "-")
    match = _FRAME.fullmatch(tight)
    if match is None or "9" not in match[5]:
        return None
    signs = "".join(match[number] for number in (1, 2, 4, 6, 7))
    enclosed = match[3] + match[8]
    if len(signs) + len(enclosed) // 2 > 1 or enclosed not in ("", "()"):
        return None
    return signs == "-" or bool(enclosed), match[5]


def _fraction_mark(body: str) -> str | None:
    """Return the decimal mark that a shape implies, `?` if it could be one, or None."""
    if re.fullmatch(r"9{1,3}[.,]999", body):
        return "?"
    for mark, other in ((",", "."), (".", ",")):
        if re.fullmatch(rf"[9{other}'’]*[{mark}]9*(?:[eE][-+]?9+)?", body):
            return mark
        # Several marks of one kind separate thousands, so the other kind starts a fraction.
        if re.fullmatch(rf"9{{1,3}}(?:[{other}]999){{2,}}", body):
            return mark
    return None


def _decimal(one: _Evidence, declared: str | None, whole: str | None, where: str) -> str:
    decided = bool(one.comma or one.point)
    decimal = declared or (one.verdict if decided else whole)
    if decimal is None and (decided or one.either):
        raise _ambiguous(one, where)
    return decimal or "."


def _marks(shapes: Iterable[str], decimal: str) -> Marks:
    signed: dict[bool, list[str]] = {False: [], True: []}
    plain = decimal == "."
    for shape in shapes:
        parts = _parts(shape)
        fits = parts is not None and _fits(parts[1], decimal)
        if fits and parts is not None:
            signed[parts[0]].append(shape)
        # Other texts are not numbers for the engine either.
        plain = plain and (bool(_PLAIN.fullmatch(shape)) or not fits)
    plain = plain and not any(re.search(r"9[eE]|inf", shape) for shape in shapes)
    return Marks(decimal, plain, tuple(signed[False]), tuple(signed[True]))


def _fits(body: str, decimal: str) -> bool:
    other = "," if decimal == "." else "."
    grouped = rf"9{{1,3}}(?:[{other}'’]999)+(?:[{decimal}]9*)?"
    simple = rf"(?:9+(?:[{decimal}]9*)?|[{decimal}]9+)(?:[eE][-+]?9+)?"
    return bool(re.fullmatch(grouped, body) or re.fullmatch(simple, body))


def _ambiguous(one: _Evidence, where: str) -> UserError:
    todo = "add the line 'decimal: \",\"' or 'decimal: \".\"' to source: in the params."
    if one.comma or one.point:
        return UserError(
            f"{one.comma:,} numbers have a decimal comma and {one.point:,} a decimal point",
            where=where,
            expected="one decimal mark in a column",
            todo=todo,
        )
    digits, fraction = re.sub("[.,]", "", one.example), one.example.replace(",", ".")
    return UserError(
        f"{one.either:,} numbers have two readings: {one.example!r} is {digits} or {fraction}",
        where=where,
        expected="a number such as 12,50 or 12.50, which would decide",
        todo=todo,
    )
