"""Fixtures of the tests of reading exports."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder in which exports are looked for."""
    folder = tmp_path / "exports"
    folder.mkdir()
    monkeypatch.setenv("DATA", str(folder))
    return folder
