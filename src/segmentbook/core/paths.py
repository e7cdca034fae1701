"""The folders of a checkout, and the environment variables that move them."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PARAMS = ROOT / "params"
NOTEBOOKS = ROOT / "notebooks"


def exports_folder() -> Path:
    """Return the folder of exports: the environment variable `DATA`, else `data/raw`."""
    return _folder("DATA", "data/raw")


def interim(study: str) -> Path:
    """Return the folder for the tables between the chapters of a study (variable `INTERIM`)."""
    return _folder("INTERIM", "data/interim") / study


def report_folder(study: str) -> Path:
    """Return the folder in which the report of a study is published (variable `REPORTS`)."""
    return _folder("REPORTS", "reports") / study


def _folder(variable: str, default: str) -> Path:
    # A relative value means "from the top of the checkout", so that a notebook, whose working
    # directory is notebooks/, and make agree.
    return ROOT / Path(os.environ.get(variable) or default).expanduser()


def display_path(path: Path) -> str:
    """Return a path as people and make read it: relative if it is in the checkout, else absolute."""
    absolute = Path(os.path.abspath(ROOT / path))
    if absolute.is_relative_to(ROOT):
        return str(absolute.relative_to(ROOT))
    return str(absolute)
