from __future__ import annotations

import pytest

from segmentbook.core import paths
from segmentbook.pipeline import graph, publish


@pytest.fixture(params=["exchange", "two renames"])
def way(request, monkeypatch):
    """Both ways to put a folder into its place."""
    if request.param == "two renames":
        monkeypatch.setattr(publish, "_exchange", lambda *_: False)


def folder(path, **files):
    path.mkdir(parents=True)
    for name, text in files.items():
        (path / name).write_text(text)
    return path


def content(path):
    return {file.name: file.read_text() for file in path.iterdir()}


def test_the_first_report_is_put_into_its_place(tmp_path, way):
    publish.swap_in(folder(tmp_path / ".x.new", a="1"), tmp_path / "x")
    assert content(tmp_path / "x") == {"a": "1"}


def test_a_report_is_replaced_as_a_whole(tmp_path, way):
    folder(tmp_path / "x", a="old", gone="old")
    publish.swap_in(folder(tmp_path / ".x.new", a="new", b="new"), tmp_path / "x")
    assert content(tmp_path / "x") == {"a": "new", "b": "new"}
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_place_that_cannot_be_exchanged_is_left_alone(tmp_path):
    one = folder(tmp_path / "one", a="1")
    assert publish._exchange(one, tmp_path / "missing") is False
    assert content(one) == {"a": "1"}


@pytest.mark.parametrize(
    ("there", "report"),
    [
        ({"x": "old", ".x.new": "half"}, "old"),  # killed while the new one was made
        ({".x.old": "old", ".x.new": "new"}, "old"),  # killed between the two renames
        ({"x": "new", ".x.old": "old"}, "new"),  # killed while the old one was removed
        ({"x": "new", ".x.new": "old"}, "new"),  # the same after an exchange
        ({".x.new": "half"}, None),  # killed in the first run of all
        ({}, None),
    ],
)
def test_what_a_killed_run_left_is_cleaned_up(run_folders, there, report):
    place = paths.report_folder("x")
    for name, text in there.items():
        folder(place.with_name(name), a=text)
    publish.recover("x")
    left = {path.name for path in place.parent.iterdir()} if place.parent.exists() else set()
    assert left == ({"x"} if report else set())
    if report:
        assert content(place) == {"a": report}


def test_the_summary_is_read_first():
    assert publish.READING_ORDER[:2] == ("9_summary", "1_cleaning")
    assert sorted(publish.READING_ORDER) == sorted(graph.CHAPTERS)
