"""The params about customers: the columns of a customer table, and the features of customers."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from segmentbook.params.base import Section
from segmentbook.params.cleaning import Column

FeatureSetName = Literal["rfm", "lrfmc", "single_view", "demographic"]
"""A set of features: `features.sets` says what is in it, `pages.customers.features` what it is
called."""


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Several = Annotated[list[Column], BeforeValidator(_listed)]
"""One column, or several that are added."""


class CustomerColumns(Section):
    """The export's own names of the columns about customers, where it has one row for each.

    `orders`, `amount` (money spent) and `discount_orders` (orders with a discount) may be several
    columns, e.g. online and offline, which are added. `recency` is a number of days; where the
    export has the date of the `last_order`, it is counted from that. `as_of` is the day on which the
    export was made. `numbers` and `categories` are whatever else is known. `titles` are the
    labels of columns in the report.
    """

    grain: Literal["customer"]
    customer: Column
    joined: Column | None = None
    first_order: Column | None = None
    last_order: Column | None = None
    as_of: Column | None = None
    day_first: bool | None = None
    recency: Column | None = None
    orders: Several = []
    amount: Several = []
    discount_orders: Several = []
    numbers: list[Column] = []
    categories: list[Column] = []
    titles: dict[Column, Column] = {}

    @model_validator(mode="after")
    def _listed_once(self) -> CustomerColumns:
        both = sorted({*self.numbers} & {*self.categories})
        if both:
            raise ValueError(f"{both[0]!r} once, in 'numbers' or in 'categories'")
        if self.recency is not None and self.last_order is not None:
            raise ValueError("'recency' or 'last_order', from which it is counted, not both")
        return self

    def label(self, column: str) -> str:
        """Return the title of a column, a marked message, or else its name."""
        return self.titles.get(column, column)

    @property
    def dates(self) -> dict[str, str]:
        """The canonical names of dates with the columns that hold them."""
        names = ("joined", "first_order", "last_order", "as_of")
        return {name: column for name in names if (column := getattr(self, name)) is not None}

    @property
    def sums(self) -> dict[str, list[str]]:
        """The canonical names of numbers with the columns whose sum they are."""
        recency = [] if self.recency is None else [self.recency]
        parts = {
            "orders": self.orders,
            "amount": self.amount,
            "discount_orders": self.discount_orders,
            "recency": recency,
        }
        return {name: columns for name, columns in parts.items() if columns}


class Declared(Section):
    """A column of a customer table that describes customers: a feature of the set `demographic`.

    With `values`, each of them becomes a feature that is 1 for the customers who have it, else 0.
    """

    column: Column
    definition: str = Field(min_length=1)
    unit: str = Field(default="", max_length=24)
    better: Literal["low", "high", "neither"] = "neither"
    values: list[Column] = []


class Monetary(Section):
    """What monetary value is.

    `gross` counts the order lines that cleaning left; `net` takes off what the same customer's
    cancellations took back; `matched` leaves out the lines that a cancellation takes back in full.
    """

    revenue: Literal["gross", "net", "matched"] = "gross"
    per: Literal["total", "order"] = "total"


class Customers(Section):
    """How the customer view is made."""

    features: FeatureSetName = "rfm"
    use: list[str] | None = Field(default=None, min_length=2)
    reference_date: date | None = Field(default=None, strict=False)
    monetary: Monetary = Monetary()
    declared: list[Declared] = []
    cuts: dict[str, list[float]] = {}
    online: str = Field(default="online", min_length=1)

    @field_validator("cuts")
    @classmethod
    def _four_rising(cls, cuts: dict[str, list[float]]) -> dict[str, list[float]]:
        for name, values in cuts.items():
            if len(values) != 4 or any(a >= b for a, b in itertools.pairwise(values)):
                raise ValueError(
                    f"four rising values for {name!r}: the last value of each step but one"
                )
        return cuts

    @model_validator(mode="after")
    def _declared_where_used(self) -> Customers:
        if self.declared and self.features != "demographic":
            raise ValueError("'declared' with 'features: demographic', and only with it")
        if self.use is not None and len({*self.use}) < len(self.use):
            raise ValueError("each feature of 'use' once")
        return self
