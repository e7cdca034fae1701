"""The real notebooks, run in order on small studies, and the report that comes of them."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from pypdf import PdfReader

from blocks import customers_told, misquotes, typed_numbers
from leaks import TOKEN, holds, leaks, with_tokens
from segmentbook.core import paths
from segmentbook.ingest.generators.ecommerce_members import ecommerce_members
from segmentbook.params.study import load_study
from segmentbook.pipeline import graph, run, scoring
from shop_export import CUSTOMERS, dirty, export
from whole_study import run_study

pytestmark = pytest.mark.kernel

FULL = {"clustering.k_max": 6}
"""Overrides of the study that has everything."""

SHY = 13
"""The least group that the study without places may show."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("run")
        patch.setenv("DATA", str(folder))
        patch.setenv("INTERIM", str(folder / "interim"))
        patch.setenv("REPORTS", str(folder / "reports"))
        yield folder


@pytest.fixture(scope="module")
def full(folders):
    """The report of a small study that has everything."""
    dirty(export(with_time=True)).to_csv(folders / "data.csv", index=False)
    return run_study(folders, FULL)


@pytest.fixture(scope="module")
def doubled(folders, full):
    """The metrics of the full study from notebooks whose cells are each run twice in a row."""
    notebooks = folders / "doubled" / "notebooks"
    notebooks.mkdir(parents=True)
    for chapter in graph.CHAPTERS:
        notebook = nbformat.read(paths.NOTEBOOKS / f"{chapter}.ipynb", 4)
        notebook.cells = [copy for cell in notebook.cells for copy in twice(cell)]
        nbformat.write(notebook, notebooks / f"{chapter}.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERIM", str(folders / "doubled"))
        patch.setattr(paths, "NOTEBOOKS", notebooks)
        for chapter in graph.CHAPTERS:
            run.run_chapter("online_retail", chapter, FULL)
    return metrics(folders / "doubled" / "online_retail" / "outputs")


