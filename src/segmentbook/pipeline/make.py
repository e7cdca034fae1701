"""The inner make: it runs what is out of date in the graph of one study."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable

from segmentbook.core import paths
from segmentbook.core.errors import UserError
from segmentbook.core.files import write_if_changed
from segmentbook.core.paths import display_path
from segmentbook.pipeline import graph, locks
from segmentbook.pipeline.environment import clean_environment

_AT_ONCE = 2  # chapters
_LOOK_EVERY = 0.5  # seconds between two looks at whether the caller is still there


def check_folder(study: str) -> None:
    """Check that make can work in the study's interim folder.

    Raises:
        UserError: If its name holds letters that mean something to make.
    """
    _out(study)


def write_graph(study: str) -> None:
    """Write the graph of a study for make, if it is not there as it should be."""
    text = graph.makefile(_out(study))
    write_if_changed(text.encode(), paths.interim(study) / "graph.mk")


def is_up_to_date(study: str, step: str, ignoring: Iterable[str] = ()) -> bool:
    """Ask make whether a step needs nothing.

    Args:
        study: Name of the study; its graph has been written.
        step: A chapter, or `publish`.
        ignoring: Steps before it whose changes do not matter.
    """
    old = [f"--old-file={_out(study)}/done/{one}" for one in ignoring]
    answer = subprocess.run(
        [*_command(study), "--question", *old, f"{_out(study)}/done/{step}"],
        cwd=paths.ROOT,
        env=clean_environment() | {"STUDY": study, "SET": ""},
        capture_output=True,
        text=True,
    )
    if answer.returncode not in (0, 1):
        raise RuntimeError(f"make cannot read its graph:\n{answer.stderr}")
    return answer.returncode == 0


def run(study: str, step: str, set_text: str, inherited: tuple[int, int]) -> int:
    """Run a step after all that it needs.

    Args:
        study: Name of the study; its graph has been written.
        step: A chapter, or `publish`.
        set_text: Overrides of the params, which the steps parse.
        inherited: Descriptors of the study's lock and of the lifeline.

    Returns:
        The exit code of the step that failed, or 0.
    """
    failed = paths.interim(study) / "failed"
    failed.unlink(missing_ok=True)
    settings = {"STUDY": study, "SET": set_text, locks.LIFELINE: str(inherited[1])}
    caller = os.getppid() if "GNU_MAKE" in os.environ else None
    process = subprocess.Popen(
        [*_command(study), f"-j{_AT_ONCE}", f"{_out(study)}/done/{step}"],
        cwd=paths.ROOT,
        env=clean_environment() | settings,
        pass_fds=inherited,
    )
    while True:
        try:
            code = process.wait(_LOOK_EVERY)
            break
        except subprocess.TimeoutExpired:
            # When the outer make was killed, leaving here cuts the lifeline of the steps.
            if caller is not None and os.getppid() != caller:
                return 1
    if code == 0:
        return 0
    text = failed.read_text("ascii").strip() if failed.is_file() else ""
    return int(text) if text.isdigit() else 1


def _command(study: str) -> list[str]:
    program = os.environ.get("GNU_MAKE", "make")
    # Built-in rules would make every look at the graph slower, and none is wanted.
    return [program, "-r", "--no-print-directory", "-f", f"{_out(study)}/graph.mk"]


def _out(study: str) -> str:
    """Return the interim folder of a study as make is to read it."""
    name = display_path(paths.interim(study))
    if not re.fullmatch(r"[\w./+@,-]+", name):
        raise UserError(
            f"make cannot work in a folder of this name: {name!r}",
            where="INTERIM",
            expected="letters, digits and any of . / + @ , - _",
            todo="choose another folder with INTERIM=<folder>.",
        )
    return name
