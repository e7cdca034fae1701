"""Numbers that are written as text: their marks are told by whole columns, in the engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from segmentbook.engine import MONEY
from segmentbook.errors import UserError
from segmentbook.reading.missing import known

_BLANK = r"[\s\x{A0}\x{202F}\x{2009}]"
_MINUS = "−"  # noqa: RUF001 - the sign of typesetters
_CODES = (
    "AED|ARS|AUD|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KES|KRW|MAD|"
    "MXN|MYR|NGN|NOK|NZD|PEN|PHP|PKR|PLN|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|UYU|VND|ZAR"
)
_CURRENCY = rf"(?:\p{{Sc}}|[A-Z]{{1,3}}\$|{_CODES}|Rp\.?|Rs\.?|TL|kr\.?|zł|Kč|Ft|lei)"
_FRAME = rf"^(?:{_CURRENCY})?([-+]?)(?:{_CURRENCY})?(.*?)([-+]?)(?:{_CURRENCY})?([-+]?)$"
_OVERWHELMING = 10  # one mark is the rule if it has as many times the evidence of the other


@dataclass(frozen=True)
class Marks:
    """How the numbers of a column are written.

    Attributes:
        decimal: The mark before the fraction.
        plain: Whether every value is a plain number with a point or without a fraction.
    """

    decimal: str = "."
    plain: bool = True


@dataclass(frozen=True)
class _Evidence:
    """How many values of a column tell that a mark starts a fraction, or could do so."""

    comma: int
    point: int
    either_comma: int
    either_point: int
    odd: int
    example: str

    @property
    def verdict(self) -> str | None:
        if self.comma > _OVERWHELMING * self.point:
            return ","
        return "." if self.point > _OVERWHELMING * self.comma else None


def recognise(
    table: ir.Table, names: Iterable[str], declared: str | None, file: str
) -> dict[str, Marks]:
    """Say how the numbers of some columns are written.

    A comma or point before three digits may part thousands or start a fraction. The other values of
    the column tell which, or else the other columns of the file.

    Args:
        table: The raw table.
        names: Columns of numbers; those that hold no text are plain.
        declared: The decimal mark that the params name, or None.
        file: Name of the file, for messages.

    Raises:
        UserError: If nothing tells the two readings apart.
    """
    texts = sorted({name for name in names if table[name].type().is_string()})
    found = _evidence(table, texts) if texts else {}
    verdicts = {one.verdict for one in found.values()} - {None}
    whole = verdicts.pop() if len(verdicts) == 1 else None
    marks = {}
    for name in names:
        one = found.get(name)
        marks[name] = Marks() if one is None else _decide(one, name, declared, whole, file)
    return marks


def read_number(column: ir.Value, marks: Marks) -> ir.DecimalValue:
    """Return a column as exact money, null where a value is no number or too large.

    Args:
        column: Text or numbers.
        marks: How its numbers are written.
    """
    value = known(column)
    if not column.type().is_string() or marks.plain:
        return value.try_cast(MONEY)
    sign, body = _parts(value)
    other = "," if marks.decimal == "." else "."
    decimal = "[.]" if marks.decimal == "." else ","
    grouped = rf"^\d{{1,3}}(?:[{other}'’]\d{{3}})+(?:{decimal}\d*)?$"
    simple = rf"^(?:\d+(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][-+]?\d+)?$"
    fits = body.re_search(grouped) | body.re_search(simple)
    bare = body.translate(f"{other}'’", "").replace(marks.decimal, ".")
    number = fits.ifelse(bare, None).try_cast(MONEY)
    return sign.ifelse(-number, number).cast(MONEY)


def _parts(text: ir.StringValue) -> tuple[ir.BooleanValue, ir.StringValue]:
    """Return whether a number is negative, and what is left without blanks, currency and sign."""
    # A blank between digits parts thousands, as an apostrophe does; others mean nothing.
    parted = text.re_replace(rf"(\d){_BLANK}(\d)", r"\1'\2")
    tight = parted.re_replace(rf"{_BLANK}+", "").replace(_MINUS, "-")
    enclosed = tight.re_search(r"^\(.*\)$") | tight.re_search(r"^\p{Sc}\(.*\)$")
    tight = tight.re_replace(r"[()]", "").nullif("")
    signs = ibis.literal("").concat(*(tight.re_extract(_FRAME, group) for group in (1, 3, 4)))
    # Two signs are no number.
    body = (signs.length() + enclosed.cast("int64") <= 1).ifelse(
        tight.re_extract(_FRAME, 2), ibis.null("string")
    )
    return enclosed | (signs == "-"), body


def _evidence(table: ir.Table, names: list[str]) -> dict[str, _Evidence]:
    """Count in one pass what the values of every column say."""
    fields = {}
    for number, name in enumerate(names):
        text = known(table[name])
        fields[f"t{number}"] = text
        fields[f"p{number}"] = text.re_search(r"^-?\d+(?:[.]\d+)?$")
    plain = table.select(**fields)
    counts: dict[str, ir.Value] = {}
    for number in range(len(names)):
        counts |= _counts(plain[f"t{number}"], plain[f"p{number}"], number)
    [row] = plain.aggregate(**counts).to_pyarrow().to_pylist()
    keys = ("comma", "point", "either_comma", "either_point", "odd", "example")
    return {
        name: _Evidence(**{key: row[f"{key}{number}"] or 0 for key in keys[:-1]},
                        example=row[f"example{number}"] or "")
        for number, name in enumerate(names)
    }  # fmt: skip


def _counts(text: ir.StringValue, plain: ir.BooleanValue, number: int) -> dict[str, ir.Value]:
    # Most values need no look at their marks, and taking these apart is slow.
    body = plain.ifelse(text.re_replace("^-", ""), _parts(plain.ifelse(None, text))[1])
    either = r"^[1-9]\d{0,2}%s\d{3}$"
    either_comma = body.re_search(either % ",")
    either_point = body.re_search(either % "[.]")
    comma = body.re_search(r"^[\d.'’]*,\d*$") & ~either_comma
    point = body.re_search(r"^[\d,'’]*[.]\d*$") & ~either_point
    # Several marks of one kind part thousands, so the other kind starts the fraction.
    many_points = body.re_search(r"^\d{1,3}(?:[.]\d{3}){2,}$")
    many_commas = body.re_search(r"^\d{1,3}(?:,\d{3}){2,}$")
    return {
        f"comma{number}": (comma | many_points).sum(),
        f"point{number}": (point | many_commas).sum(),
        f"either_comma{number}": either_comma.sum(),
        f"either_point{number}": either_point.sum(),
        f"odd{number}": (~plain).sum(),
        f"example{number}": text.min(where=either_comma | either_point),
    }


def _decide(
    one: _Evidence, name: str, declared: str | None, whole: str | None, file: str
) -> Marks:
    either = one.either_comma + one.either_point
    decimal = declared or one.verdict
    if decimal is None and not (one.comma or one.point):
        # 1,234 beside 1.234 tells nothing either; so does a column without marks.
        decimal = whole
    if decimal is None:
        if either or one.comma:
            raise _ambiguous(one, name, either, file)
        decimal = "."
    return Marks(decimal, plain=decimal == "." and not one.odd)


def _ambiguous(one: _Evidence, name: str, either: int, file: str) -> UserError:
    where = f"{file}, column {name!r}"
    todo = "add the line 'decimal: \",\"' or 'decimal: \".\"' to source: in the params."
    if one.comma or one.point:
        return UserError(
            f"{one.comma:,} numbers have a decimal comma and {one.point:,} a decimal point",
            where=where,
            expected="one decimal mark in a column",
            todo=todo,
        )
    digits = one.example.replace(",", "").replace(".", "")
    fraction = one.example.replace(",", ".")
    return UserError(
        f"{either:,} numbers have two readings: {one.example!r} is {digits} or {fraction}",
        where=where,
        expected="a number such as 12,50 or 12.50, which would tell",
        todo=todo,
    )
