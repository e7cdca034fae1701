"""A run of one study: check the params, find the export, let make run what is out of date."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from segmentbook.core import paths
from segmentbook.core.errors import UserError
from segmentbook.core.paths import display_path
from segmentbook.params.study import Study, load_study
from segmentbook.pipeline import depfile, locks, publish, stamps
from segmentbook.pipeline.environment import clean_environment

GRAPH = Path(depfile.__file__).with_name("graph.mk")
_AT_ONCE = 2  # chapters; only the second needs nothing of those after it
_SAY_AGAIN = 0.5  # seconds between two looks at whether the caller is still there


def build(name: str, overrides: Mapping[str, Any], set_text: str, chapter: str = "") -> int:
    """Bring the report of a study up to date.

    Args:
        name: Name of the study.
        overrides: Dotted keys of params and their values.
        set_text: The overrides as they were given, which the steps parse again.
        chapter: Stop after this chapter and what it builds on; empty for the whole report.

    Returns:
        The exit code: 0, that of the step that failed, or 1.

    Raises:
        UserError: If the params are wrong, the export is missing or the study is being run already.
    """
    study = load_study(name, overrides)
    out = _spelled_for_make(paths.interim(name), "INTERIM")
    with locks.study_lock(name) as lock, locks.lifeline() as lifeline:
        publish.recover(name)
        stamps.write(study, overrides)
        if not (paths.report_folder(name) / "manifest.json").is_file():
            (paths.interim(name) / "done" / "publish").unlink(missing_ok=True)
        run = _Make(study, out, set_text, (lock, lifeline))
        goal = f"{out}/done/{chapter}" if chapter else "report"
        if run.up_to_date(goal):
            print(_nothing_to_do(name, chapter), flush=True)
            return 0
        new_export = not run.up_to_date(f"{out}/done/1_cleaning")
        if new_export:
            # A missing export is told before a notebook runs, and a download is no part of one.
            from segmentbook.ingest import locate

            files = locate.fetch(study)
        # It imports the engine, so it comes after what is quicker to see.
        from segmentbook.commands import check

        check.choices(study)
        if new_export:
            check.look(study, files)
        return run.make(goal)


class _Make:
    """The inner make of one run."""

    def __init__(self, study: Study, out: str, set_text: str, inherited: tuple[int, int]) -> None:
        self._failed = paths.interim(study.name) / "failed"
        self._inherited = inherited
        program = os.environ.get("GNU_MAKE", "make")
        # Built-in rules would make every look at the graph slower, and none is wanted.
        self._command = [program, "-r", "--no-print-directory", "-f", str(GRAPH), f"OUT={out}"]
        self._environment = clean_environment() | {
            "STUDY": study.name,
            "SET": set_text,
            locks.LIFELINE: str(inherited[1]),
        }

    def up_to_date(self, goal: str) -> bool:
        """Ask make whether a target needs nothing."""
        command = [*self._command, "-q", goal]
        answer = subprocess.run(
            command, cwd=paths.ROOT, env=self._environment, capture_output=True, text=True
        )
        if answer.returncode not in (0, 1):
            raise RuntimeError(f"make cannot read its graph:\n{answer.stderr}")
        return answer.returncode == 0

    def make(self, goal: str) -> int:
        """Run what the target needs and return the exit code of the step that failed, or 0."""
        self._failed.unlink(missing_ok=True)
        command = [*self._command, f"-j{_AT_ONCE}", goal]
        caller = os.getppid() if "GNU_MAKE" in os.environ else None
        process = subprocess.Popen(
            command, cwd=paths.ROOT, env=self._environment, pass_fds=self._inherited
        )
        while True:
            try:
                code = process.wait(_SAY_AGAIN)
                break
            except subprocess.TimeoutExpired:
                # When the outer make was killed, leaving here cuts the lifeline of the steps.
                if caller is not None and os.getppid() != caller:
                    return 1
        if code == 0:
            return 0
        step = self._failed.read_text("ascii").strip() if self._failed.is_file() else ""
        return int(step) if step.isdigit() else 1


def _nothing_to_do(name: str, chapter: str) -> str:
    if chapter:
        return f"Nothing to do: chapter {chapter} of {name} is up to date."
    return f"Nothing to do: {display_path(paths.report_folder(name))} is up to date."


def _spelled_for_make(folder: Path, variable: str) -> str:
    """Return a folder as make is told it; its name stands where make knows no escapes."""
    spelled = display_path(folder)
    if not re.fullmatch(r"[\w./+@,-]+", spelled):
        raise UserError(
            f"make cannot work in a folder of this name: {spelled!r}",
            where=variable,
            expected="letters, digits and any of . / + @ , - _",
            todo=f"choose another folder with {variable}=<folder>.",
        )
    return spelled
