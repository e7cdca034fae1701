"""Tables about customers beside an export."""

from __future__ import annotations

import pandas as pd
import pytest

from fixtures import study
from segmentbook.core.engine import connect
from segmentbook.core.errors import UserError
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.ingest import customer_lookups, locate, read
from segmentbook.pipeline import preflight

LOOKUPS = [
    {"files": ["people.csv"], "key": "id", "columns": ["age"]},
    {"files": ["sent.csv"], "key": "who", "count": "letters"},
    {"files": ["used.csv"], "key": "who", "count": "redeemed", "of": "letters"},
]


@pytest.fixture
def shop(exports):
    """An export of four customers, of whom two were written to and one redeemed."""
    pd.DataFrame(
        {
            "CustomerID": [17850, 12583, 12838, 13047],
            "InvoiceNo": [1, 2, 3, 4],
            "StockCode": list("abcd"),
            "Description": list("abcd"),
            "InvoiceDate": pd.date_range("2011-01-03", periods=4),
            "Quantity": 1,
            "UnitPrice": 2.5,
            "Country": "France",
        }
    ).to_parquet(exports / "shop.parquet")
    (exports / "people.csv").write_text("id,age\n17850,65+\n12583,\n99999,19-24\n")
    (exports / "sent.csv").write_text("who,what\n17850,a\n17850,b\n12583,a\n99999,a\n")
    (exports / "used.csv").write_text("who,what\n17850,a\n17850,a\n12838,b\n")

    def make(lookups=LOOKUPS):
        return study(source={"files": ["shop.parquet"], "customer_lookups": lookups})

    return make


def facts_of(one):
    connection = connect()
    table = read.read(connection, one, locate.locate(one))
    about = locate.customer_lookups(one)
    return customer_lookups.read(connection, one, about, table)


def test_columns_counts_and_answers_of_every_customer(shop):
    found = facts_of(shop())
    rows = found.to_pandas().set_index("customer")
    assert rows["age"].dropna().to_dict() == {"17850": "65+"}
    assert rows["letters"].to_dict() == {"12583": 1, "12838": 0, "13047": 0, "17850": 2}
    assert rows["redeemed"].dropna().to_dict() == {"12583": 0, "17850": 1}
    assert customer_lookups.added(found) == [("age", 1, 4), ("letters", 4, 4), ("redeemed", 2, 4)]


def test_a_study_without_is_not_applicable(shop):
    found = facts_of(shop([]))
    assert isinstance(found, NotApplicable)
    assert customer_lookups.added(found) == []


def test_the_ledger_and_the_export_stay_as_they_are(shop):
    tables = [read.read(connect(), one, locate.locate(one)) for one in (shop(), shop([]))]
    assert tables[0].columns == tables[1].columns
    assert tables[0].count().execute() == tables[1].count().execute() == 4


def test_check_prints_what_they_add(shop):
    lines = preflight.report(shop(), locate.locate(shop()))
    assert "  letters: known of 4 of 4 customers" in lines
    assert "  age: known of 1 of 4 customers" in lines
    assert not any(
        "known of" in line for line in preflight.report(shop([]), locate.locate(shop([])))
    )


@pytest.mark.parametrize(
    ("change", "message", "expected"),
    [
        ({"columns": ["ages"]}, "no column 'ages'", "age"),
        ({"key": "ids"}, "no column 'ids'", "id"),
        ({"files": ["nobody.csv"]}, "the export is not in", "nobody.csv"),
    ],
)
def test_a_wrong_name_is_one_clear_message(shop, change, message, expected):
    one = shop([{**LOOKUPS[0], **change}])
    with pytest.raises(UserError, match=message) as error:
        facts_of(one)
    assert expected in str(error.value)


def test_two_rows_of_a_customer_are_refused(shop, exports):
    (exports / "people.csv").write_text("id,age\n17850,65+\n17850,19-24\n")
    with pytest.raises(UserError, match="1 rows repeat a value of 'id'"):
        facts_of(shop())
    with pytest.raises(UserError, match="1 rows repeat"):
        preflight.check_columns(shop(), locate.locate(shop()))
