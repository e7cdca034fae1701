"""Workbooks: which sheet, which header, mixed cells; lookups and monthly files of every kind."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports import cells, shop_from, totals
from fixtures import EXPORT, write_csv
from segmentbook.core.errors import UserError
from segmentbook.ingest import workbook
from segmentbook.ingest.workbook import read_workbook
from workbooks import write_ods, write_xlsx

pytestmark = pytest.mark.whole

WRITERS = {".xlsx": write_xlsx, ".ods": write_ods}


@pytest.mark.parametrize("ending", WRITERS)
def test_a_workbook_gives_what_a_text_file_gives(exports, ending):
    write_csv(exports / "shop.csv")
    WRITERS[ending](exports / f"book{ending}", {"Sales": cells()})
    assert totals(shop_from(files=[f"book{ending}"])) == totals(shop_from(files=["shop.csv"]))


@pytest.mark.parametrize("ending", WRITERS)
def test_the_sheet_and_its_header_are_found(exports, ending):
    rows = [["Sales of 2011"], [], ["printed", datetime(2012, 1, 1)], *cells()]
    WRITERS[ending](exports / f"book{ending}", {"Read me": [["Our sales"]], "Data": rows})
    found = totals(shop_from(files=[f"book{ending}"]))
    assert found["rows"] == len(EXPORT)
    assert found == totals(shop_from(files=[f"book{ending}"], sheet="Data", header_row=4))
    assert found == totals(shop_from(files=[f"book{ending}"], sheet=2))


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


def test_whole_numbers_among_texts_of_a_workbook_keep_no_decimal_point():
    assert [workbook._cell_text(v) for v in (536365.0, "C536379", "", 2.5)] == [
        "536365", "C536379", None, "2.5",
    ]  # fmt: skip


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


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.lists(st.none() | st.text("ab7é", max_size=3), min_size=2, max_size=2), max_size=6)
)
def test_texts_come_back_from_a_sheet_or_it_holds_no_table(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    write_xlsx(path, {"Data": [["id", "name"], *rows]})
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        with pytest.raises(UserError, match=r"holds (no table|a header and no rows)"):
            read_workbook(path, None, None)
        return
    found = read_workbook(path, None, None)
    assert found.column_names == ["id", "name"]
    assert [[*row.values()] for row in found.to_pylist()] == [
        [cell or None for cell in row] for row in rows
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (date(2011, 1, 2), "2011-01-02"),
        (datetime(2011, 1, 2, 8, 30), "2011-01-02 08:30:00"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=1), "1:00:00"),
        (True, "True"),
        (7, "7"),
    ],
)
def test_cells_among_texts_are_texts(value, text):
    assert workbook._cell_text(value) == text


def test_days_and_moments_of_one_column_are_moments():
    cells = (date(2011, 1, 2), datetime(2011, 1, 2, 8, 30), "")
    wanted = [datetime(2011, 1, 2), datetime(2011, 1, 2, 8, 30), None]
    assert workbook._column(cells).to_pylist() == wanted
