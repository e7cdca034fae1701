"""Cleaning rules as data: the keys of each rule of the params.

What a rule does is in the module of its family in `cleaning/`, what it is called in the report in
`pages/cleaning/rules.py`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from segmentbook.params.base import Section

Column = Annotated[str, Field(min_length=1)]
Percentile = Annotated[float, Field(gt=0, lt=1)]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
"""A day, `2021-06-30`, or a whole month, `2021-06`."""


class Rule(Section):
    """A cleaning rule: `rule` names what it does, `reason` is printed in the report."""

    rule: str
    reason: str
    """Why, as the report prints it."""


class DropUnreadable(Rule):
    """Drop the rows of which a value could not be read; it is added as the first rule where needed."""

    rule: Literal["drop_unreadable"]
    columns: list[Column]
    """Columns whose values must be readable."""


class DropMissing(Rule):
    """Drop the rows in which one of the columns is empty."""

    rule: Literal["drop_missing"]
    columns: list[Column] = Field(min_length=1)
    """Columns that must not be empty."""


class DropDuplicates(Rule):
    """Of rows that are equal in every column of the export keep the first."""

    rule: Literal["drop_duplicates"]


class DropCancelled(Rule):
    """Drop the rows that cancel an order, recognised by order number, by a flag, or by quantity."""

    rule: Literal["drop_cancelled"]
    prefix: str | None = Field(default=None, min_length=1)
    """First letters of the order number of a cancellation."""
    column: Column | None = None
    """Column of a flag."""
    value: str | bool | int | None = None
    """What the flag says of a cancellation."""
    negative_quantity: Literal[True] | None = None
    """Whether a negative quantity marks a cancellation. Example: `true`"""

    @model_validator(mode="after")
    def _one_sign(self) -> DropCancelled:
        if (self.column is None) != (self.value is None):
            raise ValueError("'column' and 'value' go together: the flag and its value")
        _exactly_one(self, "prefix", "column", "negative_quantity")
        return self


class MatchCancellations(Rule):
    """Drop each line of negative quantity together with the line that it cancels.

    That is the latest earlier line of the same customer, product and number of pieces which no other
    cancellation has taken. A cancellation without such a line is kept, for `drop_cancelled`.
    """

    rule: Literal["match_cancellations"]


class KeepPositive(Rule):
    """Keep the rows in which every one of the columns is above zero."""

    rule: Literal["keep_positive"]
    columns: list[Column] = Field(min_length=1)
    """Columns that must be above zero."""


class Period(Rule):
    """A span of time, its ends included; an end that is not given is open."""

    start: Moment | None = Field(default=None, alias="from")
    """First day or month. Example: `2021-06`"""
    end: Moment | None = Field(default=None, alias="to")
    """Last day or month. Example: `2021-12`"""

    @field_validator("start", "end", mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    @field_validator("start", "end")
    @classmethod
    def _exists(cls, value: str | None) -> str | None:
        if value is not None:
            date.fromisoformat(value if len(value) > 7 else f"{value}-01")
        return value

    @model_validator(mode="after")
    def _not_empty(self) -> Period:
        if self.start is None and self.end is None:
            raise ValueError("give 'from', 'to' or both, as 2021-06-30 or 2021-06")
        if self.start and self.end:
            both = min(len(self.start), len(self.end))  # a day and a month agree on the month
            if self.start[:both] > self.end[:both]:
                raise ValueError("'from' must not be after 'to'")
        return self


class KeepPeriod(Period):
    """Keep the rows of a span of time."""

    rule: Literal["keep_period"]


class DropPeriod(Period):
    """Drop the rows of a span of time."""

    rule: Literal["drop_period"]


class Fill(Rule):
    """Fill the gaps of a column."""

    rule: Literal["fill"]
    column: Column
    """Column whose gaps are filled."""
    constant: str | bool | int | float | None = None
    """The value to fill in. Example: `unknown`"""
    value: Literal["mode", "median"] | None = Field(default=None, alias="with")
    """A value computed from the column: `median` or `mode`. Example: `median`"""

    @model_validator(mode="after")
    def _one_filling(self) -> Fill:
        _exactly_one(self, "constant", "value", choices="'constant' or 'with' (mode, median)")
        return self


class Bounds(Rule):
    """The bounds of a column's values: given numbers, a percentile, or a distance from the quartiles.

    With `percentile: 0.99` the highest hundredth of the values is out of bounds; with `iqr: 1.5` a
    value more than 1.5 interquartile ranges below the first quartile or above the third.
    """

    column: Column
    """Column that is bounded."""
    lower: float | None = None
    """Lowest value that is allowed. Example: `0`"""
    upper: float | None = None
    """Highest value that is allowed."""
    percentile: Percentile | None = None
    """Both bounds as percentiles. Example: `0.01`"""
    iqr: float | None = Field(default=None, gt=0)
    """Both bounds as interquartile ranges beyond the quartiles (Tukey's fences). Example: `3`"""

    @model_validator(mode="after")
    def _one_kind(self) -> Bounds:
        if self.lower is not None and self.upper is not None:
            if self.lower >= self.upper:
                raise ValueError("'lower' must be below 'upper'")
            _none_of(self, "percentile", "iqr")
        else:
            _exactly_one(self, "lower", "upper", "percentile", "iqr")
        return self


class Cap(Bounds):
    """Set values that are out of bounds to the bound."""

    rule: Literal["cap"]


class DropOutliers(Bounds):
    """Drop the rows whose value is out of bounds."""

    rule: Literal["drop_outliers"]


class DropProducts(Rule):
    """Drop non-merchandise lines, such as postage, by code or by a pattern of codes."""

    rule: Literal["drop_products"]
    codes: list[str] | None = Field(default=None, min_length=1)
    """Codes of products to drop."""
    pattern: str | None = Field(default=None, min_length=1)
    """A regular expression that is found in the code. Example: `"[A-Z]+"`"""

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f"a regular expression ({error})") from None
        return pattern

    @model_validator(mode="after")
    def _one_kind(self) -> DropProducts:
        _exactly_one(self, "codes", "pattern")
        return self


