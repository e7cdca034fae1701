"""Run the notebooks of a study in this process, without kernels, and keep what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat as untyped

from segmentbook.core import paths
from segmentbook.pipeline import graph

nbformat: Any = untyped

Bundle = dict[str, Any]
"""What a cell shows: texts by their MIME type."""


def notebooks(study: str, overrides: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Run the chapters of a study one after the other.

    Args:
        study: Name of the study.
        overrides: Dotted keys of params and their values.

    Yields:
        Each chapter and its notebook, whose cells hold what they have shown.
    """
    for chapter in graph.CHAPTERS:
        notebook = nbformat.read(paths.NOTEBOOKS / f"{chapter}.ipynb", 4)
        space: dict[str, Any] = {}
        for cell in notebook.cells:
            if cell.cell_type == "code":
                _run(cell, space, {"study": study, "overrides": dict(overrides)})
        yield chapter, notebook


def save(study: str, overrides: Mapping[str, Any]) -> Path:
    """Run the chapters and save their notebooks where publishing looks for them; return the folder."""
    folder = paths.interim(study) / "notebooks"
    folder.mkdir(parents=True, exist_ok=True)
    for chapter, notebook in notebooks(study, overrides):
        nbformat.write(notebook, folder / f"{chapter}.ipynb")
    return folder


def _run(cell: Any, space: dict[str, Any], parameters: Mapping[str, Any]) -> None:
    def keep(bundle: Bundle, **_: Any) -> None:
        cell.outputs.append(nbformat.v4.new_output("display_data", data=bundle))

    if "parameters" in cell.metadata.get("tags", []):
        space.update(parameters)
        return
    code = re.sub(r"^%.*$", "", cell.source, flags=re.MULTILINE)
    with patch("IPython.display.display", keep):
        exec(compile(code, cell.id, "exec"), space)  # noqa: S102  # the notebook's own code
