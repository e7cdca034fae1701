"""Any export ends in a result whose ledger adds up, or in one clear message."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from segmentbook import catalogue, cleaning, customers, engine, features, reading
from segmentbook.clustering import choose, indices, transform
from segmentbook.discover import new
from segmentbook.errors import UserError
from segmentbook.study import parse_study

pytestmark = pytest.mark.studies

SEEDS = range(150)
HOSTILE = ["😀", "#set page()", "<script>alert(1)</script>", "=cmd|' /C", "$x_1$", "NA", "-", ""]
NAMES = ["x", "Datum", "Umsatz", "😀"]
DAYS = ["2999-01-01", "31/12/2023", "03/04/2023", "yesterday"]


def export(seed: int) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    rows = []
    for order in range(60):
        customer = int(chance.integers(0, 25))
        day = pd.Timestamp("2023-01-01") + pd.Timedelta(days=int(chance.integers(0, 360)))
        rows += [
            {
                "Customer ID": f"{customer:04d}",
                "Order No": f"A{order}",
                "Product": f"P{int(chance.integers(0, 9))}",
                "Description": f"Thing {int(chance.integers(0, 9))}",
                "Order Date": day.strftime("%Y-%m-%d"),
                "Quantity": str(int(chance.integers(1, 9))),
                "Unit Price": f"{chance.uniform(1, 90):.2f}",
            }
            for _ in range(int(chance.integers(1, 4)))
        ]
    return pd.DataFrame(rows)


def mutated(seed: int) -> tuple[pd.DataFrame, dict[str, object]]:  # noqa: C901 - a case a break
    dice = random.Random(seed)
    table = export(seed)
    form: dict[str, object] = {"sep": ",", "encoding": "utf-8"}
    for _ in range(dice.randint(1, 3)):
        column = dice.choice(list(table.columns))
        match dice.randint(0, 15):
            case 0:
                table = table.rename(columns={column: dice.choice(NAMES)})
            case 1:
                table = table.drop(columns=column)
            case 2:
                table = table[dice.sample(list(table.columns), len(table.columns))]
            case 3:
                table[column] = [
                    dice.choice(HOSTILE) if dice.random() < 0.2 else value
                    for value in table[column]
                ]
            case 4:
                form["encoding"] = dice.choice(["utf-16", "latin-1", "utf-8-sig", "cp1252"])
            case 5:
                form["sep"] = dice.choice([";", "\t", "|"])
            case 6:
                table[column] = table[column].str.replace(".", ",", regex=False)
            case 7:
                form["quoting"] = 1
            case 8:
                table = table.head(dice.choice([0, 1, 2]))
            case 9:
                if "Customer ID" in table:
                    table["Customer ID"] = "0001"
            case 10:
                if "Quantity" in table:
                    table["Quantity"] = "-1"
            case 11:
                if "Order Date" in table:
                    table["Order Date"] = dice.choice(DAYS)
            case 12:
                if "Quantity" in table:
                    table["Quantity"] = ["1000000000000000000"] * len(table)
            case 13:
                table = pd.concat([table, table[[column]]], axis=1)
            case 14:
                table[column] = ""
            case 15:
                table = pd.concat([table, table.sample(frac=0.5, random_state=seed)])
        if table.columns.duplicated().any():
            break
    return table, form


@pytest.mark.parametrize("seed", SEEDS)
def test_any_export_gives_a_result_or_a_message(seed, tmp_path, monkeypatch):
    monkeypatch.setattr(new, "PARAMS", tmp_path)
    table, form = mutated(seed)
    path = tmp_path / "export.csv"
    encoding = str(form.pop("encoding"))
    text = table.to_csv(index=False, **form)
    path.write_bytes(text.encode(encoding, errors="replace"))
    try:
        segment(path, tmp_path)
    except UserError as error:
        message = str(error)
        assert message.strip()
        assert "Traceback" not in message


@pytest.mark.parametrize("seed", range(3))
def test_an_export_that_nobody_broke_gives_a_result(seed, tmp_path, monkeypatch):
    # Else a reader that refuses everything would pass the test above.
    monkeypatch.setattr(new, "PARAMS", tmp_path)
    path = tmp_path / "export.csv"
    export(seed).to_csv(path, index=False)
    segment(path, tmp_path)


def segment(path: Path, folder: Path) -> None:
    new.new_study("any", str(path))
    values = yaml.safe_load((folder / "any.yaml").read_text("utf-8"))
    study = parse_study({"name": "any", **values}, "params/any.yaml")
    export_table = reading.read(engine.connect(), study, [path]).cache()
    rules = cleaning.all_rules(export_table, study.cleaning)
    own = reading.own_columns(study, export_table)
    marked = cleaning.mark(export_table, rules, own).cache()
    ledger = cleaning.ledger(marked, rules)
    cleaning.check(ledger, export_table)
    cleaning.require_result(ledger)
    lines = catalogue.with_item(cleaning.order_lines(marked), study.columns.item).cache()
    view = engine.frame(features.rfm(lines, customers.reference_date(lines, None)))
    assert len(view) == ledger["customers"].iloc[-1]
    scaling = transform.Scaling.fit(view, ["recency", "frequency", "monetary"], study.clustering)
    scanned = indices.scan(scaling.coordinates(view), study.clustering)
    choice = choose.choose(scanned, study.clustering)
    assert 2 <= choice.k <= 10
