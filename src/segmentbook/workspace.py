"""Where things are: the folders of a checkout, and the environment variables that move them."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARAMS = ROOT / "params"
NOTEBOOKS = ROOT / "notebooks"

CHAPTERS = (
    "1_cleaning",
    "2_eda",
    "3_customers",
    "4_clustering",
    "5_segments",
    "6_products",
    "7_summary",
)
"""The notebooks in the order of the data flow; the report reads the summary first."""

BUILDS_ON = {
    "1_cleaning": (),
    "2_eda": ("1_cleaning",),
    "3_customers": ("1_cleaning",),
    "4_clustering": ("1_cleaning", "3_customers"),
    "5_segments": ("1_cleaning", "3_customers", "4_clustering"),
    "6_products": ("1_cleaning", "3_customers", "4_clustering", "5_segments"),
    "7_summary": CHAPTERS[:-1],
}
"""For each chapter those whose tables and metrics it may read; the Makefile has the same graph."""


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
