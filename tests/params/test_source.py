"""The params about the export."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from segmentbook.params.customers import CustomerColumns
from segmentbook.params.source import AnyColumns, Columns, Database, Source, TextSource

LINES = {"customer": "c", "timestamp": "t", "amount": "a"}
SIZE = {"rows": 100, "seed": 1}


@pytest.mark.parametrize(
    "values",
    [
        {"files": ["a.csv"]},
        {"database": {"url": "sqlite:///a.db", "table": "t"}},
        {"generator": "health_products", **SIZE},
        {"generator": "ecommerce_members", "rows": 10_000_000, "seed": 0},
    ],
)
def test_an_export_comes_from_one_place(values):
    one = Source.model_validate(values)
    assert one.text == TextSource()
    assert one.lookups == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "exactly one of 'files', 'database' and 'generator'"),
        ({"files": []}, "exactly one of"),
        ({"files": ["a.csv"], "generator": "health_products", **SIZE}, "exactly one of"),
        ({"generator": "health_products", "rows": 100}, "go together"),
        ({"files": ["a.csv"], "rows": 100, "seed": 1}, "go together"),
        ({"generator": "health_products", "rows": 99, "seed": 1}, "greater than or equal to 100"),
        ({"generator": "another", **SIZE}, "'health_products' or 'ecommerce_members'"),
        ({"files": ["a.csv"], "header_row": 0}, "greater than or equal to 1"),
        ({"files": ["a.csv"], "decimal": ";"}, "'.' or ','"),
    ],
)
def test_other_sources_are_refused(values, message):
    with pytest.raises(ValidationError, match=message):
        Source.model_validate(values)


@given(st.characters())
def test_any_one_character_may_separate_columns(mark):
    assert TextSource(separator=mark).separator == mark


@given(st.text(min_size=2, max_size=10))
def test_a_longer_separator_is_a_known_word(word):
    names = {"tab", "comma", "semicolon", "pipe", "blanks"}
    if word not in names:
        with pytest.raises(ValidationError, match="blanks"):
            TextSource(separator=word)
    assert {TextSource(separator=name).separator for name in names} == names


@pytest.mark.parametrize("values", [{}, {"table": "t", "query": "SELECT 1"}, {"query": ""}])
def test_a_database_gives_a_table_or_a_query(values):
    with pytest.raises(ValidationError):
        Database.model_validate({"url": "sqlite:///a.db", **values})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"price": "p", "quantity": "q"}, "give either 'price'"),
        ({"amount": None}, "give either 'price'"),
        ({"amount": None, "price": "p"}, "'price' .per unit. needs 'quantity'"),
        ({"customer": ""}, "at least 1 character"),
    ],
)
def test_money_has_one_source(changes, message):
    with pytest.raises(ValidationError, match=message):
        Columns.model_validate({**LINES, **changes})


def test_columns_are_of_order_lines_unless_the_grain_is_the_customer():
    columns: TypeAdapter[Columns | CustomerColumns] = TypeAdapter(AnyColumns)
    assert isinstance(columns.validate_python(LINES), Columns)
    assert isinstance(columns.validate_python({**LINES, "grain": "order_line"}), Columns)
    members = columns.validate_python({"grain": "customer", "customer": "c"})
    assert isinstance(members, CustomerColumns)
    assert columns.validate_python(members) == members
    with pytest.raises(ValidationError):
        columns.validate_python(["customer"])


PEOPLE = {"files": ["people.csv"], "key": "id", "columns": ["age"]}
LETTERS = {"files": ["letters.csv"], "key": "id", "count": "letters"}
REDEEMED = {"files": ["used.csv"], "key": "id", "count": "redeemed", "of": "letters"}


def test_tables_about_customers_add_columns_counts_and_answers():
    source = Source.model_validate(
        {"files": ["a"], "customer_lookups": [PEOPLE, LETTERS, REDEEMED]}
    )
    assert [one.names for one in source.customer_lookups] == [["age"], ["letters"], ["redeemed"]]


@pytest.mark.parametrize(
    ("lookups", "message"),
    [
        ([{**PEOPLE, "columns": []}], "give either 'columns' or 'count'"),
        ([{**PEOPLE, "count": "n"}], "give either 'columns' or 'count'"),
        ([{**PEOPLE, "of": "letters"}], "'of' goes with 'count'"),
        ([PEOPLE, {**PEOPLE, "files": ["b"]}], "'age' once"),
        ([LETTERS, {**REDEEMED, "of": "leters"}], "letters"),
        ([REDEEMED], "names the 'count' of another table"),
    ],
)
def test_tables_about_customers_are_checked(lookups, message):
    with pytest.raises(ValidationError, match=message):
        Source.model_validate({"files": ["a"], "customer_lookups": lookups})
