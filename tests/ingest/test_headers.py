"""Names of columns: without outer blanks, distinct, and none of those that reading adds."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentbook.core import engine
from segmentbook.core.errors import UserError
from segmentbook.ingest.files import read_file
from segmentbook.ingest.headers import ROW, checked_header, numbered
from segmentbook.params.source import Source


@given(st.lists(st.text(max_size=6), max_size=8))
def test_names_are_distinct_for_the_engine_or_refused(cells):
    try:
        names = checked_header(cells, "f.csv")
    except UserError as error:
        assert "have the same name" in str(error)  # noqa: PT017 - either way is right
        return
    assert len({name.casefold() for name in names}) == len(cells)
    assert all(name and name == name.strip() for name in names)


def test_an_empty_name_is_the_number_of_its_column():
    assert checked_header([" id ", "", "\t"], "f.csv") == ["id", "column_2", "column_3"]


@pytest.mark.parametrize("cells", [["a", "b", " A"], ["a", "column_1", ""][::-1]])
def test_names_that_differ_in_case_only_are_refused(cells):
    with pytest.raises(UserError, match=r"columns 1 and [23] have the same name"):
        checked_header(cells, "f.csv")


@given(st.lists(st.integers(), max_size=30))
def test_rows_are_numbered_in_their_order(values):
    values = [value % 2**31 for value in values]
    table = numbered(pa.table({"a": pa.array(values, pa.int64())}), "f.csv")
    assert table.order_by(ROW).to_pyarrow().to_pydict() == {
        "a": values,
        ROW: list(range(len(values))),
    }


@pytest.mark.parametrize("name", ["export_row", "Unreadable", "unreadable_text"])
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_column_of_a_name_that_reading_adds_is_refused(tmp_path, name, ending):
    table = pd.DataFrame({"customer": ["a", "b"], name: ["1", "2"]})
    path = tmp_path / f"export{ending}"
    table.to_csv(path, index=False) if ending == ".csv" else table.to_parquet(path)
    with pytest.raises(UserError, match=f"the name of column '{name}' is reserved"):
        read_file(engine.connect(), path, Source(files=[path.name]))
