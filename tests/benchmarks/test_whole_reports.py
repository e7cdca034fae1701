"""Reports about customers who are all alike, and the claims that reports make."""

from __future__ import annotations

import json

import nbformat
import pytest

from benchmarks import whole_reports
from segmentbook.core import paths
from segmentbook.report.blocks import BLOCK_MIME


def notebook(*kinds: str) -> nbformat.NotebookNode:
    """Return an executed notebook that makes claims."""
    blocks = [{"kind": "sentence", "claim": kind} for kind in kinds] + [{"kind": "kpis"}]
    cell = nbformat.v4.new_code_cell(
        outputs=[nbformat.v4.new_output("display_data", data={BLOCK_MIME: one}) for one in blocks]
    )
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Text"), cell])


def test_claims_of_published_reports_are_counted(run_folders):
    folder = paths.report_folder("online_retail") / "notebooks"
    folder.mkdir(parents=True)
    nbformat.write(notebook("exact", "advice", ""), folder / "1_cleaning.ipynb")
    nbformat.write(notebook("exact"), folder / "2_eda.ipynb")
    assert whole_reports.published("online_retail") == {"exact": 2, "advice": 1}
    assert whole_reports.published("complete_journey") is None
    text = whole_reports.studies_text()
    assert "| `exact` | 2 |" in text
    assert "no report: complete_journey, customer_personality" in text


@pytest.mark.parametrize("world", whole_reports.WORLDS)
def test_customers_of_a_null_world_are_alike(world):
    frame = whole_reports.WORLDS[world](1)
    orders = frame.groupby("customer")["order"].nunique()
    assert 480 <= len(orders) <= 500
    assert orders.var() < 1.5 * orders.mean()
    halves = frame.groupby(frame["timestamp"] < frame["timestamp"].quantile(0.5))["order"].nunique()
    assert halves.min() / halves.max() > 0.9
    exported = whole_reports.export(frame)
    assert list(exported.columns)[:2] == ["InvoiceNo", "StockCode"]


def test_the_interval_of_a_mean():
    assert whole_reports.interval([0] * 20) == (0, 0, pytest.approx(0.184, abs=0.001))
    mean, low, high = whole_reports.interval([0, 1] * 10)
    assert (mean, low, high) == (0.5, pytest.approx(0.3, abs=0.06), pytest.approx(0.7, abs=0.06))


def test_false_claims_are_the_tested_ones(run_folders, monkeypatch):
    assert whole_reports.tested({"exact": 4, "advice": 2}) == {}
    whole_reports.store().parent.mkdir(parents=True)
    reports = {world: [{"exact": 3}] * 4 for world in whole_reports.WORLDS}
    whole_reports.store().write_text(json.dumps({"code": "", "worlds": reports}))
    text = whole_reports.null_text()
    assert text.count("| 2 | 0.00 (0.00–1.84) |  | meets |") == 4


@pytest.mark.kernel
def test_a_whole_report_says_what_it_claims():
    counts = whole_reports.one_report("memoryless buyers, all alike", 1)
    assert all(count > 0 for count in counts.values())
