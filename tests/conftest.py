"""Shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def run_folders(tmp_path, monkeypatch) -> Path:
    """Let the code under test work and publish in a temporary folder; return it."""
    monkeypatch.setenv("INTERIM", str(tmp_path / "interim"))
    monkeypatch.setenv("REPORTS", str(tmp_path / "reports"))
    return tmp_path
