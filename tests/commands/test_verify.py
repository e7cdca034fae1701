from __future__ import annotations

import json

import pytest

from segmentbook.commands import verify


def notebook(start: str, value: int) -> str:
    cell = {
        "cell_type": "code",
        "metadata": {"papermill": {"start_time": start}, "execution": {"iopub": start}},
        "outputs": [{"data": value}],
    }
    return json.dumps({"cells": [cell], "metadata": {"papermill": {"duration": start}}})


def made(made_at: str, digest: str, notebook_digest: str) -> str:
    outputs = [
        {"path": "a.csv", "bytes": 1, "sha256": digest},
        {"path": "notebooks/1.ipynb", "bytes": 1, "sha256": notebook_digest},
    ]
    return json.dumps({"made_at": made_at, "host": {}, "outputs": outputs})


@pytest.fixture
def reports(tmp_path):
    """Two reports that are the same but for what may vary."""
    for run in ("one", "two"):
        folder = tmp_path / run
        (folder / "notebooks").mkdir(parents=True)
        (folder / "a.csv").write_text("1,2\n")
        (folder / "notebooks" / "1.ipynb").write_text(notebook(run, 1))
        (folder / "manifest.json").write_text(made(run, "ab", run))
    return tmp_path / "one", tmp_path / "two"


def verdicts(reports):
    return {c.path: c.verdict for c in verify.compare(*reports)}


def test_times_and_host_may_differ(reports):
    assert verdicts(reports) == {
        "a.csv": "same bytes",
        "manifest.json": "same but for host and time",
        "notebooks/1.ipynb": "same but for times",
    }
    assert all(comparison.same for comparison in verify.compare(*reports))


@pytest.mark.parametrize(
    ("file", "text", "verdict"),
    [
        ("a.csv", "1,3\n", "DIFFERENT from byte 2"),
        ("a.csv", "1,2\n3", "DIFFERENT from byte 4"),
        ("notebooks/1.ipynb", notebook("two", 2), "DIFFERENT from byte "),
        ("manifest.json", made("two", "cd", "two"), "DIFFERENT from byte "),
        ("b.csv", "", "only in one of the runs"),
    ],
)
def test_everything_else_is_a_difference(reports, file, text, verdict):
    (reports[1] / file).write_text(text)
    assert verdicts(reports)[file].startswith(verdict)
    assert not all(comparison.same for comparison in verify.compare(*reports))


def test_the_table_has_a_line_for_each_output(reports):
    assert len(verify.table(verify.compare(*reports)).splitlines()) == 4


@pytest.mark.parametrize(("second", "code"), [("1,2\n", 0), ("1,3\n", 1)])
def test_two_runs_are_made_and_a_difference_is_kept(run_folders, monkeypatch, capsys, second, code):
    contents = {"one": "1,2\n", "two": second}

    def run(name, set_text, folder):
        report = folder / "reports" / name
        report.mkdir(parents=True)
        (report / "a.csv").write_text(contents[folder.name])
        return 0

    monkeypatch.setattr(verify, "_run", run)
    assert verify.verify("shop", "") == code
    kept = run_folders / "reports" / "shop.verify" / "two" / "a.csv"
    assert kept.exists() == bool(code)
    assert ("gave the same report" in capsys.readouterr().out) == (code == 0)


def test_a_failing_run_ends_the_comparison_with_its_code(run_folders, monkeypatch):
    monkeypatch.setattr(verify, "_run", lambda *_: 2)
    assert verify.verify("shop", "") == 2
