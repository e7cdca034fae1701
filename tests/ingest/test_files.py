"""Archives, folders, JSON, workbooks and databases give the same table as a plain file."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import zipfile
from decimal import Decimal

import duckdb
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from exports import cells, shop_from, totals
from fixtures import EXPORT, study, write_csv
from segmentbook.core.engine import connect
from segmentbook.core.errors import UserError
from segmentbook.ingest import read
from segmentbook.ingest.files import read_file, read_files
from segmentbook.ingest.headers import ROW
from segmentbook.params.source import Source
from workbooks import write_xlsx

pytestmark = pytest.mark.whole


def test_every_source_gives_the_same_table(exports):
    write_csv(exports / "shop.csv")
    content = (exports / "shop.csv").read_bytes()
    wanted = totals(shop_from(files=["shop.csv"]))
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
        assert totals(shop_from(files=[name])) == wanted, name
    assert totals(shop_from(database={"url": "sqlite:///shop.sqlite", "table": "sales"})) == wanted
    query = "SELECT * FROM sales"
    assert totals(shop_from(database={"url": "duckdb:///shop.duckdb", "query": query})) == wanted


def test_files_with_other_columns_are_refused(exports):
    write_csv(exports / "part_1.csv")
    write_csv(exports / "part_2.csv", EXPORT.drop(columns="Country"))
    with pytest.raises(UserError, match=r"part_2\.csv: lacks 'Country'"):
        totals(shop_from(files=["part_*.csv"]))


def test_a_file_of_another_type_is_refused(exports):
    (exports / "shop.doc").write_text("[]")
    with pytest.raises(UserError, match=r"'\.doc'") as error:
        read.read(connect(), study(), [exports / "shop.doc"])
    assert ".parquet" in str(error.value)


@pytest.mark.parametrize("name", ["shop.parquet", "shop.xlsx"])
def test_a_damaged_file_is_named(exports, name):
    (exports / name).write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(UserError, match=name):
        read.read(connect(), study(), [exports / name])


def test_a_folder_and_a_pattern_of_monthly_files_are_one_table(exports):
    folder = exports / "monthly"
    folder.mkdir()
    write_csv(exports / "shop.csv")
    wanted = totals(shop_from(files=["shop.csv"]))
    write_csv(folder / "sales_2010-12.csv", EXPORT.iloc[:7])
    write_csv(folder / "sales_2011-01.csv", EXPORT.iloc[7:])
    assert totals(shop_from(files=["monthly"])) == wanted
    assert totals(shop_from(files=["monthly/sales_*.csv"])) == wanted
    (folder / ".notes.csv").write_text("a hidden file of another program\n1\n")
    assert totals(shop_from(files=["monthly"])) == wanted
    write_xlsx(folder / "sales_2011-02.xlsx", {"Data": cells(EXPORT.iloc[:2])})
    found = totals(shop_from(files=["monthly"]))
    assert found["rows"] == len(EXPORT) + 2
    assert found["orders"] == wanted["orders"]
    assert found["customers"] == wanted["customers"]


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_an_archive_may_hold_a_file_of_any_format(tmp_path, ending):
    table = pd.DataFrame({"id": ["007", "8"], "n": ["1", "2"]})
    plain = tmp_path / f"rows{ending}"
    match ending:
        case ".csv":
            table.to_csv(plain, index=False)
        case ".jsonl":
            plain.write_text("\n".join(json.dumps(row) for row in table.to_dict("records")))
        case _:
            table.to_parquet(plain)
    packed = tmp_path / f"rows{ending}.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    with zipfile.ZipFile(tmp_path / "rows.zip", "w") as archive:
        archive.write(plain, "inside/rows" + ending)
        archive.writestr("__MACOSX/rows" + ending, "")
        archive.writestr("read me.doc", "")
    plain_rows, *others = [
        read_file(connect(), path, Source(files=["rows"])).order_by(ROW).to_pandas()
        for path in (plain, packed, tmp_path / "rows.zip")
    ]
    assert plain_rows["id"].tolist() == ["007", "8"]
    for other in others:
        assert_frame_equal(other, plain_rows, check_dtype=False)


@pytest.mark.parametrize(
    ("names", "message"),
    [([], "holds 0 tables (nothing)"), (["a.csv", "b.csv"], "holds 2 tables (a.csv, b.csv)")],
)
def test_an_archive_holds_one_table(tmp_path, names, message):
    with zipfile.ZipFile(tmp_path / "rows.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "a,b\n1,2\n")
    with pytest.raises(UserError, match=re.escape(message)):
        read_file(connect(), tmp_path / "rows.zip", Source(files=["rows.zip"]))


def test_numbers_of_several_types_become_floats_and_other_types_text(tmp_path):
    pd.DataFrame({"n": [1, 2], "id": [17850.0, 1.5]}).to_parquet(tmp_path / "a.parquet")
    pd.DataFrame({"n": [0.5], "id": ["C1"]}).to_parquet(tmp_path / "b.parquet")
    paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    table = read_files(connect(), Source(files=["*.parquet"]), paths).order_by(ROW)
    assert table.to_pyarrow().to_pydict() == {
        "n": [1.0, 2.0, 0.5], "id": ["17850", "1.5", "C1"], ROW: [0, 1, 2],
    }  # fmt: skip


def test_columns_in_addition_are_named(exports):
    write_csv(exports / "part_1.csv")
    write_csv(exports / "part_2.csv", EXPORT.rename(columns={"Country": "Land"}))
    with pytest.raises(UserError, match="lacks 'Country' and has 'Land' in addition"):
        totals(shop_from(files=["part_*.csv"]))
