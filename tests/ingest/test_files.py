"""Archives, folders, JSON, workbooks and databases give the same table as a plain file."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zipfile
from decimal import Decimal

import duckdb
import ibis
import pandas as pd
import pytest

from fixtures import EXPORT, STUDY, real_export, study, write_csv
from segmentbook.core import engine
from segmentbook.core.errors import UserError
from segmentbook.ingest import locate, read
from segmentbook.ingest.files import read_file
from segmentbook.params.source import Source
from segmentbook.params.study import parse_study

pytestmark = pytest.mark.whole


@pytest.fixture
def exports(tmp_path, monkeypatch):
    """An empty folder of exports."""
    monkeypatch.setenv("DATA", str(tmp_path))
    return tmp_path


def totals(one):
    table = read.read(ibis.duckdb.connect(), one, locate.locate(one))
    [found] = table.aggregate(
        rows=table.count(), customers=table.customer.nunique(), orders=table.order.nunique(),
        money=table.amount.sum(), last=table.timestamp.max(), number=table[read.ROW].max(),
    ).to_pyarrow().to_pylist()  # fmt: skip
    return found


def of(**source):
    return parse_study({**STUDY, "source": source}, where="tests")


def test_every_source_gives_the_same_table(exports):
    write_csv(exports / "shop.csv")
    content = (exports / "shop.csv").read_bytes()
    wanted = totals(of(files=["shop.csv"]))
    assert wanted["money"] == Decimal("138.84")
    (exports / "packed.csv.gz").write_bytes(gzip.compress(content))
    with zipfile.ZipFile(exports / "packed.zip", "w") as archive:
        archive.writestr("inside/shop.csv", content)
    rows = EXPORT.assign(InvoiceDate=EXPORT["InvoiceDate"].astype(str))
    texts = json.loads(rows.to_json(orient="records"))
    (exports / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in texts))
    write_csv(exports / "part_1.csv", EXPORT.iloc[:5])
    write_csv(exports / "part_2.csv", EXPORT.iloc[5:])
    with sqlite3.connect(exports / "shop.sqlite") as engine:
        rows.astype(object).where(rows.notna(), None).to_sql("sales", engine, index=False)
    engine.close()
    with duckdb.connect(exports / "shop.duckdb") as base:
        base.register("frame", EXPORT)
        base.execute("CREATE TABLE sales AS SELECT * FROM frame")
    for name in ("packed.csv.gz", "packed.zip", "rows.jsonl", "part_*.csv"):
        assert totals(of(files=[name])) == wanted, name
    assert totals(of(database={"url": "sqlite:///shop.sqlite", "table": "sales"})) == wanted
    query = "SELECT * FROM sales"
    assert totals(of(database={"url": "duckdb:///shop.duckdb", "query": query})) == wanted


def test_a_database_without_the_table_names_the_nearest(exports):
    with sqlite3.connect(exports / "shop.sqlite") as engine:
        engine.execute("CREATE TABLE sales (a)")
    engine.close()
    with pytest.raises(UserError, match="did you mean 'sales'"):
        totals(of(database={"url": "sqlite:///shop.sqlite", "table": "sale"}))


def test_files_with_other_columns_are_refused(exports):
    write_csv(exports / "part_1.csv")
    write_csv(exports / "part_2.csv", EXPORT.drop(columns="Country"))
    with pytest.raises(UserError, match=r"part_2\.csv: lacks 'Country'"):
        totals(of(files=["part_*.csv"]))


def test_a_sheet_with_titles_above_its_header(exports):
    openpyxl = pytest.importorskip("openpyxl", reason="writes workbooks")
    book = openpyxl.Workbook()
    book.active.append(["Notes"])
    sheet = book.create_sheet("Sales")
    sheet.append(["Report of 2011"])
    sheet.append([])
    sheet.append(["id", "n"])
    sheet.append(["007", 1])
    sheet.append([17850, 2])
    book.save(exports / "b.xlsx")
    from segmentbook.ingest.workbook import read_workbook

    assert read_workbook(exports / "b.xlsx", None, None).to_pylist() == [
        {"id": "007", "n": 1.0}, {"id": "17850", "n": 2.0},
    ]  # fmt: skip


def test_ids_keep_zeros_and_letters_and_know_gaps(exports):
    ids = ["007", "A1b", "NA", "nan", "-", "None", " 12 ", "NULL", "1.0", "x", "y", "z"]
    write_csv(exports / "shop.csv", EXPORT.assign(CustomerID=ids))
    table = read.read(ibis.duckdb.connect(), study(), [exports / "shop.csv"])
    found = table.order_by(read.ROW).customer.to_pyarrow().to_pylist()
    assert found == ["007", "A1b", None, None, None, None, "12", None, "1.0", "x", "y", "z"]


def test_rows_that_cannot_be_read_are_marked(exports):
    from segmentbook.ingest.canonical import canonical

    write_csv(
        exports / "shop.csv",
        EXPORT.astype({"Quantity": object}).assign(Quantity=["six", *[1] * 11]),
    )
    one, connection = study(), ibis.duckdb.connect()
    raw = read.read_raw(connection, one.source, [exports / "shop.csv"])
    table = canonical(connection, raw, one, "shop.csv")
    assert read.unreadable_examples(table).to_pyarrow().to_pylist() == [
        {"export_row": 0, "unreadable": "quantity", "unreadable_text": "six"}
    ]


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


@pytest.mark.parametrize("name", ["export_row", "Unreadable", "unreadable_text"])
def test_a_column_of_a_name_that_reading_uses_is_refused(tmp_path, name):
    path = tmp_path / "export.csv"
    path.write_text(f"customer,{name}\na,1\nb,2\n")
    with pytest.raises(UserError, match=f"the name of column '{name}' is reserved"):
        read_file(engine.connect(), path, Source(files=["export.csv"]))
