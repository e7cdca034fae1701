from __future__ import annotations

import hashlib
import json
import platform

import pytest

from segmentbook.core import paths
from segmentbook.params.study import load_study
from segmentbook.pipeline import manifest


@pytest.fixture
def report(run_folders):
    """A report folder with two files, and the inputs that it was made from."""
    interim = paths.interim("online_retail")
    interim.mkdir(parents=True)
    inputs = [{"name": "a.csv", "path": "/home/somebody/a.csv", "bytes": 3, "sha256": "ab"}]
    (interim / "inputs.json").write_text(json.dumps(inputs))
    folder = paths.report_folder("online_retail")
    (folder / "notebooks").mkdir(parents=True)
    (folder / "notebooks" / "1.ipynb").write_text("{}")
    (folder / "a.csv").write_text("x,y\n")
    return folder


def test_it_says_what_went_in_and_what_came_out(report):
    overrides = {"products.top": 3}
    study = load_study("online_retail", overrides)
    manifest.write(report, study, overrides)
    found = json.loads((report / "manifest.json").read_text())
    assert found["study"] == "online_retail"
    assert found["overrides"] == overrides
    assert found["params"]["products"]["top"] == 3
    assert found["inputs"] == [{"name": "a.csv", "bytes": 3, "sha256": "ab"}]
    assert found["versions"]["python"] == platform.python_version()
    assert {"pandas", "papermill", "duckdb", "typst"} <= found["versions"].keys()
    assert "pytest" not in found["versions"]
    lock = (paths.ROOT / "requirements.lock").read_bytes()
    assert found["requirements_lock"] == hashlib.sha256(lock).hexdigest()
    assert found["outputs"] == [
        {"path": "a.csv", "bytes": 4, "sha256": hashlib.sha256(b"x,y\n").hexdigest()},
        {"path": "notebooks/1.ipynb", "bytes": 2, "sha256": hashlib.sha256(b"{}").hexdigest()},
    ]


def test_no_folder_of_this_machine_is_in_it(report, run_folders):
    manifest.write(report, load_study("online_retail"), {})
    text = (report / "manifest.json").read_text()
    for folder in (str(paths.ROOT), str(run_folders), "/home/somebody"):
        assert folder not in text


def test_only_time_and_host_vary(report, monkeypatch):
    study = load_study("online_retail")
    one = manifest.collect(report, study, {})
    monkeypatch.setattr(platform, "node", lambda: "another")
    monkeypatch.setattr(platform, "platform", lambda: "another")
    two = manifest.collect(report, study, {})
    assert {key for key in one if one[key] != two[key]} <= set(manifest.VARYING)
    assert one["host"] != two["host"]
