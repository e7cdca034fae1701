"""Rows that repeat others."""

from __future__ import annotations

from decimal import Decimal

import ibis
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import study
from segmentbook import cleaning
from segmentbook.cleaning.duplicates import repetitions
from segmentbook.ingest import read
from small_export import OWN, clean, rule, table

pytestmark = pytest.mark.whole

ONE = rule("drop_duplicates")


def test_the_first_of_equal_rows_is_kept():
    assert clean(ONE).rows["export_row"].tolist() == [0, 2, 3, 4, 5, 6]


def test_a_row_that_was_removed_before_is_not_a_first_occurrence():
    # Rows 0 and 1 are equal. If a rule has removed row 0, row 1 does not repeat a kept row.
    export = table()
    export = export.mutate(price=(export.export_row == 0).ifelse(None, export.price))
    rules = [rule("drop_missing", columns=["price"]), ONE]
    own = [column for column in OWN if column != "price"]
    kept = cleaning.order_lines(cleaning.mark(export, rules, own)).to_pandas()
    assert kept["export_row"].tolist() == [1, 2, 3, 4, 6]


def test_duplicates_agree_in_gaps_too():
    frame = pd.DataFrame(
        {
            "export_row": range(3),
            "customer": ["1", "1", "1"],
            "order": ["A", "A", "A"],
            "name": [None, None, "x"],
            "amount": [Decimal(1)] * 3,
        }
    )
    marked = cleaning.mark(ibis.memtable(frame), [ONE], ["customer", "order", "name", "amount"])
    assert cleaning.order_lines(marked).to_pandas()["export_row"].tolist() == [0, 2]


def test_lines_that_split_a_discount_differently_are_not_duplicates(tmp_path):
    path = tmp_path / "sales.parquet"
    pd.DataFrame(
        {
            "CustomerID": [1, 1, 1],
            "InvoiceNo": ["A"] * 3,
            "StockCode": ["P"] * 3,
            "InvoiceDate": pd.to_datetime(["2017-01-01"] * 3),
            "Quantity": [1] * 3,
            "UnitPrice": [5.0] * 3,
            "card": [0.5, 0.0, 0.5],
            "coupon": [0.0, 0.5, 0.0],
        }
    ).to_parquet(path)
    one = study(
        columns={"discounts": ["card", "coupon"], "product_name": None, "place": None},
        cleaning=[{"rule": "drop_duplicates", "reason": "twice"}],
    )
    export = read.read(ibis.duckdb.connect(), one, [path])
    marked = cleaning.mark(export, one.cleaning, read.own_columns(one, export))
    assert cleaning.order_lines(marked).to_pandas()["export_row"].tolist() == [0, 1]


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", None]), st.integers(0, 2)), min_size=1, max_size=15
    )
)
def test_repetitions_are_those_of_pandas(rows):
    frame = pd.DataFrame(rows, columns=["text", "number"]).astype({"text": "string"})
    export = ibis.memtable(frame.assign(export_row=range(len(frame))))
    found = repetitions(export, ["text", "number"]).to_pandas()["export_row"].tolist()
    assert sorted(found) == frame.index[frame.duplicated()].tolist()
