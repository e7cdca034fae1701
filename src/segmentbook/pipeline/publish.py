"""Assemble a report in a folder beside the last one, and replace that as a whole."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from segmentbook.core import language, paths
from segmentbook.core.paths import display_path
from segmentbook.params.study import Study
from segmentbook.pipeline import depfile, graph, manifest, results, run

READING_ORDER = (graph.CHAPTERS[-1], *graph.CHAPTERS[:-1])
AUTHOR = "Segmentbook"

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def publish(study: Study, overrides: Mapping[str, Any]) -> None:
    """Render the executed notebooks and publish the report folder of a study.

    Args:
        study: The study with the overrides applied.
        overrides: The overrides, for the manifest.
    """
    started = time.time_ns()
    done = paths.interim(study.name) / "done" / "publish"
    done.unlink(missing_ok=True)
    print("Publishing ...", flush=True)
    recover(study.name)
    report = paths.report_folder(study.name)
    new = _beside(report, "new")
    new.mkdir(parents=True)
    _fill(new, study, overrides)
    swap_in(new, report)
    shutil.rmtree(run.failed_folder(study.name), ignore_errors=True)
    _note_dependencies(study)
    results.mark_done(study.name, "publish", started, {})
    shown = display_path(report)
    print(f"Report: {shown}/report.html, report.pdf, deck.pdf", flush=True)


def swap_in(new: Path, place: Path) -> None:
    """Put a folder in the place of another; at no time is there a mix of the two.

    Where the system can exchange two names, there is always one of them. Elsewhere a run that is
    killed between two renames leaves none, and `recover` puts the old one back.

    Args:
        new: The folder to publish, on the same file system.
        place: Where it goes; what is there is removed.
    """
    if not place.exists():
        new.rename(place)
        return
    old = new
    if not _exchange(new, place):
        old = _beside(place, "old")
        place.rename(old)
        new.rename(place)
    shutil.rmtree(old)


def recover(name: str) -> None:
    """Clean up after a run of a study that was killed while it published.

    Args:
        name: Name of the study.
    """
    report = paths.report_folder(name)
    old = _beside(report, "old")
    if old.exists() and not report.exists():
        old.rename(report)
    for left_over in (_beside(report, "new"), old):
        if left_over.exists():
            shutil.rmtree(left_over)


def _beside(report: Path, role: str) -> Path:
    return report.with_name(f".{report.name}.{role}")


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; return False where the system cannot."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if rename is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)


def _fill(folder: Path, study: Study, overrides: Mapping[str, Any]) -> None:
    interim = paths.interim(study.name)
    (folder / "notebooks").mkdir()
    for output in results.outputs(study.name):
        shutil.copyfile(output, folder / output.name)
    for chapter in graph.CHAPTERS:
        shutil.copyfile(
            interim / "notebooks" / f"{chapter}.ipynb", folder / "notebooks" / f"{chapter}.ipynb"
        )
    _render(folder, study)
    manifest.write(folder, study, overrides)


def _render(folder: Path, study: Study) -> None:
    from segmentbook.report.render.content import read_document
    from segmentbook.report.render.document import Meta
    from segmentbook.report.render.formats import RENDERERS

    language.set_language(study.language)
    numbers = json.loads((folder / "metrics.json").read_text("utf-8"))
    meta = Meta(
        title=language.gettext(study.title),
        subtitle=language.gettext(study.subtitle),
        author=AUTHOR,
        date=date.fromisoformat(numbers["reference_date"][:10]),
        language=study.language,
        source=language.gettext(study.source_note),
        period=(date.fromisoformat(numbers["first_day"]), date.fromisoformat(numbers["last_day"]))
        if numbers.get("first_day")
        else None,
    )
    notebooks = [folder / "notebooks" / f"{chapter}.ipynb" for chapter in READING_ORDER]
    document = read_document(notebooks, meta)
    for name, render in RENDERERS.items():
        (folder / name).write_bytes(render(document))


def _note_dependencies(study: Study) -> None:
    """Record for make what the report depends on: code, templates, fonts and every param."""
    rendering = Path(__file__).parents[1] / "report" / "render"
    parts = [
        path
        for kind in ("templates", "fonts")
        for path in sorted((rendering / kind).rglob("*"))
        if path.is_file()
    ]
    depfile.write(
        study.name,
        "publish",
        [*depfile.modules(), *parts, *language.files(study.language)],
        sorted(study.section_texts()),
    )
