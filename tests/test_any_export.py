"""Any export ends in a result whose ledger adds up, or in one clear message."""

from __future__ import annotations

import csv
import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from commands import ROOT, Checkout
from segmentbook import cleaning, features
from segmentbook.cleaning import catalogue
from segmentbook.clustering import choice, indices, transform
from segmentbook.commands.new import new
from segmentbook.core import engine
from segmentbook.core.errors import UserError
from segmentbook.features import reference_date
from segmentbook.ingest import read
from segmentbook.params.study import parse_study
from stub_checkout import borrow_environment

pytestmark = pytest.mark.studies

SEEDS = range(300)
HOSTILE = ["😀", "#set page()", "<script>alert(1)</script>", "=cmd|' /C", "$x_1$", "NA", "-", ""]
FORMULAS = ["=cmd|' /C", "+1+1", "-2+3", "@SUM(1)", "\tx", "\rx"]
NAMES = [
    "x",
    "Datum",
    "Umsatz",
    "😀",
    "=cmd",
    "#set page()",
    "<script>",
    "a,b;c",
    " ",
    "export_row",
]
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
        match dice.randint(0, 17):
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
            case 16:
                table[column] = [f"'{value}'" for value in table[column]]
            case 17:
                table[column] = [f"1.234,{value[-2:]}" for value in table[column].astype(str)]
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
    export_table = read.read(engine.connect(), study, [path]).cache()
    rules = cleaning.all_rules(export_table, study.cleaning)
    own = read.own_columns(study, export_table)
    marked = cleaning.mark(export_table, rules, own).cache()
    ledger = cleaning.ledger(marked, rules)
    cleaning.check(ledger, export_table)
    cleaning.require_result(ledger)
    lines = catalogue.with_item(cleaning.order_lines(marked), study.columns.item).cache()
    view = engine.frame(features.rfm(lines, reference_date.reference_date(lines, None)))
    assert len(view) == ledger["customers"].iloc[-1]
    scaling = transform.Scaling.fit(view, ["recency", "frequency", "monetary"], study.clustering)
    scanned = indices.scan(scaling.coordinates(view), study.clustering)
    chosen = choice.choose(scanned, study.clustering)
    assert 2 <= chosen.k <= 10


# ---------------------------------------------------------------- through the command


def hostile(table: pd.DataFrame) -> pd.DataFrame:
    """Give products and customers names that a page, a slide or a spreadsheet might run."""
    texts = [*FORMULAS, *HOSTILE[:5]]
    named = [texts[n % len(texts)] for n in range(len(table))]
    ids = "=cmd" + table["Customer ID"].astype(str)
    more = {"Customer ID": ids, "=cmd": "x", "<script>": "#set page()"}
    return table.assign(Product=named, Description=named, **more)


def whole(table: pd.DataFrame, encoding: str = "utf-8", **form: object) -> bytes:
    return table.to_csv(index=False, **form).encode(encoding)


def with_column(table: pd.DataFrame, column: str, value: object) -> pd.DataFrame:
    return table.assign(**{column: value})


BASE = export(1)
RUNS: dict[str, tuple[bytes, int | None]] = {
    "hostile": (whole(hostile(BASE), quoting=csv.QUOTE_ALL), 0),
    "utf_16": (whole(BASE, encoding="utf-16", sep="\t"), 0),
    "commas": (
        whole(BASE.assign(**{"Unit Price": BASE["Unit Price"].str.replace(".", ",")}), sep=";"),
        0,
    ),
    "broken": (
        whole(
            BASE.assign(
                Quantity=[v if n % 5 else "many" for n, v in enumerate(BASE["Quantity"])],
                **{
                    "Order Date": [
                        "soon" if n % 7 == 0 else v for n, v in enumerate(BASE["Order Date"])
                    ]
                },
            )
        ),
        0,
    ),
    "shuffled": (whole(BASE[BASE.columns[::-1]].sample(frac=1, random_state=1)), 0),
    "renamed": (whole(BASE.rename(columns={"Customer ID": "Customer"})), 2),
    "dropped": (whole(BASE.drop(columns="Order Date")), 2),
    "empty": (b"", 2),
    "header_only": (whole(BASE.head(0)), 2),
    "twice": (whole(pd.concat([BASE, BASE[["Quantity"]]], axis=1)), 2),
    "ambiguous": (whole(with_column(BASE, "Order Date", "03/04/2023")), 2),
    "all_cancelled": (whole(with_column(BASE, "Quantity", "-1")), 2),
    "too_many": (whole(with_column(BASE, "Quantity", "1000000000000000000")), 2),
    "one_row": (whole(BASE.head(1)), 2),
    "one_customer": (whole(with_column(BASE, "Customer ID", "0001")), 2),
}
"""Exports for params that were written for the first of them, and the exit code of the command."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Run the command on every export, two at a time, in a copy of the checkout."""
    top = tmp_path_factory.mktemp("any")
    for part in ("src", "notebooks", "params", "tools"):
        shutil.copytree(ROOT / part, top / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy2(ROOT / part, top / part)
    borrow_environment(top / ".venv")
    checkout = Checkout(top)
    (top / "base.csv").write_bytes(whole(BASE))
    said = checkout.make("new", "STUDY=base", "FILE=base.csv")
    assert said.code == 0, said.output
    params = (top / "params" / "base.yaml").read_text("utf-8")
    # So few customers as these fall into groups that a report for others must not show.
    params += "\nsharing:\n  minimum: 1\n"
    for name, (content, _) in RUNS.items():
        (top / f"{name}.csv").write_bytes(content)
        (top / "params" / f"{name}.yaml").write_text(params.replace("base.csv", f"{name}.csv"))
    with ThreadPoolExecutor(2) as pool:
        done = pool.map(lambda name: checkout.command("build", name), RUNS)
        return top, dict(zip(RUNS, done, strict=True))


@pytest.mark.xdist_group("commands")
@pytest.mark.parametrize("name", RUNS)
def test_the_command_gives_a_report_or_a_message(runs, name):
    top, done = runs
    run, wanted = done[name], RUNS[name][1]
    assert run.code == wanted, run.output
    assert "Traceback" not in run.output
    if run.code == 2:
        assert "What to do:" in run.output or "Expected:" in run.output
        assert not (top / "reports" / name).exists()
        return
    folder = top / "reports" / name
    assert (folder / "report.html").is_file()
    with (folder / "ledger.csv").open(encoding="utf-8", newline="") as file:
        export_, *rest = csv.DictReader(file)
    for column in ("rows", "customers", "orders", "money"):
        assert Decimal(export_[column]) == sum(Decimal(row[column]) for row in rest), column


@pytest.mark.xdist_group("commands")
def test_no_cell_of_any_table_could_run_as_a_formula(runs):
    top, _ = runs
    found = sorted((top / "reports" / "hostile").glob("*.csv"))
    assert {"customers.csv", "ledger.csv", "product_recommendations.csv"} <= {p.name for p in found}
    texts = set()
    for path in found:
        with path.open(encoding="utf-8", newline="") as file:
            for cell in (cell for row in csv.reader(file) for cell in row):
                assert not cell.startswith(("=", "+", "@", "\t", "\r")), f"{path.name}: {cell!r}"
                assert not cell.startswith("-") or is_number(cell), f"{path.name}: {cell!r}"
                texts.add(cell)
    assert any(text.startswith("'=cmd") for text in texts)  # they came through, as texts


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
