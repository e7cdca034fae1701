"""Values that cannot be read are marked, and columns of nothing else refused."""

from __future__ import annotations

import pandas as pd
import pytest

from fixtures import EXPORT, study, write_csv
from segmentbook.core.engine import connect
from segmentbook.core.errors import UserError
from segmentbook.ingest import read
from segmentbook.ingest.canonical import canonical
from segmentbook.ingest.unreadable import unreadable_examples


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("UnitPrice", "2,55 GBP"),
        ("UnitPrice", "two"),
        ("Quantity", "six"),
        ("InvoiceDate", "31/31/1"),
    ],
)
def test_a_value_that_cannot_be_read_is_marked(exports, column, value):
    path = exports / "shop.csv"
    write_csv(path)
    text = pd.read_csv(path, dtype=str, encoding="latin-1")
    text.loc[8, column] = value
    text.to_csv(path, index=False)
    table = read.read(connect(), study(), [path])
    [found] = read.unreadable_examples(table).to_pyarrow().to_pylist()
    canonical = {"UnitPrice": "price", "Quantity": "quantity", "InvoiceDate": "timestamp"}[column]
    assert found == {"export_row": 8, "unreadable": canonical, "unreadable_text": value}


def test_rows_that_cannot_be_read_are_marked(exports):
    write_csv(
        exports / "shop.csv",
        EXPORT.astype({"Quantity": object}).assign(Quantity=["six", *[1] * 11]),
    )
    one, connection = study(), connect()
    raw = read.read_raw(connection, one.source, [exports / "shop.csv"])
    table = canonical(connection, raw, one, "shop.csv")
    assert read.unreadable_examples(table).to_pyarrow().to_pylist() == [
        {"export_row": 0, "unreadable": "quantity", "unreadable_text": "six"}
    ]


def test_only_the_first_rows_of_each_column_are_examples(exports):
    write_csv(exports / "shop.csv")
    text = pd.read_csv(exports / "shop.csv", dtype=str, encoding="latin-1")
    text.loc[:6, "Quantity"] = "many"
    text.loc[5:, "UnitPrice"] = "dear"
    text.to_csv(exports / "shop.csv", index=False)
    table = read.read(connect(), study(), [exports / "shop.csv"])
    rows = unreadable_examples(table, limit=2).to_pyarrow().to_pylist()
    assert [(row["unreadable"], row["export_row"]) for row in rows] == [
        ("price", 7), ("price", 8), ("quantity", 0), ("quantity", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("Quantity", ["many"] * 12, "none of the 12 values of column 'Quantity'"),
        ("UnitPrice", [None] * 12, "none of the 0 values of column 'UnitPrice'"),
        ("InvoiceDate", ["soon"] * 11 + [None], "'timestamp', e.g. 'soon'"),
    ],
)
def test_a_column_in_which_nothing_can_be_read_is_refused(exports, column, values, message):
    write_csv(exports / "shop.csv")
    text = pd.read_csv(exports / "shop.csv", dtype=str, encoding="latin-1")
    text.assign(**{column: values}).to_csv(exports / "shop.csv", index=False)
    with pytest.raises(UserError, match=message):
        read.read(connect(), study(), [exports / "shop.csv"])


def test_discounts_may_be_empty_and_share_a_name(exports):
    table = EXPORT.assign(card=None, coupon=["free", *["1.5"] * 11])
    write_csv(exports / "shop.csv", table)
    one = study(columns={"discounts": ["card", "coupon"]})
    found = read.read(connect(), one, [exports / "shop.csv"])
    assert unreadable_examples(found).to_pyarrow().to_pylist() == [
        {"export_row": 0, "unreadable": "discount", "unreadable_text": "free"}
    ]


def test_an_export_without_rows_is_refused(exports):
    EXPORT.iloc[:0].to_parquet(exports / "shop.parquet")
    with pytest.raises(UserError, match="holds no rows"):
        read.read(connect(), study(), [exports / "shop.parquet"])
