from __future__ import annotations

import os

import pytest

from segmentbook.core import paths
from segmentbook.core.errors import UserError
from segmentbook.pipeline import graph, make


@pytest.fixture
def folder(run_folders, monkeypatch):
    """The interim folder of a study whose chapters are all done, in a checkout of its own."""
    monkeypatch.setattr(paths, "ROOT", run_folders)
    folder = paths.interim("shop")
    make.write_graph("shop")
    for file in (
        *(f"notebooks/{chapter}.ipynb" for chapter in graph.CHAPTERS),
        ".venv/installed",
        *(f"interim/shop/stamps/{name}" for name in ("DATA", "REPORTS", "SET")),
        *(f"interim/shop/done/{step}" for step in (*graph.CHAPTERS, "publish")),
    ):
        (run_folders / file).parent.mkdir(parents=True, exist_ok=True)
        (run_folders / file).touch()
        os.utime(run_folders / file, (10, 10))
    return folder


def test_the_graph_is_written_once(folder):
    file = folder / "graph.mk"
    written = file.stat().st_mtime_ns
    make.write_graph("shop")
    assert file.stat().st_mtime_ns == written


def test_make_says_what_is_up_to_date(folder, run_folders):
    assert make.is_up_to_date("shop", "publish")
    os.utime(run_folders / "notebooks" / "6_movement.ipynb", (20, 20))
    assert make.is_up_to_date("shop", "5_segments")
    assert not make.is_up_to_date("shop", "6_movement")
    assert not make.is_up_to_date("shop", "publish")


def test_changes_of_chapters_before_it_can_be_ignored(folder, run_folders):
    earlier = graph.BUILDS_ON["6_movement"]
    os.utime(folder / "done" / "5_segments", (20, 20))
    assert not make.is_up_to_date("shop", "6_movement")
    assert make.is_up_to_date("shop", "6_movement", earlier)
    os.utime(run_folders / "notebooks" / "6_movement.ipynb", (20, 20))
    assert not make.is_up_to_date("shop", "6_movement", earlier)


def test_a_graph_that_make_cannot_read_is_a_fault(folder):
    (folder / "graph.mk").write_text("nonsense")
    with pytest.raises(RuntimeError, match="make cannot read its graph"):
        make.is_up_to_date("shop", "publish")


@pytest.mark.parametrize("name", ["a b", "a:b", "a$b", "a#b", "a%b", "é b"])
def test_a_folder_with_letters_that_make_reads_otherwise_is_refused(monkeypatch, tmp_path, name):
    monkeypatch.setenv("INTERIM", str(tmp_path / name))
    with pytest.raises(UserError, match="INTERIM: make cannot work in a folder of this name"):
        make.check_folder("shop")


def test_common_folders_are_accepted(monkeypatch, tmp_path):
    for name in ("run-1", "a_b.c", "x+y@z,1", "größe"):
        monkeypatch.setenv("INTERIM", str(tmp_path / name))
        make.check_folder("shop")
