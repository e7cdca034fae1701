from __future__ import annotations

import json
import os
import time

import papermill
import pytest

import stub_checkout
from segmentbook.core import paths
from segmentbook.core.errors import UserError
from segmentbook.pipeline import depfile, results, run


@pytest.fixture
def notebooks(run_folders, monkeypatch):
    """A folder of stub notebooks in the place of the real ones."""
    folder = run_folders / "notebooks"
    folder.mkdir()
    monkeypatch.setattr(paths, "NOTEBOOKS", folder)
    return folder


def fake_papermill(monkeypatch, *outcomes):
    """Let papermill do what each call's outcome says: raise it, or write a notebook."""
    calls = []

    def execute(source, target, **settings):
        calls.append(settings | {"environment": dict(os.environ)})
        outcome = outcomes[len(calls) - 1]
        cells = [{"metadata": {"tags": ["injected-parameters"]}, "id": "f00"}]
        record = {"input_path": source, "output_path": target}
        content = {"cells": cells, "metadata": {"papermill": record}}
        if isinstance(outcome, Exception):
            if "while running" in str(outcome):
                cells[0]["metadata"]["papermill"] = {"start_time": "now"}
                _write(target, content)
            raise outcome
        _write(target, content)
        depfile.write("shop", "2_eda", [], [])
        results.write("shop", "2_eda", [], [])

    monkeypatch.setattr(papermill, "execute_notebook", execute)
    return calls


def _write(path, content):
    with open(path, "w") as file:  # noqa: PTH123
        json.dump(content, file)


def test_a_chapter_is_done_as_of_its_start(notebooks, monkeypatch, capsys):
    fake_papermill(monkeypatch, "well")
    before = time.time_ns()
    run.run_chapter("shop", "2_eda", {})
    folder = paths.interim("shop")
    executed = folder / "notebooks" / "2_eda.ipynb"
    assert before <= (folder / "done" / "2_eda").stat().st_mtime_ns <= executed.stat().st_mtime_ns
    assert [path.name for path in executed.parent.iterdir()] == ["2_eda.ipynb"]
    assert capsys.readouterr().out.startswith("[2/9] eda ...\n[2/9] eda: ")


def test_what_papermill_notes_about_the_machine_is_taken_out(notebooks, monkeypatch):
    fake_papermill(monkeypatch, "well")
    run.run_chapter("shop", "2_eda", {})
    text = (paths.interim("shop") / "notebooks" / "2_eda.ipynb").read_text()
    assert str(notebooks.parent) not in text
    assert json.loads(text)["cells"][0]["id"] == "injected-parameters"


def test_the_notebook_gets_study_and_overrides_and_a_clean_environment(notebooks, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", "/somebodys")
    monkeypatch.setenv("JUPYTER_PATH", "/somebodys")
    calls = fake_papermill(monkeypatch, "well")
    run.run_chapter("shop", "2_eda", {"products.top": 3})
    assert calls[0]["parameters"] == {"study": "shop", "overrides": {"products.top": 3}}
    environment = calls[0]["environment"]
    assert environment["PATH"] == os.environ["PATH"]
    assert environment["PYTHONHASHSEED"] == "0"
    assert "/somebodys" not in environment.values()
    assert os.environ["IPYTHONDIR"] == "/somebodys"


def test_a_kernel_that_does_not_start_is_tried_once_more(notebooks, monkeypatch, capsys):
    calls = fake_papermill(monkeypatch, RuntimeError("Kernel didn't respond"), "well")
    run.run_chapter("shop", "2_eda", {})
    assert len(calls) == 2
    assert "trying once more" in capsys.readouterr().out
    log = (paths.interim("shop") / "logs" / "2_eda.log").read_text()
    assert "Kernel didn't respond" in log


@pytest.mark.parametrize(
    "outcomes",
    [
        (RuntimeError("did not start"), RuntimeError("did not start")),
        (RuntimeError("Kernel died while running"),),
    ],
)
def test_a_kernel_that_dies_is_not_tried_again(notebooks, monkeypatch, outcomes):
    calls = fake_papermill(monkeypatch, *outcomes)
    with pytest.raises(run.ChapterError, match="stopped because its kernel died"):
        run.run_chapter("shop", "2_eda", {})
    assert len(calls) == len(outcomes)
    assert not (paths.interim("shop") / "done" / "2_eda").exists()


def test_a_notebook_that_does_not_say_what_it_read_is_not_done(notebooks, monkeypatch):
    fake_papermill(monkeypatch, "well")
    monkeypatch.setattr(results, "write", lambda *_: None)
    with pytest.raises(run.ChapterError, match=r"finish\(\)"):
        run.run_chapter("shop", "2_eda", {})
    assert not (paths.interim("shop") / "done" / "2_eda").exists()


@pytest.mark.kernel
def test_a_real_kernel_runs_beside_the_notebooks(notebooks, monkeypatch):
    path = notebooks / "2_eda.ipynb"
    stub_checkout.write_notebook(path, "2_eda")
    content = json.loads(path.read_text())
    source = (
        "from pathlib import Path\n"
        "from segmentbook.pipeline import results\n"
        "Path('beside').touch()\n"
    )
    content["cells"][1:] = content["cells"][1:2]
    content["cells"][1]["source"] = source + "results.write(study, '2_eda', [], [])"
    path.write_text(json.dumps(content))
    run.run_chapter("shop", "2_eda", {})
    assert (notebooks / "beside").exists()
    executed = json.loads((paths.interim("shop") / "notebooks" / "2_eda.ipynb").read_text())
    sources = ["".join(cell["source"]) for cell in executed["cells"]]
    assert 'study = "shop"' in sources[1]


def test_an_unknown_chapter_brings_the_nearest_name():
    with pytest.raises(UserError, match="did you mean '4_clustering'"):
        run.known_chapter("4_clusters")
