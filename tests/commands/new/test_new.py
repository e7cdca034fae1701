"""`make new` on files as businesses write them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from segmentbook.commands.new import new
from segmentbook.core.errors import UserError
from segmentbook.params.study import parse_study

pytestmark = pytest.mark.whole

GERMAN = """Kundennr.;Rechnungsnr;Artikelnr;Bezeichnung;Rechnungsdatum;Menge;Einzelpreis (EUR)
00017;R1;A-1;Müsli, grob;13.01.2024;2;1.234,50
00017;R2;A-2;Tee;02.02.2024;1;3,99
00017;C3;A-2;Tee;03.02.2024;-1;3,99
00018;R4;A-1;Müsli, grob;29.03.2024;1;12,00
;R5;A-1;Müsli, grob;29.03.2024;1;12,00
00018;R4;A-1;Müsli, grob;29.03.2024;1;12,00
"""


@pytest.fixture
def params(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(new, "PARAMS", tmp_path)
    return tmp_path


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> str:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_a_german_export_is_understood(params):
    lines = new.new_study("laden", write(params, "umsatz.csv", GERMAN, "latin-1"))
    values = yaml.safe_load((params / "laden.yaml").read_text("utf-8"))
    assert values["columns"] == {
        "customer": "Kundennr.",
        "timestamp": "Rechnungsdatum",
        "order": "Rechnungsnr",
        "quantity": "Menge",
        "price": "Einzelpreis (EUR)",
        "product": "Artikelnr",
        "product_name": "Bezeichnung",
    }
    assert values["currency"] == "EUR"
    assert [rule["rule"] for rule in values["cleaning"]] == [
        "drop_missing",
        "drop_cancelled",
        "keep_positive",
        "drop_duplicates",
    ]
    parse_study({"name": "laden", **values}, "params/laden.yaml")
    text = "\n".join(lines)
    assert "6 rows, 7 columns, 2024-01-13 to 2024-03-29" in text
    assert "drop_missing     would remove 1 rows" in text
    assert "drop_cancelled   would remove 2 rows" in text  # the cancellation and what it cancels
    assert "drop_duplicates  would remove 1 rows" in text


def test_a_place_that_all_orders_share_is_not_mapped(params):
    rows = "".join(f"k{n % 2},2024-02-{n + 10},{n},Peru,City {n % 3}\n" for n in range(1, 9))
    head = "customer,date,amount,country,city\n"
    new.new_study("places", write(params, "sales.csv", head + rows))
    values = yaml.safe_load((params / "places.yaml").read_text("utf-8"))
    assert values["columns"]["place"] == "city"
    assert values["place_noun"] == "city"


def test_two_readings_are_a_question_for_the_user(params):
    rows = "".join(f"k{n % 2},{n}/2/2024,{n}\n" for n in range(1, 9))
    lines = new.new_study("asked", write(params, "sales.csv", "customer,date,amount\n" + rows))
    assert (params / "asked.yaml").is_file()
    assert "Before make report STUDY=asked" in lines[-2]
    assert "day_first" in lines[-1]


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("date,amount\n2024-01-01,5\n2024-01-02,6\n", "identifies the customer"),
        ("customer,amount\na,5\nb,6\na,7\n", "the date of the order"),
        ("customer,date,colour\na,2024-01-01,red\na,2024-01-02,red\n", "the amount of the line"),
        ("customer,date,amount\na,2024-01-01,5\nb,2024-01-02,6\n", "one row for each customer"),
    ],
)
def test_what_cannot_be_segmented_is_refused_with_the_reason(params, text, lacking):
    with pytest.raises(UserError, match=lacking):
        new.new_study("poor", write(params, "poor.csv", text))
    assert not (params / "poor.yaml").exists()


def test_a_study_is_not_written_over(params):
    file = write(params, "umsatz.csv", GERMAN)
    (params / "laden.yaml").write_text("title: mine\n", "utf-8")
    with pytest.raises(UserError, match="already exists"):
        new.new_study("laden", file)
    assert (params / "laden.yaml").read_text("utf-8") == "title: mine\n"


@pytest.mark.parametrize("name", ["Laden", "../laden", "9laden", ""])
def test_other_names_of_studies_are_refused(params, name):
    with pytest.raises(UserError, match="cannot be the name of a study"):
        new.new_study(name, write(params, "umsatz.csv", GERMAN))


def test_a_missing_file_is_named(params):
    with pytest.raises(UserError, match="there is no such file"):
        new.new_study("laden", str(params / "nothing.csv"))


# Reference facts: CDNOW and the sales of the UK gift shop.
@pytest.mark.studies
@pytest.mark.parametrize(
    ("file", "columns", "removed"),
    [
        (
            "cdnow_master.txt",
            {"customer": "customer_id", "timestamp": "date", "amount": "dollar_value"},
            {"drop_missing": 0, "keep_positive": 80},
        ),
        (
            "online_retail_rows30000_60000_latin1.csv",
            {"customer": "CustomerID", "order": "InvoiceNo", "price": "UnitPrice"},
            {"drop_missing": 11_908},
        ),
    ],
)
def test_real_exports_are_understood(params, file, columns, removed):
    path = Path(os.environ.get("DATA", "")) / file
    if not path.is_file():
        pytest.skip(f"{file} is not in the folder of exports (DATA)")
    lines = "\n".join(new.new_study("real", str(path)))
    values = yaml.safe_load((params / "real.yaml").read_text("utf-8"))
    assert columns.items() <= values["columns"].items()
    for rule, rows in removed.items():
        assert f"{rule:16} would remove {rows:,} rows" in lines
