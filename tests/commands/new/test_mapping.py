"""Columns are recognised by name and content."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from segmentbook.commands.new.mapping import Facts, recognise

SHARES = st.floats(0, 1)
FACTS = st.builds(
    Facts, st.sampled_from(["customer", "date", "qty", "price", "total", "sku", "city", "note"]),
    SHARES, st.integers(0, 50), st.just(50), SHARES, SHARES, SHARES, SHARES,
)  # fmt: skip


def column(name: str, **changes: Any) -> Facts:
    """Return a column of texts that repeat."""
    texts: dict[str, Any] = {
        "filled": 1.0,
        "distinct": 20,
        "rows": 100,
        "numeric": 0.0,
        "whole": 0.0,
    }
    return Facts(name, **{**texts, "dated": 0.0, "negative": 0.0, **changes})


def number(name: str, whole: float = 0.0) -> Facts:
    return column(name, numeric=1.0, whole=whole)


LINES = [column("client"), column("date", dated=1.0), number("qty", 1.0), number("unit price")]


def test_order_lines_by_name_and_content():
    found = recognise([*LINES, column("note")])
    assert found.columns == {
        "customer": "client", "timestamp": "date", "quantity": "qty", "price": "unit price",
    }  # fmt: skip
    assert found.missing == ()
    assert found.other == ("note",)


def test_a_date_that_holds_no_dates_is_not_one():
    found = recognise([LINES[0], column("date"), *LINES[2:]])
    assert "timestamp" not in found.columns
    assert found.missing == ("timestamp",)


def test_a_price_without_a_quantity_is_not_enough():
    found = recognise([LINES[0], LINES[1], LINES[3]])
    assert "price" not in found.columns
    assert found.missing == ("amount",)


def test_an_amount_is_preferred_to_a_price_that_is_only_guessed():
    found = recognise([*LINES[:2], number("total"), number("my unit prices")])
    assert found.columns["amount"] == "total"
    assert "price" not in found.columns


@given(st.lists(FACTS, max_size=8, unique_by=lambda one: one.name))
def test_each_column_has_at_most_one_role(columns):
    found = recognise(columns)
    used = [*found.columns.values(), *found.other]
    assert sorted(used) == sorted(one.name for one in columns)
    assert {*found.unsure} <= {*found.columns}
    assert not {*found.missing} & {*found.columns}
