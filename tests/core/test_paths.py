from __future__ import annotations

from pathlib import Path

import pytest

from segmentbook.core import paths


def test_the_root_is_that_of_the_checkout():
    assert (paths.ROOT / "pyproject.toml").is_file()
    assert paths.PARAMS.is_dir()
    assert paths.NOTEBOOKS.is_dir()


@pytest.mark.parametrize(
    ("variable", "default", "folder"),
    [
        ("DATA", "data/raw", lambda: paths.exports_folder()),
        ("INTERIM", "data/interim/shop", lambda: paths.interim("shop")),
        ("REPORTS", "reports/shop", lambda: paths.report_folder("shop")),
    ],
)
def test_a_variable_moves_a_folder(monkeypatch, variable, default, folder):
    monkeypatch.delenv(variable, raising=False)
    assert folder() == paths.ROOT / default
    monkeypatch.setenv(variable, "")
    assert folder() == paths.ROOT / default
    monkeypatch.setenv(variable, "elsewhere")
    assert folder().is_relative_to(paths.ROOT / "elsewhere")
    monkeypatch.setenv(variable, "~/mine")
    assert folder().is_relative_to(Path.home() / "mine")


def test_paths_are_shown_relative_to_the_checkout_or_whole():
    assert paths.display_path(paths.ROOT / "a" / ".." / "b.csv") == "b.csv"
    assert paths.display_path(Path("b.csv")) == "b.csv"
    assert paths.display_path(Path("/elsewhere/b.csv")) == "/elsewhere/b.csv"
    assert paths.display_path(paths.ROOT / ".." / "b.csv") == str(paths.ROOT.parent / "b.csv")
