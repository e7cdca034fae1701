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
    """What a row of the export is."""
    customer: Column
    """Id of the customer, kept as text."""
    joined: Column | None = None
    """Date of joining."""
    first_order: Column | None = None
    """Date of the first order."""
    last_order: Column | None = None
    """Date of the last order."""
    as_of: Column | None = None
    """Date of the export."""
    day_first: bool | None = None
    """Whether 3/4/2024 is the third of April, where the column leaves it open."""
    recency: Column | None = None
    """Days since the last order, where its date is not in the export."""
    orders: Several = []
    """Number of orders; several columns are added."""
    amount: Several = []
    """Money spent; several columns are added."""
    discount_orders: Several = []
    """Orders with a discount; several columns are added."""
    numbers: list[Column] = []
    """Other numeric columns to describe."""
    categories: list[Column] = []
    """Other columns of categories to describe."""
    titles: dict[Column, Column] = {}
    """For a column, how people call it."""

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
    """Column of the export."""
    definition: str = Field(min_length=1)
    """What it is, as the table of features prints it."""
    unit: str = Field(default="", max_length=24)
    """Its unit."""
    better: Literal["low", "high", "neither"] = "neither"
    """Which end is better."""
    values: list[Column] = []
    """Categories, each of which becomes a feature of 0 and 1."""


Revenue = Literal["matched", "gross", "net"]
"""How cancellations count, see `Monetary`."""


class Monetary(Section):
    """What monetary value is.

    `matched` leaves out each order line that a cancellation takes back in full: cleaning drops the two
    together before it drops other cancellations, so that every chapter counts the same revenue.
    `gross` keeps such lines. `net` keeps them too, and takes off each customer's monetary value
    whatever the same customer's cancellations took back.
    """

    revenue: Revenue = "matched"
    """Without cancelled order lines, gross, or net of all cancellations. Example: `gross`"""
    per: Literal["total", "order"] = "total"
    """Per customer in total, or per order."""


class Customers(Section):
    """How the customer view is made."""

    features: FeatureSetName = "rfm"
    """The feature set that the customer view holds."""
    use: list[str] | None = Field(default=None, min_length=2)
    """Features that make the segments; by default those of the set. Example: `[recency,
    frequency, monetary]`"""
    reference_date: date | None = Field(default=None, strict=False)
    """Day from which recency is counted; by default the day after the last order. Example:
    `2011-12-10`"""
    monetary: Monetary = Monetary()
    """What monetary value is."""
    declared: list[Declared] = []
    """Features of a customer table, for the set `demographic`."""
    cuts: dict[str, list[float]] = {}
    """For a feature, the four values that end scores 1 to 4, in place of quintiles. Example:
    `{recency: [14, 30, 90, 180]}`"""
    online: str = Field(default="online", min_length=1)
    """Value of the channel that counts as online. Example: `web`"""

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
