"""Exports of every format are read into the same canonical table."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from exports import as_frame, totals
from fixtures import EXPORT, STUDY, real_export, study, write_csv
from segmentbook.core.engine import connect
from segmentbook.ingest import locate, read
from segmentbook.params.study import load_study, parse_study


def test_a_text_file_an_excel_file_and_parquet_give_the_same_table(exports, tmp_path):
    table = EXPORT.assign(Description=EXPORT["Description"].str.strip())
    table.to_parquet(exports / "shop.parquet")
    write_csv(exports / "shop.csv", table)
    frames = [
        as_frame(read.read(connect(), study(), [exports / name]))
        for name in ("shop.parquet", "shop.csv")
    ]
    assert_frame_equal(frames[0], frames[1], check_dtype=False)


@pytest.mark.studies
@pytest.mark.parametrize(
    "name",
    ["online_retail_rows30000_60000_latin1.csv", "online_retail_rows30000_60000.xlsx"],
)
def test_slices_in_other_formats_equal_the_same_rows_of_the_parquet_file(name, tmp_path):
    retail = load_study("online_retail")
    slice_, whole = real_export(name), real_export("online_retail.parquet")
    part = tmp_path / "part.parquet"
    pd.read_parquet(whole).iloc[30_000:60_000].to_parquet(part, index=False)
    found, wanted = (read.read(connect(), retail, [path]).cache() for path in (slice_, part))
    total = found.amount.sum().to_pyarrow().as_py()
    # Money as text: comparing 30,000 Decimals one by one is slow, and floats are not exact.
    found, wanted = (
        as_frame(table.mutate(price=table.price.cast(str), amount=table.amount.cast(str)))
        for table in (found, wanted)
    )
    assert_frame_equal(found, wanted, check_dtype=False)
    # data notes: the two slices of Online Retail
    assert len(found) == 30_000
    assert found["customer"].isna().sum() == 11_908
    assert found["product_name"].isna().sum() == 47
    assert found["order"].str.startswith("C").sum() == 545
    assert found["product_name"].str.contains("£").sum() == 5
    assert round(total, 2) == Decimal("547735.12")
    assert found["timestamp"].min() == pd.Timestamp("2010-12-14 13:10")
    assert found["timestamp"].max() == pd.Timestamp("2011-01-17 17:44")


def test_own_columns_are_those_of_the_export(exports):
    EXPORT.to_parquet(exports / "shop.parquet")
    table = read.read(connect(), study(), locate.locate(study()))
    own = read.own_columns(study(), table)
    assert "export_row" not in own
    assert {"customer", "order", "product", "timestamp", "quantity", "price", "place"} <= set(own)


def test_cdnow_has_no_orders_and_no_products():
    path = real_export("cdnow_master.txt")
    columns = {
        "customer": "customer_id", "timestamp": "date", "quantity": "number_of_cds",
        "amount": "dollar_value",
    }  # fmt: skip
    one = parse_study(
        {**STUDY, "source": {"files": [path.name]}, "columns": columns}, where="tests"
    )
    found = totals(one)
    # facts: shared/cdnow_master.txt
    assert (found["rows"], found["customers"], found["orders"]) == (69_659, 23_570, 67_591)
    assert found["money"] == Decimal("2500315.63")
    assert found["last"] == pd.Timestamp("1998-06-30")
