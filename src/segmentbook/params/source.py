"""The params about the export: where it is, its form, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from segmentbook.params.base import Section
from segmentbook.params.cleaning import Column
from segmentbook.params.customers import CustomerColumns


class Fingerprint(Section):
    """What is known of an export, so that an altered copy under the same name is noticed."""

    rows: int
    customers: int
    money: float


class Lookup(Section):
    """A table that is joined to the export, at most one of its rows to each row of the export."""

    files: list[str]
    key: Column
    columns: list[Column]


class TextSource(Section):
    """The form of a text file, where it is not to be recognised."""

    encoding: str | None = None
    separator: str | None = Field(default=None, min_length=1)
    quote: str | None = Field(default=None, min_length=1, max_length=1)
    header: bool | None = None
    columns: list[Column] | None = None

    @field_validator("separator")
    @classmethod
    def _known_separator(cls, mark: str | None) -> str | None:
        names = ("tab", "comma", "semicolon", "pipe", "blanks")
        if mark is not None and len(mark) > 1 and mark not in names:
            raise ValueError(f"one sign, or one of {', '.join(names)}")
        return mark


class Database(Section):
    """A table, or what a query gives, in a database."""

    url: str = Field(min_length=1)
    table: Column | None = None
    query: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _one_of_both(self) -> Database:
        if (self.table is None) == (self.query is None):
            raise ValueError("give either 'table' or 'query', not both")
        return self


class Source(Section):
    """Where the export comes from, and what about its form must be stated.

    A `generator` makes a synthetic export of `rows` rows from a random `seed`.
    """

    files: list[str] = []
    database: Database | None = None
    generator: Literal["health_products", "ecommerce_members"] | None = None
    rows: int | None = Field(default=None, ge=100, le=10_000_000)
    seed: int | None = Field(default=None, ge=0)
    package: str | None = None
    text: TextSource = TextSource()
    sheet: str | int | None = None
    header_row: int | None = Field(default=None, ge=1)
    decimal: Literal[".", ","] | None = None
    lookups: list[Lookup] = []
    url: str | None = None
    homepage: str | None = None
    fingerprint: Fingerprint | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Source:
        given = [bool(self.files), self.database is not None, self.generator is not None]
        if sum(given) != 1:
            raise ValueError("give exactly one of 'files', 'database' and 'generator'")
        of_generator = [self.generator, self.rows, self.seed]
        if None in of_generator and of_generator != [None, None, None]:
            raise ValueError("'generator', 'rows' and 'seed' go together")
        return self


class Columns(Section):
    """The export's own names for the canonical columns of an order line.

    Without `order`, what a customer bought on one day is an order.
    """

    grain: Literal["order_line"] = "order_line"
    customer: Column
    order: Column | None = None
    product: Column | None = None
    product_name: Column | None = None
    category: Column | None = None
    timestamp: Column
    day_first: bool | None = None
    quantity: Column | None = None
    price: Column | None = None
    amount: Column | None = None
    discounts: list[Column] = []
    place: Column | None = None
    channel: Column | None = None
    item: Literal["product", "product_name"] = "product"

    @model_validator(mode="after")
    def _one_source_of_money(self) -> Columns:
        if (self.price is None) == (self.amount is None):
            raise ValueError("give either 'price' (per unit) or 'amount' (of the line), not both")
        if self.price is not None and self.quantity is None:
            raise ValueError("'price' (per unit) needs 'quantity'; without it, give 'amount'")
        return self


GRAINS: dict[str, type[Section]] = {
    "of order lines": Columns,
    "of customers": CustomerColumns,
}
"""What the columns of an export may be, by a tag that no key of the params can be."""


def _grain_tag(value: Any) -> str:
    grain = value.get("grain") if isinstance(value, Mapping) else getattr(value, "grain", None)
    return "of customers" if grain == "customer" else "of order lines"


AnyColumns = Annotated[
    Annotated[Columns, Tag("of order lines")] | Annotated[CustomerColumns, Tag("of customers")],
    Discriminator(_grain_tag),
]
