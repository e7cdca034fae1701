from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from segmentbook.core import paths
from segmentbook.pipeline import graph

NAMED = r'chapter\.({})\(\s*"(\w+)"'
SAVED = re.compile(NAMED.format("save_table|save_frame|save_document"))
READ = re.compile(NAMED.format("table|frame|document"))


def test_chapters_build_on_those_before_them_and_on_what_these_build_on():
    for number, (chapter, earlier) in enumerate(graph.BUILDS_ON.items()):
        assert set(earlier) <= set(graph.CHAPTERS[:number])
        for one in earlier:
            assert set(graph.BUILDS_ON[one]) <= set(earlier), chapter


def test_there_is_a_notebook_for_each_chapter():
    assert sorted(path.stem for path in paths.NOTEBOOKS.glob("*.ipynb")) == list(graph.CHAPTERS)


def _code(chapter: str) -> str:
    cells = json.loads((paths.NOTEBOOKS / f"{chapter}.ipynb").read_text("utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


@pytest.mark.parametrize("chapter", graph.CHAPTERS)
def test_a_notebook_reads_only_what_it_or_a_chapter_that_it_builds_on_saves(chapter):
    saved = {
        name
        for one in (*graph.BUILDS_ON[chapter], chapter)
        for _, name in SAVED.findall(_code(one))
    }
    assert {name for _, name in READ.findall(_code(chapter))} <= saved


def test_no_two_chapters_save_under_one_name():
    owners = [(name, one) for one in graph.CHAPTERS for _, name in set(SAVED.findall(_code(one)))]
    names = [name for name, _ in sorted(set(owners))]
    assert len(names) == len(set(names))


def _dry_run(folder: Path, *arguments: str) -> str:
    command = ["make", "-r", "-n", "-f", "graph.mk", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def checkout(tmp_path) -> Path:
    (tmp_path / "graph.mk").write_text(graph.makefile("out"))
    for file in (
        ".venv/installed",
        *(f"notebooks/{chapter}.ipynb" for chapter in graph.CHAPTERS),
        *(f"out/stamps/{name}" for name in ("DATA", "REPORTS", "SET")),
    ):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    return tmp_path


def test_make_runs_every_chapter_after_those_that_it_builds_on(checkout):
    shown = _dry_run(checkout, "report")
    steps = re.findall(r'segmentbook (?:chapter "\$STUDY" (\w+)|(publish))', shown)
    assert [chapter or last for chapter, last in steps] == [*graph.CHAPTERS, "publish"]


@pytest.mark.parametrize("chapter", graph.CHAPTERS)
def test_make_runs_only_what_a_chapter_needs(checkout, chapter):
    shown = _dry_run(checkout, f"out/done/{chapter}")
    assert re.findall(r'chapter "\$STUDY" (\w+)', shown) == [*graph.BUILDS_ON[chapter], chapter]
