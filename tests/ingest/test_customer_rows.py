"""Exports with one row for each customer, from the file to the customer view."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

import customer_table
from customer_table import marked, members
from fixtures import STUDY
from segmentbook import cleaning, features
from segmentbook.cleaning import catalogue
from segmentbook.core import engine
from segmentbook.core.errors import UserError
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.features import reference_date
from segmentbook.ingest import read
from segmentbook.params.study import parse_study
from workbooks import write_xlsx

pytestmark = pytest.mark.whole

NONE = NotApplicable(reason="not here")


def view_of(folder, table, one):
    _, found, _ = marked(folder, table, one)
    rows = catalogue.customer_rows(cleaning.order_lines(found), one.columns)
    reference = reference_date.reference_of(one, NONE, rows)
    return engine.frame(features.customer_view(one, NONE, rows, NONE, reference)), reference


def test_columns_are_added_and_read(tmp_path):
    table, one = members(), customer_table.study()
    export, _, _ = marked(tmp_path, table, one)
    found = engine.frame(export.order_by("export_row"))
    assert found["customer"].tolist() == table["member"].tolist()
    orders = table["orders online"].astype(float) + table["orders store"]
    assert found["orders"].tolist() == orders.tolist()
    assert found["amount"].tolist() == pytest.approx(
        (table["spent online"] + table["spent store"]).tolist()
    )
    assert found["joined"].tolist() == pd.to_datetime(table["created"], dayfirst=True).tolist()
    assert found["orders store"].tolist() == table["orders store"].tolist()
    assert {"income", "town", "note"} <= {*found.columns}
    assert not {"member", "created", "with discount"} & {*found.columns}


def test_the_ledger_adds_up(tmp_path):
    table, one = members(), customer_table.study()
    export, found, rules = marked(tmp_path, table, one)
    ledger = cleaning.ledger(found, rules)
    cleaning.check(ledger, export)
    cleaning.check_lines(ledger, cleaning.order_lines(found))
    assert ledger["rows"].tolist() == [60, 1, 1, 58]
    assert ledger["customers"].tolist() == [60, 1, 1, 58]
    orders = table["orders online"].astype(float) + table["orders store"]
    assert ledger["orders"].tolist() == [
        orders.sum(),
        orders[3],
        orders[4],
        orders.drop([3, 4]).sum(),
    ]
    money = table["spent online"] + table["spent store"]
    assert float(ledger["money"].iloc[-1]) == pytest.approx(money.drop([3, 4]).sum())
    metrics = cleaning.metrics(ledger)
    assert metrics["revenue"] == pytest.approx(money.drop([3, 4]).sum())


def test_a_ledger_without_orders_and_money(tmp_path):
    one = customer_table.study({"orders": [], "amount": [], "discount_orders": []})
    export, found, rules = marked(tmp_path, members(), one)
    ledger = cleaning.ledger(found, rules)
    cleaning.check(ledger, export)
    cleaning.check_lines(ledger, cleaning.order_lines(found))
    assert not {"orders", "money"} & {*ledger.columns}
    metrics = cleaning.metrics(ledger)
    assert (metrics["orders"], metrics["revenue"]) == (None, None)
    assert cleaning.export_metrics(ledger, None)["money_in"] is None
    shown = cleaning.examples(found, rules)
    assert shown[["order", "product", "day", "quantity", "amount"]].isna().all(axis=None)


def test_lrfmc_of_members(tmp_path):
    table, one = members(), customer_table.study(customers={"features": "lrfmc"})
    view, reference = view_of(tmp_path, table, one)
    assert reference == date(2022, 8, 30)
    features.require_complete(view, features.chosen(one))
    plain = table.drop([3, 4]).reset_index(drop=True)
    day = pd.Timestamp(reference)
    joined = pd.to_datetime(plain["created"], dayfirst=True)
    last = pd.to_datetime(plain["last order"], dayfirst=True)
    orders = plain["orders online"].astype(float) + plain["orders store"]
    assert view["length"].tolist() == (day - joined).dt.days.tolist()
    assert view["recency"].tolist() == (day - last).dt.days.tolist()
    assert view["frequency"].tolist() == orders.tolist()
    assert view["discount_share"].tolist() == pytest.approx(
        (plain["with discount"] / orders).tolist()
    )


def test_declared_columns_and_kinds_are_features(tmp_path):
    declared = [
        {"column": "income", "definition": "yearly income", "unit": "money", "better": "high"},
        {"column": "town", "definition": "the town", "values": ["Bandung", "Medan"]},
        {"column": "age", "definition": "years", "unit": "years"},
    ]
    rules = [
        *customer_table.RULES,
        {"rule": "derive", "column": "age", "by": "years", "of": ["income"], "reference_year": 2022,
         "reason": "for this test"},
    ]  # fmt: skip
    one = customer_table.study(
        customers={"features": "demographic", "declared": declared}, cleaning=rules
    )
    view, _ = view_of(tmp_path, members(), one)
    chosen = features.chosen(one)
    assert [f.name for f in chosen] == ["income", "town=Bandung", "town=Medan", "age"]
    assert [f.title for f in chosen][:2] == ["Income", "town: Bandung"]
    assert chosen[0].kind == "money"
    town = members().drop([3, 4])["town"]
    assert view["town=Bandung"].tolist() == (town == "Bandung").astype(int).tolist()
    assert view["age"].tolist() == (2022 - view["income"]).tolist()
    # What the export tells of LRFMC is there beside them, and can be used.
    assert {"length", "recency", "frequency", "monetary", "discount_share"} <= {
        f.name for f in features.described(one)
    }


def test_gaps_and_repeated_customers_are_refused(tmp_path):
    one = customer_table.study(
        cleaning=[],
        customers={
            "features": "demographic",
            "declared": [{"column": "income", "definition": "yearly income"}],
            "use": ["income", "recency"],
        },
    )
    view, _ = view_of(tmp_path, members(), one)
    with pytest.raises(UserError, match="1 customers have no income"):
        features.require_complete(view, features.chosen(one))
    twice = pd.concat([members().drop([3]), members().head(2)])
    view, _ = view_of(tmp_path, twice, one)
    with pytest.raises(UserError, match="2 rows repeat a customer"):
        features.require_complete(view, features.chosen(one))


@pytest.mark.parametrize(
    ("columns", "given", "wanted"),
    [
        ({}, None, date(2022, 8, 30)),
        ({"as_of": None}, None, "day after"),
        ({"as_of": None}, date(2030, 1, 1), date(2030, 1, 1)),
    ],
)
def test_the_reference_date(tmp_path, columns, given, wanted):
    one = customer_table.study(columns, customers={"reference_date": given})
    _, reference = view_of(tmp_path, members(), one)
    if wanted == "day after":
        latest = pd.to_datetime(members().drop([3, 4])["last order"], dayfirst=True).max()
        wanted = latest.date() + pd.Timedelta(days=1)
    assert reference == wanted


def test_a_reference_date_that_cannot_be_is_refused(tmp_path):
    early = customer_table.study(customers={"reference_date": date(2020, 1, 1)})
    with pytest.raises(UserError, match="before the latest date of a customer"):
        view_of(tmp_path, members(), early)
    bare = {"joined": None, "last_order": None, "as_of": None}
    dateless = customer_table.study(bare, customers={
        "features": "demographic", "declared": [{"column": "income", "definition": "income"}],
    })  # fmt: skip
    with pytest.raises(UserError, match="no column holds a date"):
        view_of(tmp_path, members(), dateless)


def test_the_checks_of_a_customer_table(tmp_path):
    table = pd.concat([members(), members().head(1), members().tail(1).assign(member="9999")])
    table.loc[7, "with discount"] = 99
    one = customer_table.study()
    export, _, rules = marked(tmp_path, table, one)
    found = cleaning.findings(export, rules, read.own_columns(one, export))
    counts = dict(zip(found["fault"], found["count"], strict=True))
    assert counts["repeated_customer"] == 1
    assert counts["repeated_but_for_customer"] == 2
    assert counts["discounts_above_orders"] == 1
    assert "single_orders" in counts
    assert "price" not in counts


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"last_order": "last ordr"}, "did you mean 'last order'?"),
        ({"numbers": ["incme"]}, "maps to 'numbers'"),
        ({"amount": ["town"]}, "none of the 60 values of column 'town'"),
    ],
)
def test_wrong_columns_are_named(tmp_path, columns, said):
    with pytest.raises(UserError) as error:
        marked(tmp_path, members(), customer_table.study(columns))
    assert said in str(error.value)


def test_a_value_that_cannot_be_read_goes_to_the_ledger(tmp_path):
    table = members().astype({"orders store": object})
    table.loc[[5, 6], "orders store"] = ["2.5", "many"]
    one = customer_table.study()
    export, found, rules = marked(tmp_path, table, one)
    ledger = cleaning.ledger(found, rules)
    cleaning.check(ledger, export)
    assert ledger["rule"].iloc[1] == "drop_unreadable"
    assert rules[0].columns == ["orders store"]
    assert ledger["rows"].tolist() == [60, 2, 1, 1, 56]


@pytest.mark.parametrize(
    ("customers", "said"),
    [
        ({"features": "single_view"}, "needs order lines"),
        ({"monetary": {"revenue": "net"}}, "'net' revenue needs order lines"),
        ({"features": "demographic", "declared": [{"column": "incme", "definition": "x"}]},
         "incme needs what the export does not have"),
    ],
)  # fmt: skip
def test_sets_that_need_orders_are_refused(customers, said):
    with pytest.raises(UserError) as error:
        features.chosen(customer_table.study(customers=customers))
    assert said in str(error.value)


def test_monetary_value_per_order(tmp_path):
    one = customer_table.study(customers={"monetary": {"per": "order"}})
    view, _ = view_of(tmp_path, members(), one)
    assert np.allclose(view["monetary"] * view["frequency"], view["revenue"])
    assert features.worth(view) == "revenue"


@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_columns_of_any_type_that_the_params_do_not_map_are_kept_as_text(tmp_path, kind):
    table = pd.DataFrame(
        {
            "member": ["007", "008"],
            "age": [31.0, 40.5],
            "flag": [True, False],
            "seen": pd.to_datetime(["2024-01-02", "2024-03-04"]),
        }
    )
    if kind == "parquet":
        table["nested"] = [["a"], []]
        table.to_parquet(tmp_path / "members.parquet")
    else:
        rows = [table.columns.tolist(), *table.to_numpy(dtype=object).tolist()]
        write_xlsx(tmp_path / "members.xlsx", {"Members": rows})
    only = {"grain": "customer", "customer": "member"}
    one = parse_study({**STUDY, "columns": only, "cleaning": []}, "tests")
    export = read.read(engine.connect(), one, [tmp_path / f"members.{kind}"])
    found = engine.frame(export.order_by("export_row"))
    assert found["age"].tolist() == ["31", "40.5"]
    assert found["seen"].str[:10].tolist() == ["2024-01-02", "2024-03-04"]
    assert all(isinstance(value, str) for value in found["flag"])
