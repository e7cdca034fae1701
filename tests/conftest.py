"""Shared by all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from segmentbook.core import language
from segmentbook.core.imports import skip_slow_imports

skip_slow_imports()
# As in every run: small clusterings are many times slower where threads wait for busy cores.
os.environ["OMP_NUM_THREADS"] = "1"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Let every test begin in English, whatever the one before it spoke."""
    yield
    language.set_language(language.ENGLISH)


@pytest.fixture
def run_folders(tmp_path, monkeypatch) -> Path:
    """Let the code under test work and publish in a temporary folder; return it."""
    monkeypatch.setenv("INTERIM", str(tmp_path / "interim"))
    monkeypatch.setenv("REPORTS", str(tmp_path / "reports"))
    return tmp_path
