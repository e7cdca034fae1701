"""`make new` on exports with one row for each customer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

import customer_table
from fixtures import real_export
from segmentbook import cleaning, features
from segmentbook.commands.new import new
from segmentbook.core import engine
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import reference_date
from segmentbook.ingest import read
from segmentbook.params.study import parse_study
from segmentbook.pipeline import preflight

pytestmark = pytest.mark.whole


@pytest.fixture
def params(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(new, "PARAMS", tmp_path)
    return tmp_path


def written(params, file):
    text = "\n".join(new.new_study("table", str(file)))
    values = yaml.safe_load((params / "table.yaml").read_text("utf-8"))
    return text, values, parse_study({"name": "table", **values}, "params/table.yaml")


def view_of(one, file):
    export = read.read(engine.connect(), one, [Path(file)]).cache()
    own = read.own_columns(one, export)
    marked = cleaning.mark(export, cleaning.all_rules(export, one.cleaning), own).cache()
    cleaning.check(cleaning.ledger(marked, one.cleaning), export)
    rows = cleaning.order_lines(marked)
    none = NotApplicable(reason="none")
    reference = reference_date.reference_of(one, none, rows)
    view = engine.frame(features.customer_view(one, none, rows, none, reference))
    features.require_complete(view, features.chosen(one))
    return view


def test_members_are_understood(params):
    file = params / "members.csv"
    customer_table.members().to_csv(file, index=False)
    text, values, one = written(params, file)
    assert values["columns"] == {
        "grain": "customer",
        "customer": "member",
        "joined": "created",
        "last_order": "last order",
        "as_of": "pulled",
        "orders": ["orders online", "orders store"],
        "amount": ["spent online", "spent store"],
        "numbers": ["with discount", "income"],
        "categories": ["town"],
    }
    assert values["customers"]["features"] == "rfm"
    assert "one row for each customer, 60 customers" in text
    assert "Next: make report STUDY=table" in text
    assert len(view_of(one, file)) == 60


def test_members_who_use_discounts_get_their_playbook(params):
    file = params / "members.csv"
    table = customer_table.members()
    table["orders with discount"] = table.pop("with discount")
    table.to_csv(file, index=False)
    _, values, one = written(params, file)
    assert values["customers"]["features"] == "lrfmc"
    assert values["segments"] == {"playbook": "lrfmc"}
    preflight.check_choices(one)
    assert len(view_of(one, file)) == 60


@pytest.mark.parametrize(
    ("header", "features_of"),
    [
        ("id_pelanggan,total_transaksi,total_belanja,terakhir_order", "rfm"),
        ("Kundennummer,Anzahl Bestellungen,Umsatz,Letzte Bestellung", "rfm"),
        ("cliente,numero pedidos,valor gastado,ultima compra", "rfm"),
        ("musteri_id,siparis_sayisi,toplam_ciro,son_siparis", "rfm"),
        ("client,nombre commandes,montant,derniere commande", "rfm"),
        ("CustomerID,Age,Annual Income,Spending Score", "demographic"),
    ],
)
def test_columns_are_known_in_seven_languages(params, header, features_of):
    rows = "".join(
        f"k{n:03d},{1 + n % 5},{10 + 3 * n},"
        + (f"2023-0{1 + n % 9}-15\n" if features_of == "rfm" else f"{2000 + n}\n")
        for n in range(30)
    )
    file = params / "table.csv"
    file.write_text(f"{header}\n{rows}", "utf-8")
    _, values, one = written(params, file)
    assert values["columns"]["grain"] == "customer"
    assert values["customers"]["features"] == features_of
    assert len(view_of(one, file)) == 30


def test_a_table_without_dates_counts_to_the_day_of_the_file(params):
    file = params / "mall.csv"
    rows = "".join(f"{n},{20 + n},{15 + n},{n % 7}\n" for n in range(1, 31))
    file.write_text(f"CustomerID,Age,Income,Children\n{rows}", "utf-8")
    _, values, one = written(params, file)
    assert one.customers.reference_date is not None
    assert [d["column"] for d in values["customers"]["declared"]] == ["Age", "Income", "Children"]


def test_orders_are_not_taken_for_customers(params):
    file = params / "orders.csv"
    rows = "".join(f"{n},c{n % 4},2024-03-{1 + n},9.5\n" for n in range(20))
    file.write_text(f"id,customer,date,amount\n{rows}", "utf-8")
    _, values, _ = written(params, file)
    assert values["columns"].get("grain", "order_line") == "order_line"


# Reference facts: FLO and customer personality.
@pytest.mark.studies
def test_flo_is_understood(params):
    file = real_export("flo_customers.csv")
    _, values, one = written(params, file)
    assert values["columns"]["grain"] == "customer"
    one = one.model_copy(
        update={"customers": one.customers.model_copy(update={"reference_date": date(2021, 6, 1)})}
    )
    view = view_of(one, file)
    assert len(view) == 19_945
    assert view["frequency"].sum() == 100_219
    assert view["monetary"].sum() == pytest.approx(14_983_567.31, abs=0.005)
    assert view["recency"].mean() == pytest.approx(134.46, abs=0.005)
    assert view["recency"].agg(["min", "max"]).tolist() == [2, 367]
    assert view["frequency"].median() == 4
    assert view["monetary"].median() == pytest.approx(545.27, abs=0.005)


@pytest.mark.studies
def test_customer_personality_is_understood(params):
    file = real_export("customer_personality.csv")
    text, values, one = written(params, file)
    assert "2,240 customers, 29 columns" in text
    columns = values["columns"]
    assert columns["customer"] == "ID"
    assert columns["joined"] == "Dt_Customer"
    assert columns["recency"] == "Recency"
    assert len(columns["amount"]) == 6
    assert "Income" in columns["numbers"]
    assert {"Education", "Marital_Status"} <= {*columns["categories"]}
    view = view_of(one, file)
    assert len(view) == 2_240
    assert one.segments.playbook == "lrfmc"
    preflight.check_choices(one)
