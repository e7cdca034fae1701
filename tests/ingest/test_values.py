"""Missing values, ids and the shapes of texts."""

from __future__ import annotations

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports import as_frame
from fixtures import EXPORT, study, write_csv
from segmentbook.core.engine import connect
from segmentbook.ingest import read
from segmentbook.ingest.values import (
    MISSING,
    count_shapes,
    distinct,
    id_text,
    known,
    read_ids,
    shape_of,
)

PADDING = st.sampled_from(["", " ", "\t", "  "])


def evaluate(function, values, kind=None):
    """Return what a function makes of a column, in the order of its values."""
    column = pa.array(values, kind)
    table = ibis.memtable(pa.table({"value": column, "at": range(len(values))}))
    found = table.select("at", out=function(table["value"])).order_by("at")
    return connect().to_pyarrow(found)["out"].to_pylist()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(PADDING, st.sampled_from([*MISSING, "a", "0", "NAN"]), PADDING)))
def test_what_programs_write_for_a_missing_value_is_null(parts):
    texts = [before + word + after for before, word, after in parts]
    wanted = [None if word in MISSING else word for _, word, _ in parts]
    assert evaluate(known, texts, pa.string()) == wanted


def test_not_a_number_is_missing_and_other_types_stay():
    assert evaluate(known, [1.5, float("nan"), None], pa.float64()) == [1.5, None, None]
    assert evaluate(known, [1, None]) == [1, None]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(-(2**53), 2**53), min_size=1, max_size=5))
def test_whole_numbers_are_ids_without_a_point_in_every_type(numbers):
    wanted = [str(number) for number in numbers]
    assert evaluate(id_text, numbers, pa.int64()) == wanted
    assert evaluate(id_text, [float(number) for number in numbers], pa.float64()) == wanted
    written = [f"{number}.0" for number in numbers]
    assert evaluate(lambda column: id_text(column, cut=True), written) == wanted


def test_an_id_with_a_fraction_keeps_it():
    assert evaluate(id_text, [1.5, 2.0, None]) == ["1.5", "2", None]
    assert evaluate(id_text, ["1.0", "A1.0", " x "]) == ["1.0", "A1.0", "x"]


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["17850.0", None, "12.0"], ["17850", None, "12"]),
        (["17850.0", "A1.0"], ["17850.0", "A1.0"]),  # some are not written so: nothing is cut
        (["007", "1"], ["007", "1"]),
    ],
)
def test_the_point_is_cut_only_where_a_whole_column_has_it(texts, wanted):
    table = ibis.memtable(pa.table({"id": texts, "at": range(len(texts))}))
    found = table.select("at", **read_ids(table, ["id", "id"])).order_by("at")
    assert connect().to_pyarrow(found)["id"].to_pylist() == wanted


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text("0123456789ab.- /", max_size=8), min_size=1, max_size=6))
def test_a_shape_has_every_digit_as_9(texts):
    wanted = ["".join("9" if sign.isdigit() else sign for sign in text) for text in texts]
    assert evaluate(shape_of, texts, pa.string()) == wanted


def test_values_and_shapes_are_counted_by_rows():
    connection = connect()
    texts = ["1.5", "2.5", "1.5", "10", None]
    table = connection.create_table("t", pa.table({"a": pa.array(texts, pa.string())}))
    values = distinct(connection, table, "a")
    counts = {row["value"]: row["n"] for row in values.to_pyarrow().to_pylist()}
    assert counts == {"1.5": 2, "2.5": 1, "10": 1, None: 1}
    one = values["value"] == "1.5"
    assert count_shapes(values, values["value"], one=one) == {
        "9.9": {"n": 3, "example": "1.5", "one": 2},
        "99": {"n": 1, "example": "10", "one": None},
    }


def test_keys_that_were_written_as_fractions_lose_the_point(exports):
    # pandas writes whole numbers beside gaps as 17850.0; a key such as A1.0 is left alone.
    write_csv(exports / "shop.csv", EXPORT.assign(CustomerID=EXPORT["CustomerID"].astype(float)))
    assert ",17850.0," in (exports / "shop.csv").read_text("latin-1")
    frame = as_frame(read.read(connect(), study(), [exports / "shop.csv"]))
    assert set(frame["customer"].dropna()) == {"17850", "12583", "12838", "13047", "14527"}
    codes = EXPORT.assign(StockCode=["1.0", "A1.0", *["10.0"] * 10])
    write_csv(exports / "shop.csv", codes)
    frame = as_frame(read.read(connect(), study(), [exports / "shop.csv"]))
    assert set(frame["product"]) == {"1.0", "A1.0", "10.0"}


def test_ids_keep_zeros_and_letters_and_know_gaps(exports):
    ids = ["007", "A1b", "NA", "nan", "-", "None", " 12 ", "NULL", "1.0", "x", "y", "z"]
    write_csv(exports / "shop.csv", EXPORT.assign(CustomerID=ids))
    table = read.read(connect(), study(), [exports / "shop.csv"])
    found = table.order_by(read.ROW).customer.to_pyarrow().to_pylist()
    assert found == ["007", "A1b", None, None, None, None, "12", None, "1.0", "x", "y", "z"]
