"""Workbooks: which sheet, which header, mixed cells; lookups and monthly files of every kind."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from fixtures import EXPORT, STUDY, write_csv
from segmentbook.core.engine import connect
from segmentbook.core.errors import UserError
from segmentbook.ingest import locate, read
from segmentbook.ingest.workbook import read_workbook
from segmentbook.params.study import parse_study
from workbooks import write_ods, write_xlsx

pytestmark = pytest.mark.whole

WRITERS = {".xlsx": write_xlsx, ".ods": write_ods}


@pytest.fixture
def exports(tmp_path, monkeypatch):
    """An empty folder of exports."""
    monkeypatch.setenv("DATA", str(tmp_path))
    return tmp_path


def cells(table=EXPORT):
    """Return an export as a workbook holds it: keys of digits only are numbers."""
    rows = table.astype(object).where(table.notna(), None).itertuples(index=False)
    return [list(table.columns), *([_cell(value) for value in row] for row in rows)]


def _cell(value):
    if isinstance(value, str) and value.isdigit():
        return int(value)
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def totals(source, **columns):
    one = parse_study(
        {**STUDY, "source": source, "columns": STUDY["columns"] | columns}, where="tests"
    )
    table = read.read(connect(), one, locate.locate(one))
    [found] = table.aggregate(
        rows=table.count(), customers=table.customer.nunique(), orders=table.order.nunique(),
        products=table["product"].nunique(), money=table.amount.sum(), last=table.timestamp.max(),
    ).to_pyarrow().to_pylist()  # fmt: skip
    return found


@pytest.mark.parametrize("ending", WRITERS)
def test_a_workbook_gives_what_a_text_file_gives(exports, ending):
    write_csv(exports / "shop.csv")
    WRITERS[ending](exports / f"book{ending}", {"Sales": cells()})
    assert totals({"files": [f"book{ending}"]}) == totals({"files": ["shop.csv"]})


@pytest.mark.parametrize("ending", WRITERS)
def test_the_sheet_and_its_header_are_found(exports, ending):
    rows = [["Sales of 2011"], [], ["printed", datetime(2012, 1, 1)], *cells()]
    WRITERS[ending](exports / f"book{ending}", {"Read me": [["Our sales"]], "Data": rows})
    found = totals({"files": [f"book{ending}"]})
    assert found["rows"] == len(EXPORT)
    assert found == totals({"files": [f"book{ending}"], "sheet": "Data", "header_row": 4})
    assert found == totals({"files": [f"book{ending}"], "sheet": 2})


@pytest.mark.parametrize("ending", WRITERS)
def test_cells_of_mixed_types_stay_what_they_are(exports, ending):
    rows = [
        ["id", "n", "when"],
        ["007", 1, datetime(2011, 1, 2)],
        [17850, 2.5, None],
        ["A1", 3, None],
    ]
    WRITERS[ending](exports / f"book{ending}", {"S": rows})
    assert read_workbook(exports / f"book{ending}", None, None).to_pydict() == {
        "id": ["007", "17850", "A1"],
        "n": [1.0, 2.5, 3.0],
        "when": [datetime(2011, 1, 2), None, None],
    }


def test_a_workbook_of_excel_97_is_read():
    # In this file the table stands on the second sheet, below a line of text and an empty row.
    assert read_workbook(Path(__file__).with_name("excel_97.xls"), None, None).to_pydict() == {
        "id": ["007", "17850", "Ä1"],
        "n": [1.0, 2.5, 3.0],
        "when": [datetime(2011, 1, 2, 8, 30), None, None],
    }


@pytest.mark.parametrize(
    ("sheet", "header_row", "said"),
    [("Date", None, "did you mean 'Data'"), (3, None, "no sheet 3"), (None, 99, "holds no table")],
)
def test_a_sheet_that_is_not_there_is_told(exports, sheet, header_row, said):
    write_xlsx(exports / "book.xlsx", {"Data": cells()})
    with pytest.raises(UserError, match=said):
        read_workbook(exports / "book.xlsx", sheet, header_row)


def test_a_header_that_repeats_a_name_is_told(exports):
    write_xlsx(exports / "book.xlsx", {"Data": [["a", "A"], [1, 2]]})
    with pytest.raises(UserError, match="columns 1 and 2 have the same name"):
        read_workbook(exports / "book.xlsx", None, None)


def test_a_folder_and_a_pattern_of_monthly_files_are_one_table(exports):
    folder = exports / "monthly"
    folder.mkdir()
    write_csv(exports / "shop.csv")
    wanted = totals({"files": ["shop.csv"]})
    write_csv(folder / "sales_2010-12.csv", EXPORT.iloc[:7])
    write_csv(folder / "sales_2011-01.csv", EXPORT.iloc[7:])
    assert totals({"files": ["monthly"]}) == wanted
    assert totals({"files": ["monthly/sales_*.csv"]}) == wanted
    (folder / ".notes.csv").write_text("a hidden file of another program\n1\n")
    assert totals({"files": ["monthly"]}) == wanted
    write_xlsx(folder / "sales_2011-02.xlsx", {"Data": cells(EXPORT.iloc[:2])})
    found = totals({"files": ["monthly"]})
    assert found["rows"] == len(EXPORT) + 2
    assert found["orders"] == wanted["orders"]
    assert found["customers"] == wanted["customers"]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".ods", ".jsonl", ".parquet"])
def test_a_lookup_of_any_kind_is_joined_by_id(exports, ending):
    write_csv(exports / "shop.csv")
    kinds = {"StockCode": ["71053", "85123A", "22633"], "kind": ["Light", "Heart", "Warm"]}
    table, path = pd.DataFrame(kinds), exports / f"kinds{ending}"
    if ending == ".csv":
        table.to_csv(path, index=False, sep=";")
    elif ending == ".jsonl":
        path.write_text("\n".join(json.dumps(row) for row in table.to_dict("records")))
    elif ending == ".parquet":
        table.to_parquet(path)
    else:
        WRITERS[ending](path, {"Kinds": cells(table)})
    lookup = {"files": [path.name], "key": "StockCode", "columns": ["kind"]}
    source = {"files": ["shop.csv"], "lookups": [lookup]}
    columns = STUDY["columns"] | {"category": "kind"}
    one = parse_study({**STUDY, "source": source, "columns": columns}, "tests")
    found = read.read(connect(), one, locate.locate(one)).order_by(read.ROW)
    assert found.category.to_pyarrow().to_pylist() == [
        "Heart", "Light", "Warm", "Warm", *[None] * 7, "Heart",
    ]  # fmt: skip
