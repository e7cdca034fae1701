"""Values that cannot be read are marked, and columns of nothing else refused."""

from __future__ import annotations

import pandas as pd
import pytest

from fixtures import EXPORT, study, write_csv
from segmentbook.core.engine import connect
from segmentbook.ingest import read


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
    from segmentbook.ingest.canonical import canonical

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
