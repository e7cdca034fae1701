"""The params about the export: where it is, its form, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from segmentbook.core.errors import nearest
from segmentbook.params.base import Section
from segmentbook.params.cleaning import Column
from segmentbook.params.customers import CustomerColumns


class Fingerprint(Section):
    """What is known of an export, so that an altered copy under the same name is noticed."""

    rows: int
    """Rows of the export."""
    customers: int
    """Distinct customers."""
    money: float
    """Sum of all amounts."""


class Lookup(Section):
    """A table that is joined to the export, at most one of its rows to each row of the export."""

    files: list[str]
    """Names or patterns of its files."""
    key: Column
    """Column, in both tables, by which it is joined."""
    columns: list[Column]
    """Columns to take from it."""


class CustomerLookup(Section):
    """A table about customers beside the export, by which segments are described, never made.

    With `columns` it has one row at most for each customer. With `count` its rows are counted for each
    customer; with `of` as well, it is only said whether a customer has any, of those who have any in
    that other table: of the households that were sent a campaign, who redeemed a coupon.
    """

    files: list[str]
    """Names or patterns of its files."""
    key: Column
    """Its column that holds the id of the customer."""
    columns: list[Column] = []
    """Columns to take from it."""
    count: Column | None = None
    """What the number of its rows is called. Example: `Coupons redeemed`"""
    of: Column | None = None
    """The `count` of the table that says who is asked at all. Example: `Campaigns received`"""

    @model_validator(mode="after")
    def _columns_or_count(self) -> CustomerLookup:
        if bool(self.columns) == (self.count is not None):
            raise ValueError("give either 'columns' or 'count', not both")
        if self.of is not None and self.count is None:
            raise ValueError("'of' goes with 'count'")
        return self

    @property
    def names(self) -> list[str]:
        """What the columns that it adds are called."""
        return [*self.columns] if self.count is None else [self.count]


class TextSource(Section):
    """The form of a text file, where it is not to be recognised."""

    encoding: str | None = None
    """Encoding, by its Python name. Example: `cp1252`"""
    separator: str | None = Field(default=None, min_length=1)
    """One character, or `tab`, `comma`, `semicolon`, `pipe`, `blanks`. Example: `semicolon`"""
    quote: str | None = Field(default=None, min_length=1, max_length=1)
    """The quoting character. Example: `"'"`"""
    header: bool | None = None
    """Whether the first line names the columns. Example: `false`"""
    columns: list[Column] | None = None
    """Names of the columns of a file without a header. Example: `[customer, day, amount]`"""

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
    """Address of the database: `duckdb:///`, `sqlite:///` or `postgres://`. Example:
    `sqlite:///shop.db`"""
    table: Column | None = None
    """Name of the table. Example: `orders`"""
    query: str | None = Field(default=None, min_length=1)
    """A query in place of a table. Example: `SELECT * FROM orders WHERE year = 2024`"""

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
    """Names or patterns of files, or a folder, below the folder of exports (`DATA`); several
    candidates are tried in turn, and files of one pattern are read as one table."""
    database: Database | None = None
    """A table or query of a database in place of files. Example: `{url: "sqlite:///shop.db",
    table: orders}`"""
    generator: Literal["health_products", "ecommerce_members"] | None = None
    """Name of a generator of synthetic data in place of files."""
    rows: int | None = Field(default=None, ge=100, le=10_000_000)
    """Rows to generate."""
    seed: int | None = Field(default=None, ge=0)
    """Seed of the generator."""
    package: str | None = None
    """Python package that ships the files."""
    text: TextSource = TextSource()
    """Form of a text file, where it is not to be recognised. Example: `{separator: semicolon,
    encoding: cp1252}`"""
    sheet: str | int | None = None
    """Sheet of a workbook, by name or by number from 1; by default the first that holds a
    table. Example: `Orders 2024`"""
    header_row: int | None = Field(default=None, ge=1)
    """Row of a workbook, from 1, that holds the names of the columns. Example: `3`"""
    decimal: Literal[".", ","] | None = None
    """Decimal mark of numbers written as text, where a column has two readings. Example: `","`"""
    lookups: list[Lookup] = []
    """Tables to join to the export: products, customers, places."""
    customer_lookups: list[CustomerLookup] = []
    """Tables about customers, by which segments are described: demographics, campaigns. Example:
    `[{files: [people.csv], key: id, columns: [age]}]`"""
    url: str | None = None
    """Address from which the export is downloaded where no file is found."""
    homepage: str | None = None
    """Page that describes the data, named when a download fails."""
    fingerprint: Fingerprint | None = None
    """What is known of the export, so that an altered copy under the same name is noticed."""

    @property
    def about_customers(self) -> list[str]:
        """What the tables about customers add."""
        return [name for lookup in self.customer_lookups for name in lookup.names]

    @model_validator(mode="after")
    def _one_source(self) -> Source:
        given = [bool(self.files), self.database is not None, self.generator is not None]
        if sum(given) != 1:
            raise ValueError("give exactly one of 'files', 'database' and 'generator'")
        of_generator = [self.generator, self.rows, self.seed]
        if None in of_generator and of_generator != [None, None, None]:
            raise ValueError("'generator', 'rows' and 'seed' go together")
        return self

    @field_validator("customer_lookups")
    @classmethod
    def _names_once(cls, lookups: list[CustomerLookup]) -> list[CustomerLookup]:
        names = [name for lookup in lookups for name in lookup.names]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"{twice[0]!r} once among the columns and counts of customers")
        counts = [one.count for one in lookups if one.count is not None and one.of is None]
        for lookup in lookups:
            if lookup.of is not None and lookup.of not in counts:
                raise ValueError(
                    f"'of: {lookup.of}' names the 'count' of another table; "
                    f"{nearest(lookup.of, counts)}"
                )
        return lookups


class Columns(Section):
    """The export's own names for the canonical columns of an order line.

    Without `order`, what a customer bought on one day is an order.
    """

    grain: Literal["order_line"] = "order_line"
    """What a row of the export is."""
    customer: Column
    """Id of the customer, kept as text."""
    order: Column | None = None
    """Id of the order or invoice; without it, what a customer bought on one day is an order."""
    product: Column | None = None
    """Code of the product."""
    product_name: Column | None = None
    """Name of the product."""
    category: Column | None = None
    """Category of the product."""
    timestamp: Column
    """Date, or date and time, of the order."""
    day_first: bool | None = None
    """Whether 3/4/2024 is the third of April, where the column leaves it open. Example: `true`"""
    quantity: Column | None = None
    """Pieces."""
    price: Column | None = None
    """Price per piece; gives the amount with `quantity`."""
    amount: Column | None = None
    """Amount of the line, in place of `price`."""
    discounts: list[Column] = []
    """Columns of discounts, which are added."""
    place: Column | None = None
    """Country, city, store ..."""
    channel: Column | None = None
    """Channel, such as online or store."""
    item: Literal["product", "product_name"] = "product"
    """What counts as one product in rankings: its code or its name."""

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
