"""What `make check` tells of an export, and what it refuses."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import parquet

import customer_table
from fixtures import EXPORT, STUDY, study
from segmentbook.core.errors import UserError
from segmentbook.ingest import locate
from segmentbook.pipeline import preflight
from workbooks import write_xlsx

pytestmark = pytest.mark.whole

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
ROWS = (
    "1,a,A,1,13/4/2011,1.5,7,UK\n2,a,A,1,14/4/2011,1.5,7,UK\n3,a,A,1,2011-04-15,1.5,8,UK\n"
    "4,a,A,1,some day,1.5,8,UK\nC5,a,A,-1,16/4/2011,1.5,8,UK\n6,a,A,1,20110417,1.5,,UK\n"
)


@pytest.fixture
def tell(tmp_path, monkeypatch):
    """Tell of a small shop whose export is this text."""
    monkeypatch.setenv("DATA", str(tmp_path))

    def told(text, **changes):
        (tmp_path / "shop.csv").write_text(text)
        one = study(columns={**STUDY["columns"], "day_first": None}, **changes)
        return preflight.report(one, locate.locate(one))

    return told


def test_rows_columns_forms_of_dates_and_the_ledger_are_told(tell):
    assert [" ".join(line.split()) for line in tell(HEADER + ROWS)] == [
        "rows: 6",
        "columns:",
        "customer CustomerID (string, 83.3% of rows)",
        "order InvoiceNo (string, 100.0% of rows)",
        "product StockCode (string, 100.0% of rows)",
        "product_name Description (string, 100.0% of rows)",
        "timestamp InvoiceDate (timestamp(6), 83.3% of rows)",
        "quantity Quantity (int64, 100.0% of rows)",
        "price UnitPrice (decimal(18, 4), 100.0% of rows)",
        "place Country (string, 100.0% of rows)",
        "dates of 'InvoiceDate':",
        "%d/%m/%Y: 3 rows, e.g. '13/4/2011' is 2011-04-13 00:00",
        "%Y%m%d: 1 rows, e.g. '20110417' is 2011-04-17 00:00",
        "%Y-%m-%d: 1 rows, e.g. '2011-04-15' is 2011-04-15 00:00",
        "no date: 1 rows, e.g. 'some day'",
        "cleaning would remove, rule by rule, and leave as the result:",
        "1 rows 0 customers 1 orders £1.50 drop rows with an unreadable timestamp",
        "1 rows 0 customers 1 orders £1.50 drop rows without customer",
        "2 rows 1 customers 2 orders £0.00 drop orders with their cancellations",
        "0 rows 0 customers 0 orders £0.00 drop cancelled orders (C...)",
        "0 rows 0 customers 0 orders £0.00 keep quantity and price above 0",
        "0 rows 0 customers 0 orders £0.00 drop exact duplicates",
        "2 rows 1 customers 2 orders £3.00 result",
    ]


def test_rules_that_leave_nothing_are_told_before_anything_runs(tell):
    with pytest.raises(UserError, match="no row of the export's 6 is left"):
        tell(HEADER + ROWS, cleaning=[{"rule": "drop_products", "codes": ["a"], "reason": "x"}])


def test_dates_with_two_readings_are_asked_for(tell):
    with pytest.raises(UserError, match="day_first"):
        tell(HEADER + "1,a,A,1,3/4/2011,1.5,7,UK\n")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"segments": {"playbook": "rmf"}}, "did you mean 'rfm'"),
        ({"segments": {"playbook": "demographic"}}, "no feature of the study is the 'income'"),
        ({"segments": {"roles": {"recency": "recencey"}}}, "did you mean 'recency'"),
        ({"segments": {"roles": {"Wein": "wine"}}}, "customers have no column 'Wein'"),
        ({"previous": "nowhere/model.json"}, "there is no file nowhere/model.json"),
    ],
)
def test_what_a_study_names_beside_its_export_is_looked_at_by_itself(changes, message):
    with pytest.raises(UserError, match=message):
        preflight.check_choices(study(**changes))


DAY = datetime(2022, 3, 4, 5, 6)
EXOTIC = {
    "score": pa.array([0.5, None], pa.float64()),
    "short": pa.array([0.5, 3.0], pa.float32()),
    "gaps": pa.array([float("nan"), 3.0]),
    "huge": pa.array([1e30, float("inf")]),
    "exact": pa.array([Decimal("1.50"), Decimal(10) ** 30], pa.decimal128(38, 2)),
    "unsigned": pa.array([2**63 + 1, 0], pa.uint64()),
    "flag": pa.array([True, None]),
    "day": pa.array([DAY.date(), None]),
    "moment": pa.array([DAY, None], pa.timestamp("us", "UTC")),
    "hour": pa.array([DAY.time(), None]),
    "span": pa.array([timedelta(days=2), None]),
    "bytes": pa.array([b"x\xff", None]),
    "nothing": pa.nulls(2),
    "kind": pa.array(["a", "b"]).dictionary_encode(),
    "tags": pa.array([["a", "b"], None]),
    "record": pa.array([{"a": 1, "b": "x"}, None]),
    "map": pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int64())),
}
"""Two values of every type that a file may hold in a column which the params do not map."""


@pytest.mark.parametrize("name", EXOTIC)
@pytest.mark.parametrize("grain", ["customer", "order"])
def test_a_column_that_is_not_mapped_may_be_of_any_type(grain, name, tmp_path, monkeypatch):
    monkeypatch.setenv("DATA", str(tmp_path))
    source = {"files": ["export.parquet"]}
    if grain == "customer":
        one, table = customer_table.study(source=source), customer_table.members()
    else:
        one, table = study(source=source), EXPORT
    column = pa.chunked_array([EXOTIC[name]] * (len(table) // 2)).combine_chunks()
    whole = pa.Table.from_pandas(table, preserve_index=False).append_column(name, column)
    parquet.write_table(whole, tmp_path / "export.parquet")
    assert preflight.report(one, locate.locate(one))[0] == f"rows: {len(table)}"


def test_columns_of_a_workbook_that_are_not_mapped_may_be_of_any_type(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA", str(tmp_path))
    table = customer_table.members()
    more = [0.5, DAY, DAY.replace(hour=0, minute=0), True, None]
    rows = [[None if cell != cell else cell for cell in row] for row in table.values.tolist()]
    head = [*table.columns, "score", "moment", "day", "flag", "nothing"]
    write_xlsx(tmp_path / "members.xlsx", {"Members": [head, *([*row, *more] for row in rows)]})
    one = customer_table.study(source={"files": ["members.xlsx"]})
    assert preflight.report(one, locate.locate(one))[0] == "rows: 60"


@pytest.mark.parametrize("name", ["score", "huge"])
def test_names_of_an_export_may_be_numbers_with_a_point(name, tmp_path, monkeypatch):
    monkeypatch.setenv("DATA", str(tmp_path))
    column = pa.chunked_array([EXOTIC[name]] * (len(EXPORT) // 2)).combine_chunks()
    table = pa.Table.from_pandas(EXPORT, preserve_index=False).drop_columns("Country")
    parquet.write_table(table.append_column("Country", column), tmp_path / "shop.parquet")
    one = study(source={"files": ["shop.parquet"]})
    assert preflight.report(one, locate.locate(one))[0] == "rows: 12"