def twice(cell: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    if cell.cell_type != "code" or "parameters" in cell.metadata.get("tags", []):
        return [cell]
    return [cell, nbformat.from_dict({**cell, "id": f"{cell.id}-again"})]


@pytest.fixture(scope="module")
def bare(folders, full, doubled):
    """The report of a study without places, product names and times of day, after the full one."""
    export(with_time=False).drop(columns=["Country", "Description"]).to_csv(
        folders / "data.csv", index=False
    )
    overrides = {
        "columns.place": None,
        "columns.product_name": None,
        "clustering.k": "auto",
        "clustering.k_max": 5,
        "sharing.minimum": SHY,
    }
    return run_study(folders, overrides)


@pytest.fixture(scope="module")
def members(folders):
    """The report of a small customer table: one row for each customer, no orders."""
    table = ecommerce_members(600, seed=1).to_pandas()
    table["user_id"] = with_tokens(table["user_id"])
    table.to_parquet(folders / "members.parquet")
    overrides = {"source": {"files": ["members.parquet"]}, "clustering.k_max": 5}
    return run_study(folders, overrides, "ecommerce_members")


def metrics(report: Path) -> dict:
    return json.loads((report / "metrics.json").read_text("utf-8"))


def test_the_ledger_counts_what_was_planted(full):
    numbers = metrics(full)
    # The second rule comes by itself: a cancellation goes with the latest line that it may cancel, here
    # the free one.
    assert [rule["rows"] for rule in numbers["ledger"]] == [2, 2, 2, 0, 4]
    assert numbers["rows_in"] == numbers["rows_out"] + 10
    assert numbers["customers"] == CUSTOMERS


def test_segments_hold_every_customer_and_all_revenue(full):
    numbers = metrics(full)
    assert sum(segment["customers"] for segment in numbers["segments"]) == CUSTOMERS
    assert sum(segment["revenue"] for segment in numbers["segments"]) == pytest.approx(
        numbers["revenue"], rel=1e-9
    )
    customers = pd.read_csv(full / "customers.csv")
    assert len(customers) == CUSTOMERS
    assert customers["monetary"].sum() == pytest.approx(numbers["revenue"], rel=1e-9)


def test_the_export_of_the_report_is_scored_as_the_report_says(full, folders):
    out = folders / "scored.csv"
    asked = scoring.Request(str(folders / "data.csv"), out=str(out))
    scoring.score(load_study("online_retail", FULL), asked)
    report, scored = pd.read_csv(full / "customers.csv"), pd.read_csv(out)
    both = report.merge(scored, on="customer", validate="1:1", suffixes=("", "_scored"))
    assert len(both) == CUSTOMERS
    assert (both["segment"] == both["segment_scored"]).all()
    assert (both["name"] == both["name_scored"]).all()


def test_nothing_that_leaves_names_a_customer(full, bare, members):
    for report in (full, bare, members):
        assert f"{TOKEN}00001" in (report / "customers.csv").read_text("utf-8")
        assert leaks(report) == []
    for file in ("report.html", "report.pdf", "deck.pdf", "metrics.json"):
        assert holds((full / file).read_bytes(), "THING")  # so would a customer be found


def test_no_group_is_smaller_than_the_params_allow(full, bare, members):
    """The least number shown is that of the params: what counts customers or buyers in any table."""
    for report, minimum in ((full, 10), (bare, SHY), (members, 10)):
        counts = customers_told(report)
        assert len(counts) > 20
        assert min(counts) >= minimum
    assert any(10 <= count < SHY for count in customers_told(full))


def test_every_cell_can_be_run_twice(full, doubled):
    assert doubled == metrics(full)


def test_every_number_that_is_said_is_a_metric_and_its_value(full, bare, members):
    for report in (full, bare, members):
        assert typed_numbers(report) == []
        wrong, numbers = misquotes(report)
        assert wrong == []
        assert numbers > 60


def test_text_of_the_export_stays_text(full):
    page = (full / "report.html").read_text("utf-8")
    assert "&lt;b&gt;$5_off$&lt;/b&gt; #1" in page
    assert "<b>$5_off$</b>" not in page


def test_what_does_not_apply_is_said_and_has_no_slide(full, bare):
    page = (bare / "report.html").read_text("utf-8")
    assert "the export has no time of day" in page
    assert "the export does not say where an order was placed" in page
    assert len(PdfReader(bare / "deck.pdf").pages) > 10


def test_a_free_choice_of_k_is_explained(bare):
    numbers = metrics(bare)
    verdicts = {row["k"]: row["verdict"] for row in numbers["k_scan"]}
    assert verdicts[numbers["k"]].startswith("chosen")
    assert sum(verdict.startswith("chosen") for verdict in verdicts.values()) == 1


def test_executed_notebooks_hold_no_path_of_this_machine(full):
    for path in (full / "notebooks").glob("*.ipynb"):
        assert str(paths.ROOT) not in json.dumps(nbformat.read(path, 4).metadata)


@pytest.mark.parametrize("chapter", graph.CHAPTERS)
def test_notebooks_in_the_checkout_are_thin(chapter):
    notebook = nbformat.read(paths.NOTEBOOKS / f"{chapter}.ipynb", 4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(cells) <= 25
    for cell in cells:
        lines = cell.source.splitlines()
        assert not cell.outputs
        assert len(lines) <= 15, cell.id
        assert not any(line.startswith(("def ", "class ", "if ")) for line in lines), cell.id
    assert any("parameters" in cell.metadata.get("tags", []) for cell in cells)


@pytest.mark.parametrize("chapter", graph.CHAPTERS)
def test_notebooks_in_the_checkout_reload_what_is_edited(chapter):
    notebook = nbformat.read(paths.NOTEBOOKS / f"{chapter}.ipynb", 4)
    [plumbing] = [cell.source for cell in notebook.cells if "= start(" in cell.source]
    assert plumbing.startswith("%load_ext autoreload\n%autoreload 2\n")
    assert f'chapter = start("{chapter}", study, overrides)' in plumbing


def test_a_customer_table_ends_in_a_whole_report(members):
    numbers = metrics(members)
    removed = sum(rule["rows"] for rule in numbers["ledger"])
    assert numbers["rows_in"] == 600 == numbers["rows_out"] + removed
    assert sum(segment["customers"] for segment in numbers["segments"]) == numbers["rows_out"]
    assert sum(segment["revenue"] for segment in numbers["segments"]) == pytest.approx(
        numbers["revenue"], rel=1e-9
    )
    customers = pd.read_csv(members / "customers.csv")
    scores = ["length", "recency", "frequency", "monetary", "discount_share"]
    assert customers[[f"{name}_score" for name in scores]].isin(range(1, 6)).all(axis=None)
    assert not (members / "product_recommendations.csv").exists()
    assert (members / "report.pdf").is_file()
    page = (members / "report.html").read_text("utf-8")
    assert "the export has one row for each customer, no orders" in page
    deck = PdfReader(members / "deck.pdf")
    assert len(deck.pages) > 8
    text = "".join(one.extract_text() for one in deck.pages)
    assert "What to offer" not in text
