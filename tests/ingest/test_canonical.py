"""Reading exports: text files, workbooks and Parquet, lookups, discounts and time zones."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from exports import as_frame
from fixtures import EXPORT, study, write_csv
from segmentbook.core.engine import connect
from segmentbook.core.errors import UserError
from segmentbook.ingest import locate, read


def test_canonical_columns_of_a_parquet_export(exports):
    EXPORT.to_parquet(exports / "shop.parquet")
    table = read.read(connect(), study(), locate.locate(study()))
    frame = as_frame(table)
    expected = pd.DataFrame(
        {
            "export_row": range(12),
            "customer": ["17850"] * 4
            + ["12583", "12583", None, "12838", "13047", "14527", "13047", "17850"],
            "order": EXPORT["InvoiceNo"],
            "product": EXPORT["StockCode"],
            "product_name": EXPORT["Description"],
            "quantity": EXPORT["Quantity"],
            "place": EXPORT["Country"],
        }
    )
    assert_frame_equal(frame[expected.columns], expected, check_dtype=False)
    assert list(frame["timestamp"]) == list(EXPORT["InvoiceDate"])
    # Money is exact: 6 x 2.55 is 15.3, and 15.299999999999999 in binary.
    assert frame["amount"][0] == Decimal("15.3")
    assert frame["amount"].sum() == Decimal("138.84")
    assert str(table.schema()["amount"]) == "decimal(18, 4)"


def test_a_missing_column_names_the_nearest_one(exports):
    EXPORT.rename(columns={"CustomerID": "Customer ID"}).to_parquet(exports / "shop.parquet")
    with pytest.raises(UserError) as error:
        read.read(connect(), study(), locate.locate(study()))
    text = str(error.value)
    assert "shop.parquet" in text
    assert "'CustomerID'" in text
    assert "did you mean 'Customer ID'?" in text
    assert "columns.customer in params/shop.yaml" in text


def test_dates_with_two_readings_are_refused(exports):
    write_csv(exports / "shop.csv")
    one = study(columns={"day_first": None})
    with pytest.raises(UserError, match="column 'InvoiceDate'") as error:
        read.read(connect(), one, [exports / "shop.csv"])
    assert "'1/3/2011 10:00' is 1 March or 3 January" in str(error.value)
    assert "day_first: true" in str(error.value)


def test_every_date_is_read_by_its_own_form(exports):
    path = exports / "shop.csv"
    path.write_text(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        "1,a,A,1,3/4/2011 9:05,1.5,7,UK\n"
        "2,a,A,1,2011-04-13 00:00:00,1.5,7,UK\n"
        "3,a,A,1,13/4/2011 9:05,1.5,7,UK\n"
    )
    one = study(columns={"day_first": None})
    frame = as_frame(read.read(connect(), one, [path]))
    assert [when.to_pydatetime() for when in frame["timestamp"]] == [
        datetime(2011, 4, 3, 9, 5), datetime(2011, 4, 13), datetime(2011, 4, 13, 9, 5),
    ]  # fmt: skip


def test_half_a_kilogram_is_not_rounded_away(exports):
    EXPORT.assign(Quantity=[0.5, *EXPORT["Quantity"][1:]]).to_parquet(exports / "shop.parquet")
    table = read.read(connect(), study(), [exports / "shop.parquet"])
    assert str(table.schema()["quantity"]) == "decimal(18, 4)"
    assert read.unreadable_examples(table).count().to_pyarrow().as_py() == 0
    frame = as_frame(table)
    assert frame["quantity"].tolist() == [Decimal("0.5"), *EXPORT["Quantity"][1:]]
    assert frame["amount"][0] == Decimal("1.275")


@pytest.mark.parametrize("kind", [float, str])
def test_whole_pieces_stay_whole_numbers(exports, kind):
    EXPORT.assign(Quantity=EXPORT["Quantity"].astype(kind)).to_parquet(exports / "shop.parquet")
    table = read.read(connect(), study(), [exports / "shop.parquet"])
    assert str(table.schema()["quantity"]) == "int64"
    assert as_frame(table)["quantity"].tolist() == EXPORT["Quantity"].tolist()


def test_empty_texts_are_missing_values(exports):
    table = EXPORT.astype({"UnitPrice": str, "CustomerID": str, "Quantity": str})
    table.loc[8, ["UnitPrice", "CustomerID", "Description"]] = ""
    table.to_parquet(exports / "shop.parquet")
    row = as_frame(read.read(connect(), study(), [exports / "shop.parquet"])).iloc[8]
    assert row[["customer", "product_name", "price", "amount"]].isna().all()
    assert row["quantity"] == 2


# ---------------------------------------------------------------- lookups, discounts, time zones


def test_without_order_numbers_what_a_customer_bought_on_a_day_is_an_order(exports):
    EXPORT.to_parquet(exports / "shop.parquet")
    one = study(columns={"order": None})
    frame = as_frame(read.read(connect(), one, [exports / "shop.parquet"]))
    days = EXPORT["InvoiceDate"].dt.strftime("%Y-%m-%d")
    known = EXPORT["CustomerID"].notna()
    wanted = EXPORT["CustomerID"][known].astype(str) + " " + days[known]
    assert frame["order"].dropna().tolist() == wanted.tolist()


def test_a_column_of_a_canonical_name_that_is_not_mapped_gets_a_mark(exports):
    EXPORT.assign(amount=1, Place="x").to_parquet(exports / "shop.parquet")
    frame = as_frame(read.read(connect(), study(), [exports / "shop.parquet"]))
    assert frame["amount (export)"].tolist() == [1] * 12
    assert frame["Place (export)"].tolist() == ["x"] * 12
    assert frame["amount"].sum() == Decimal("138.84")


@pytest.mark.parametrize("zone", [None, "Europe/London"])
def test_dates_without_a_time_stay_days(exports, zone):
    days = EXPORT["InvoiceDate"].dt.date
    EXPORT.assign(InvoiceDate=days).to_parquet(exports / "shop.parquet")
    one = study(timezone=zone)
    frame = as_frame(read.read(connect(), one, [exports / "shop.parquet"]))
    assert frame["timestamp"].dt.date.tolist() == days.tolist()


def test_a_moment_with_a_zone_is_the_wall_clock_of_the_shop(exports):
    moments = EXPORT["InvoiceDate"].dt.tz_localize("UTC")
    EXPORT.assign(InvoiceDate=moments).to_parquet(exports / "shop.parquet")
    found = [
        as_frame(read.read(connect(), study(timezone=zone), [exports / "shop.parquet"]))
        for zone in (None, "Asia/Jakarta")
    ]
    assert found[0]["timestamp"].tolist() == EXPORT["InvoiceDate"].tolist()
    ahead = EXPORT["InvoiceDate"] + pd.Timedelta(hours=7)
    assert found[1]["timestamp"].tolist() == ahead.tolist()