class ParseItems(Rule):
    """Make order lines from a list of items: JSON text such as `[{"sku": "A1", "qty": 2}]`.

    With a price a line is worth quantity times price. Without one the money of the row is divided
    among its lines by quantity, to the last digit.
    """

    rule: Literal["parse_items"]
    column: Column
    """Column that holds the list of items as JSON."""
    product: str = Field(min_length=1)
    """Key of the product in an item."""
    quantity: str = Field(min_length=1)
    """Key of the quantity in an item."""
    price: str | None = Field(default=None, min_length=1)
    """Key of the price in an item. Example: `price`"""


class Derive(Rule):
    """Compute a new column from others.

    `sum` and `product` take two columns or more, `difference` and `ratio` two; `years` gives the
    years from the year in the one column to the reference year.
    """

    rule: Literal["derive"]
    column: Column
    """Name of the new column."""
    by: Literal["sum", "difference", "product", "ratio", "years"]
    """The operation."""
    of: list[Column] = Field(min_length=1)
    """Columns that it is computed from."""
    reference_year: int | None = Field(default=None, ge=1900, le=2200)
    """Year from which an age is counted."""

    @model_validator(mode="after")
    def _as_many_as_it_takes(self) -> Derive:
        wanted = {"difference": (2, 2), "ratio": (2, 2), "years": (1, 1)}.get(self.by, (2, 1000))
        if not wanted[0] <= len(self.of) <= wanted[1]:
            number = "two columns or more" if wanted[1] == 1000 else f"{wanted[0]} column(s)"
            raise ValueError(f"{number} in 'of' for '{self.by}'")
        if (self.reference_year is not None) != (self.by == "years"):
            raise ValueError("'reference_year' with 'by: years', and only with it")
        return self


CleaningRule = Annotated[
    DropMissing
    | DropDuplicates
    | DropCancelled
    | MatchCancellations
    | KeepPositive
    | KeepPeriod
    | DropPeriod
    | Fill
    | Cap
    | DropOutliers
    | DropProducts
    | ParseItems
    | Derive,
    Field(discriminator="rule"),
]

RULES: dict[str, type[Rule]] = {
    "drop_missing": DropMissing,
    "drop_duplicates": DropDuplicates,
    "drop_cancelled": DropCancelled,
    "match_cancellations": MatchCancellations,
    "keep_positive": KeepPositive,
    "keep_period": KeepPeriod,
    "drop_period": DropPeriod,
    "fill": Fill,
    "cap": Cap,
    "drop_outliers": DropOutliers,
    "drop_products": DropProducts,
    "parse_items": ParseItems,
    "derive": Derive,
}
"""The rules that the params may name."""


def _exactly_one(rule: Rule, *fields: str, choices: str = "") -> None:
    given = [field for field in fields if getattr(rule, field) is not None]
    if len(given) != 1:
        raise ValueError(f"exactly one of {choices or ', '.join(repr(field) for field in fields)}")


def _none_of(rule: Rule, *fields: str) -> None:
    if any(getattr(rule, field) is not None for field in fields):
        raise ValueError(f"no {' or '.join(fields)} beside 'lower' and 'upper'")
