"""What `make check` tells of an export, and what it refuses."""

from __future__ import annotations

import pytest

from fixtures import STUDY, study
from segmentbook.commands import check
from segmentbook.core.errors import UserError
from segmentbook.ingest import locate

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
        return check.tell(one, locate.locate(one))

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
        "1 rows 0 customers 1 orders −£1.50 drop cancelled orders (C...)",
        "0 rows 0 customers 0 orders £0.00 keep quantity and price above 0",
        "0 rows 0 customers 0 orders £0.00 drop exact duplicates",
        "3 rows 2 customers 3 orders £4.50 result",
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
        ({"previous": "nowhere/model.json"}, "there is no file nowhere/model.json"),
    ],
)
def test_what_a_study_names_beside_its_export_is_looked_at_by_itself(changes, message):
    with pytest.raises(UserError, match=message):
        check.choices(study(**changes))
