"""Run the real notebooks of a study in order, and publish its report."""

from __future__ import annotations

import shutil
from pathlib import Path

from segmentbook.params.study import load_study
from segmentbook.pipeline import graph, publish, run


def run_study(folder: Path, overrides: dict[str, object], name: str = "online_retail") -> Path:
    for chapter in graph.CHAPTERS:
        run.run_chapter(name, chapter, overrides)
    publish.publish(load_study(name, overrides), overrides)
    # The next run of the study takes the place of this one.
    kept = folder / "kept" / str(len(list(folder.glob("kept/*"))))
    shutil.copytree(folder / "reports" / name, kept)
    return kept
