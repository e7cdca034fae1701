"""The claims that reports make, and those they make where there is nothing to find."""

from __future__ import annotations

import json

import nbformat
import pytest

from benchmarks import whole_reports
from segmentbook.core import paths
from segmentbook.core.claims import KINDS, Kind
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
def test_customers_of_a_null_world_are_steady(world):
    null = whole_reports.WORLDS[world]
    frame = null.draw(1)
    orders = frame.groupby("customer")["order"].nunique()
    assert 480 <= len(orders) <= 500
    own = bool(null.true & whole_reports.RATES_DIFFER)
    assert own == (orders.var() > 1.5 * orders.mean())
    # No customer's orders are worth more than another's, but by chance.
    worth = frame.groupby(["customer", "order"])["amount"].sum()
    means = worth.groupby("customer").agg(["mean", "size"])
    assert means["mean"].var() < 1.4 * worth.var() * (1 / means["size"]).mean()
    halves = frame.groupby(frame["timestamp"] < frame["timestamp"].quantile(0.5))["order"].nunique()
    assert halves.min() / halves.max() > 0.9
    exported = whole_reports.export(frame)
    assert list(exported.columns)[:2] == ["InvoiceNo", "StockCode"]


def test_the_interval_of_a_mean():
    assert whole_reports.interval([0] * 20) == (0, 0, pytest.approx(0.184, abs=0.001))
    mean, low, high = whole_reports.interval([0, 1] * 10)
    assert (mean, low, high) == (0.5, pytest.approx(0.3, abs=0.06), pytest.approx(0.7, abs=0.06))


def test_false_claims_are_the_tested_ones(run_folders, monkeypatch):
    assert whole_reports.false_claims({"exact": 4, "advice": 2}) == {}
    monkeypatch.setitem(KINDS, "here", Kind("There is something"))
    assert whole_reports.false_claims({"exact": 4, "here": 2}) == {"here": 2}
    assert whole_reports.false_claims({"here": 2}, {"here"}) == {}
    whole_reports.store().parent.mkdir(parents=True)
    world = next(iter(whole_reports.WORLDS))
    reports = {world: [{"exact": 3}] * 4 for world in whole_reports.WORLDS}
    whole_reports.store().write_text(json.dumps({"code": "", "worlds": reports}))
    text = whole_reports.null_text()
    assert text.count("| 2 | 0.00 (0.00–1.84) | 0.00 |  | meets |") == 2 * len(whole_reports.WORLDS)
    found = [{"here": 2}, {}, {"here": 1}, {"exact": 1}]
    whole_reports.store().write_text(json.dumps({"code": "", "worlds": {world: found}}))
    row = whole_reports.null_text().splitlines()[-1]
    assert "| 2 | 2 | 0.50 (0.00–1.00) | 0.50 | `here` in 1 | meets |" in row


@pytest.mark.kernel
def test_a_whole_report_says_what_it_claims():
    counts = whole_reports.one_report("memoryless buyers, all alike", 1)
    assert all(count > 0 for count in counts.values())


def test_reports_that_are_stored_are_not_made_again(run_folders, monkeypatch):
    made = []
    monkeypatch.setattr(whole_reports, "_quiet", lambda world, _: made.append(world) or {})
    monkeypatch.setattr(whole_reports, "ProcessPoolExecutor", Here)
    whole_reports.run()
    whole_reports.run()
    assert made == [world for world in whole_reports.WORLDS for _ in range(2 * 20)]


class Here:
    """A pool whose processes are this one."""

    def __init__(self, *_) -> None:
        self.map = map

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_) -> None:
        pass
