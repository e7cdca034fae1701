"""Reading exports: text files, workbooks and Parquet, lookups, discounts and time zones."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import ibis
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from fixtures import EXPORT, real_export, study, write_csv
from segmentbook.core.errors import UserError
from segmentbook.ingest import locate, read, workbook
from segmentbook.params.study import load_study


@pytest.fixture
def exports(tmp_path, monkeypatch):
    """An empty folder of exports."""
    folder = tmp_path / "exports"
    folder.mkdir()
    monkeypatch.setenv("DATA", str(folder))
    return folder


def as_frame(table):
    """Return a table in the order of the export, columns by name."""
    frame = table.order_by(read.ROW).to_pandas()
    return frame[sorted(frame.columns)].astype({"export_row": "int64"})


def test_canonical_columns_of_a_parquet_export(exports):
    EXPORT.to_parquet(exports / "shop.parquet")
    table = read.read(ibis.duckdb.connect(), study(), locate.locate(study()))
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


def test_a_text_file_an_excel_file_and_parquet_give_the_same_table(exports, tmp_path):
    table = EXPORT.assign(Description=EXPORT["Description"].str.strip())
    table.to_parquet(exports / "shop.parquet")
    write_csv(exports / "shop.csv", table)
    frames = [
        as_frame(read.read(ibis.duckdb.connect(), study(), [exports / name]))
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
    found, wanted = (
        read.read(ibis.duckdb.connect(), retail, [path]).cache() for path in (slice_, part)
    )
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


def test_whole_numbers_among_texts_of_a_workbook_keep_no_decimal_point():
    assert [workbook._cell_text(v) for v in (536365.0, "C536379", "", 2.5)] == [
        "536365", "C536379", None, "2.5",
    ]  # fmt: skip


def test_keys_that_were_written_as_fractions_lose_the_point(exports):
    # pandas writes whole numbers beside gaps as 17850.0; a key such as A1.0 is left alone.
    write_csv(exports / "shop.csv", EXPORT.assign(CustomerID=EXPORT["CustomerID"].astype(float)))
    assert ",17850.0," in (exports / "shop.csv").read_text("latin-1")
    frame = as_frame(read.read(ibis.duckdb.connect(), study(), [exports / "shop.csv"]))
    assert set(frame["customer"].dropna()) == {"17850", "12583", "12838", "13047", "14527"}
    codes = EXPORT.assign(StockCode=["1.0", "A1.0", *["10.0"] * 10])
    write_csv(exports / "shop.csv", codes)
    frame = as_frame(read.read(ibis.duckdb.connect(), study(), [exports / "shop.csv"]))
    assert set(frame["product"]) == {"1.0", "A1.0", "10.0"}


def test_the_encoding_is_judged_by_the_whole_file(exports):
    # The one byte that is not UTF-8 comes after more than a megabyte.
    path = exports / "shop.csv"
    many = pd.concat([EXPORT.assign(Description="MUG" * 150)] * 250 + [EXPORT], ignore_index=True)
    write_csv(path, many)
    assert path.stat().st_size > 2**20
    table = read.read(ibis.duckdb.connect(), study(), [path])
    last = as_frame(table)["product_name"].iloc[-5]
    assert last == "£5 GAME"
    write_csv(path, encoding="utf-8")
    table = read.read(ibis.duckdb.connect(), study(), [path])
    assert as_frame(table)["product_name"].iloc[7] == "£5 GAME"


def test_a_missing_column_names_the_nearest_one(exports):
    EXPORT.rename(columns={"CustomerID": "Customer ID"}).to_parquet(exports / "shop.parquet")
    with pytest.raises(UserError) as error:
        read.read(ibis.duckdb.connect(), study(), locate.locate(study()))
    text = str(error.value)
    assert "shop.parquet" in text
    assert "'CustomerID'" in text
    assert "did you mean 'Customer ID'?" in text
    assert "columns.customer in params/shop.yaml" in text


def test_dates_with_two_readings_are_refused(exports):
    write_csv(exports / "shop.csv")
    one = study(columns={"day_first": None})
    with pytest.raises(UserError, match="column 'InvoiceDate'") as error:
        read.read(ibis.duckdb.connect(), one, [exports / "shop.csv"])
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
    frame = as_frame(read.read(ibis.duckdb.connect(), one, [path]))
    assert [when.to_pydatetime() for when in frame["timestamp"]] == [
        datetime(2011, 4, 3, 9, 5), datetime(2011, 4, 13), datetime(2011, 4, 13, 9, 5),
    ]  # fmt: skip


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
    table = read.read(ibis.duckdb.connect(), study(), [path])
    [found] = read.unreadable_examples(table).to_pyarrow().to_pylist()
    canonical = {"UnitPrice": "price", "Quantity": "quantity", "InvoiceDate": "timestamp"}[column]
    assert found == {"export_row": 8, "unreadable": canonical, "unreadable_text": value}


def test_half_a_kilogram_is_not_rounded_away(exports):
    EXPORT.assign(Quantity=[0.5, *EXPORT["Quantity"][1:]]).to_parquet(exports / "shop.parquet")
    table = read.read(ibis.duckdb.connect(), study(), [exports / "shop.parquet"])
    assert str(table.schema()["quantity"]) == "decimal(18, 4)"
    assert read.unreadable_examples(table).count().to_pyarrow().as_py() == 0
    frame = as_frame(table)
    assert frame["quantity"].tolist() == [Decimal("0.5"), *EXPORT["Quantity"][1:]]
    assert frame["amount"][0] == Decimal("1.275")


@pytest.mark.parametrize("kind", [float, str])
def test_whole_pieces_stay_whole_numbers(exports, kind):
    EXPORT.assign(Quantity=EXPORT["Quantity"].astype(kind)).to_parquet(exports / "shop.parquet")
    table = read.read(ibis.duckdb.connect(), study(), [exports / "shop.parquet"])
    assert str(table.schema()["quantity"]) == "int64"
    assert as_frame(table)["quantity"].tolist() == EXPORT["Quantity"].tolist()


def test_empty_texts_are_missing_values(exports):
    table = EXPORT.astype({"UnitPrice": str, "CustomerID": str, "Quantity": str})
    table.loc[8, ["UnitPrice", "CustomerID", "Description"]] = ""
    table.to_parquet(exports / "shop.parquet")
    row = as_frame(read.read(ibis.duckdb.connect(), study(), [exports / "shop.parquet"])).iloc[8]
    assert row[["customer", "product_name", "price", "amount"]].isna().all()
    assert row["quantity"] == 2


def test_a_file_of_another_type_is_refused(exports):
    (exports / "shop.doc").write_text("[]")
    with pytest.raises(UserError, match=r"'\.doc'") as error:
        read.read(ibis.duckdb.connect(), study(), [exports / "shop.doc"])
    assert ".parquet" in str(error.value)


@pytest.mark.parametrize("name", ["shop.parquet", "shop.xlsx"])
def test_a_damaged_file_is_named(exports, name):
    (exports / name).write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(UserError, match=name):
        read.read(ibis.duckdb.connect(), study(), [exports / name])


def test_own_columns_are_those_of_the_export(exports):
    EXPORT.to_parquet(exports / "shop.parquet")
    table = read.read(ibis.duckdb.connect(), study(), locate.locate(study()))
    own = read.own_columns(study(), table)
    assert "export_row" not in own
    assert {"customer", "order", "product", "timestamp", "quantity", "price", "place"} <= set(own)


# ---------------------------------------------------------------- lookups, discounts, time zones


@pytest.fixture
def grocery(exports):
    """An export with a product table that lacks one product, and two kinds of discount."""
    pd.DataFrame(
        {
            "household": [1, 1, 2],
            "basket": [11, 11, 12],
            "product": [501, 502, 999],
            "at": pd.to_datetime(
                ["2017-01-01 04:30:00", "2017-07-01 03:59:59", "2018-01-01 04:59:00"]
            ),
            "n": [1, 2, 3],
            "paid": [1.5, 2.25, 0.1],
            "card": [0.5, 0.0, 0.0],
            "coupon": [0.0, 0.5, 0.25],
        }
    ).to_parquet(exports / "sales.parquet")
    products = pd.DataFrame(
        {"product": [501, 502], "kind": ["CHEESE", "MILK"], "department": ["DAIRY", None]}
    )
    products.to_parquet(exports / "products.parquet")
    lookup = {"files": ["products.parquet"], "key": "product", "columns": ["kind", "department"]}
    return study(
        timezone="America/New_York",
        source={"files": ["sales.parquet"], "lookups": [lookup]},
        columns={
            "customer": "household", "order": "basket", "product": "product",
            "product_name": "kind", "category": "department", "timestamp": "at", "quantity": "n",
            "price": None, "amount": "paid", "discounts": ["card", "coupon"], "place": None,
        },
        cleaning=[],
    )  # fmt: skip


def test_a_line_without_a_product_in_the_lookup_keeps_its_place(grocery):
    frame = as_frame(read.read(ibis.duckdb.connect(), grocery, locate.locate(grocery)))
    assert list(frame["product"]) == ["501", "502", "999"]
    assert frame["product_name"].fillna("-").tolist() == ["CHEESE", "MILK", "-"]
    assert frame["category"].fillna("-").tolist() == ["DAIRY", "-", "-"]
    assert frame["amount"].tolist() == [Decimal("1.5"), Decimal("2.25"), Decimal("0.1")]
    assert frame["discount"].tolist() == [Decimal("0.5"), Decimal("0.5"), Decimal("0.25")]


def test_utc_becomes_the_wall_clock_of_the_shop_in_winter_and_summer(grocery):
    frame = as_frame(read.read(ibis.duckdb.connect(), grocery, locate.locate(grocery)))
    assert [str(when) for when in frame["timestamp"]] == [
        "2016-12-31 23:30:00", "2017-06-30 23:59:59", "2017-12-31 23:59:00",
    ]  # fmt: skip


def test_a_lookup_that_would_multiply_lines_is_refused(grocery, exports):
    twice = pd.read_parquet(exports / "products.parquet").iloc[[0, 1, 1]]
    twice.to_parquet(exports / "products.parquet")
    with pytest.raises(UserError, match="1 rows repeat a value of 'product'") as error:
        read.read(ibis.duckdb.connect(), grocery, locate.locate(grocery))
    assert "products.parquet" in str(error.value)


def test_a_missing_column_of_a_lookup_names_the_nearest_one(grocery, exports):
    table = pd.read_parquet(exports / "products.parquet").rename(columns={"kind": "kinds"})
    table.to_parquet(exports / "products.parquet")
    with pytest.raises(UserError, match="did you mean 'kinds'") as error:
        read.read(ibis.duckdb.connect(), grocery, locate.locate(grocery))
    assert "products.parquet: there is no column 'kind'" in str(error.value)


def test_own_columns_leave_the_lookups_out(grocery):
    table = read.read(ibis.duckdb.connect(), grocery, locate.locate(grocery))
    own = read.own_columns(grocery, table)
    assert "product" in own
    assert not {"product_name", "category", "kind", "department"} & set(own)
