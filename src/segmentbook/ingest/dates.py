"""Dates that are written as text or as numbers: recognised by the whole column, in the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import ibis
import ibis.expr.types as ir

from segmentbook.core.engine import to_wall_clock, try_timestamp
from segmentbook.core.errors import UserError
from segmentbook.ingest.date_formats import Form, recognise
from segmentbook.ingest.values import count_shapes, known, shape_of

_OVERWHELMING = 10  # one order of day and month is the rule if it has as many times the evidence
_DAY = 86_400
_EXCEL_EPOCH = 25_569  # days from Excel's day 0 to 1970-01-01
_EXCEL_DAYS = (7_306, 73_051)  # 1920 to 2099


@dataclass(frozen=True)
class Reading:
    """How some dates of a column are read.

    Attributes:
        form: As a `strptime` format, or in words; empty for texts that are not dates.
        rows: How many rows have such a text.
        example: One of them.
        when: The moment that it is read as, None for a text that is not a date.
    """

    form: str
    rows: int
    example: str
    when: datetime | None


@dataclass
class _Evidence:
    """How many values of one family of dates show the order of day and month."""

    day: int = 0
    month: int = 0
    either: int = 0
    example: str = ""

    def add(self, other: _Evidence) -> None:
        self.day += other.day
        self.month += other.month
        self.either += other.either
        self.example = self.example or other.example

    @property
    def verdict(self) -> bool | None:
        """Day first (True), month first (False) or undecided (None)."""
        if self.day > _OVERWHELMING * self.month:
            return True
        return False if self.month > _OVERWHELMING * self.day else None


def read_dates(
    values: ir.Table, name: str, *, day_first: bool | None, zone: str | None, file: str
) -> ir.TimestampValue:
    """Return a column as wall-clock time, null where a value is not a date.

    Args:
        values: The distinct values of a column of text or numbers, see `values.distinct`.
        name: Name of the column, for messages.
        day_first: Whether the params read 3/4/2011 as 3 April, None where they do not decide.
        zone: Time zone of the shop if the column is UTC, else None: times stay as they are written.
        file: Name of the file, for messages.

    Raises:
        UserError: If day and month cannot be distinguished.
    """
    text = _text(values["value"])
    forms = _forms(values, text, count_shapes(values, text), day_first, f"{file}, column {name!r}")
    groups: dict[Form, list[str]] = defaultdict(list)
    for shape_, form in forms.items():
        groups[form].append(shape_)
    if not groups:
        return ibis.null("timestamp(6)")
    shape = shape_of(text)
    return ibis.cases(
        *((shape.isin(alike), _value(text, form, zone)) for form, alike in groups.items()),
        else_=ibis.null("timestamp(6)"),
    ).cast("timestamp(6)")


def readings(
    values: ir.Table, name: str, *, day_first: bool | None, zone: str | None, file: str
) -> list[Reading]:
    """Return how a column is read: each form of its dates, the most frequent first, then other texts.

    Args: see `read_dates`.
    """
    text = _text(values["value"])
    shapes = count_shapes(values, text)
    forms = _forms(values, text, shapes, day_first, f"{file}, column {name!r}")
    when = read_dates(values, name, day_first=day_first, zone=zone, file=file)
    examples = [str(row["example"]) for row in shapes.values()]
    looked = values.select(text=text, when=when).filter(lambda t: t.text.isin(examples)).distinct()
    read = {row["text"]: row["when"] for row in looked.to_pyarrow().to_pylist()}
    found: dict[str, Reading] = {}
    for shape, row in shapes.items():
        form = forms[shape].label if shape in forms and read[row["example"]] else ""
        example = str(row["example"])
        one = found.setdefault(form, Reading(form, 0, example, read[example]))
        found[form] = replace(one, rows=one.rows + int(row["n"]))
    return sorted(found.values(), key=lambda one: (not one.form, -one.rows, one.form))


def _forms(
    values: ir.Table, text: ir.StringValue, shapes: Iterable[str], declared: bool | None, where: str
) -> dict[str, Form]:
    """Return the form of each shape that is one of a date, with day and month in their places."""
    forms = {shape: form for shape in shapes if (form := recognise(shape)) is not None}
    orders = _orders(values, text, forms, declared, where)
    return {shape: form.with_order(orders.get(form.family, True)) for shape, form in forms.items()}


def _text(column: ir.Value) -> ir.StringValue:
    text = known(column).cast("string")
    # A number without a fraction that was stored as one with a fraction.
    return text.re_replace(r"\.0$", "") if column.type().is_floating() else text


def _orders(
    values: ir.Table,
    text: ir.StringValue,
    forms: dict[str, Form],
    declared: bool | None,
    where: str,
) -> dict[str, bool]:
    """Return for each family whether its dates have the day first."""
    unsure = {shape: form for shape, form in forms.items() if form.family}
    orders = {form.family: True for form in unsure.values() if form.day_first}
    open_ = {shape: form for shape, form in unsure.items() if form.family not in orders}
    families = sorted({form.family for form in open_.values()})
    if declared is not None:
        return orders | dict.fromkeys(families, declared)
    evidence = _evidence(values, text, open_) if open_ else {}
    whole = _Evidence()
    for one in evidence.values():
        whole.add(one)
    for family in families:
        own = evidence[family]
        verdict = own.verdict if own.day or own.month else whole.verdict
        if verdict is None and own.either:
            raise _ambiguous(own, whole, where)
        orders[family] = True if verdict is None else verdict
    return orders


def _evidence(
    values: ir.Table, text: ir.StringValue, forms: dict[str, Form]
) -> dict[str, _Evidence]:
    fields = values.select(
        n=values["n"],
        text=text,
        shape=shape_of(text),
        a=text.re_extract(r"^(\d+)\D", 1).try_cast("int64"),
        b=text.re_extract(r"^\d+\D(\d+)", 1).try_cast("int64"),
    )
    fields = fields.filter(fields["shape"].isin(sorted(forms)))
    either = (fields.a <= 12) & (fields.b <= 12) & (fields.a != fields.b)
    counted = fields.group_by("shape").aggregate(
        day=fields.n.sum(where=(fields.a > 12) & (fields.b <= 12)),
        month=fields.n.sum(where=(fields.b > 12) & (fields.a <= 12)),
        either=fields.n.sum(where=either),
        example=fields.text.min(where=either),
    )
    found: dict[str, _Evidence] = defaultdict(_Evidence)
    for row in counted.order_by("shape").to_pyarrow().to_pylist():
        day, month, open_ = (int(row[key] or 0) for key in ("day", "month", "either"))
        one = _Evidence(day, month, open_, row["example"] or "")
        found[forms[row["shape"]].family].add(one)
    return found


def _ambiguous(own: _Evidence, whole: _Evidence, where: str) -> UserError:
    return UserError(
        f"{own.either:,} dates have two readings: {own.example!r} is {_readings(own.example)}"
        + (
            f"; {whole.day:,} others have the day first, and {whole.month:,} the month"
            if whole.day or whole.month
            else ""
        ),
        where=where,
        expected="a date whose day is above 12, which would decide",
        todo="add the line 'day_first: true' or 'day_first: false' to columns: in the params.",
    )


def _readings(example: str) -> str:
    form = recognise("".join("9" if sign.isdigit() else sign for sign in example))
    assert form is not None
    a, b = (int(part) for part in example.replace("/", "-").split("-")[:2])
    readings = [datetime(2000, month, day).strftime(f"{day} %B") for day, month in ((a, b), (b, a))]
    return " or ".join(readings)


def _value(text: ir.StringValue, form: Form, zone: str | None) -> ir.TimestampValue:
    """Return the dates of one form."""
    if form.unit is not None:
        instant = _counted(text, form)
        return to_wall_clock(instant, zone) if zone and form.timed else instant
    plain = text
    if form.zone:
        plain = plain.substr(0, plain.length() - len(form.zone))
    if form.fraction > 6:
        plain = plain.re_replace(r"([.,]\d{6})\d+", r"\1")
    if form.month is not None:
        name, number = form.month
        plain = plain.replace(name, f"{number:02d}")
    written = try_timestamp(plain, form.format)
    # A date without a time is a day in the shop already.
    if not zone or not form.timed:
        return written
    return to_wall_clock(written - _offset(text, form.zone), zone)


def _counted(text: ir.StringValue, form: Form) -> ir.TimestampValue:
    number = text.try_cast("float64")
    if form.unit == "serial":
        low, high = _EXCEL_DAYS
        number = number.between(low, high).ifelse(number, None)
        seconds = ((number - _EXCEL_EPOCH) * _DAY).round()
        micros = seconds * 1_000_000
    else:
        micros = number * (1_000_000 if form.unit == "seconds" else 1_000)
    return ibis.timestamp("1970-01-01 00:00:00") + micros.round().cast("int64").as_interval("us")


def _offset(text: ir.StringValue, zone: str) -> ir.IntervalValue:
    """Return how far the written time is ahead of UTC."""
    if "9" not in zone:
        return ibis.interval(seconds=0)
    digits = text.right(len(zone)).re_replace(r"[^\d]", "")
    minutes = digits.left(2).cast("int64") * 60
    if zone.count("9") == 4:
        minutes = minutes + digits.right(2).cast("int64")
    sign = -1 if "-" in zone else 1
    return (minutes * sign).as_interval("m")
