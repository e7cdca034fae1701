"""`make verify`: run a study twice from nothing and compare the bytes of the outputs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segmentbook.commands.arguments import add_overrides, add_study
from segmentbook.core import paths
from segmentbook.core.paths import display_path
from segmentbook.params import overrides
from segmentbook.params.study import load_study
from segmentbook.pipeline import manifest
from segmentbook.pipeline.environment import output_environment, scratch_directory

_TIMES = ("papermill", "execution")


@dataclass(frozen=True)
class Comparison:
    """The bytes of one output in two runs."""

    path: str
    bytes: int
    verdict: str

    @property
    def same(self) -> bool:
        """Whether the two are equal but for what may vary."""
        return self.verdict.startswith("same")


def add_arguments(parser: ArgumentParser) -> None:
    """Add the study and its overrides."""
    add_study(parser)
    add_overrides(parser)


def run(arguments: Namespace) -> int:
    """Compare two runs of a study."""
    load_study(arguments.study, overrides.parse(arguments.set))
    return verify(arguments.study, " ".join(arguments.set))


def verify(name: str, set_text: str) -> int:
    """Run a study twice from nothing and compare what came out.

    Args:
        name: Name of the study.
        set_text: Overrides as on the command line.

    Returns:
        0 when all outputs are the same, 1 when not, else the exit code of the run that failed.
    """
    with scratch_directory("verify") as folder:
        for run in ("one", "two"):
            print(f"Run {run} of {name}, from nothing:", flush=True)
            code = _run(name, set_text, folder / run)
            if code != 0:
                return code
        reports = [folder / run / "reports" / name for run in ("one", "two")]
        comparisons = compare(*reports)
        print(table(comparisons), flush=True)
        if all(comparison.same for comparison in comparisons):
            print(f"The two runs of {name} gave the same report.")
            return 0
        print(f"The two runs of {name} differ; compare one and two in {_keep(name, reports)}.")
        return 1


def _keep(name: str, reports: list[Path]) -> str:
    report = paths.report_folder(name)
    kept = report.with_name(f"{report.name}.verify")
    shutil.rmtree(kept, ignore_errors=True)
    for run, made in zip(("one", "two"), reports, strict=True):
        shutil.copytree(made, kept / run)
    return display_path(kept)


def _run(name: str, set_text: str, folder: Path) -> int:
    command = [sys.executable, "-m", "segmentbook", "build", name, "--set", set_text]
    environment = dict(os.environ) | output_environment(folder)
    return subprocess.run(command, cwd=paths.ROOT, env=environment).returncode


def compare(one: Path, two: Path) -> list[Comparison]:
    """Compare two report folders file by file.

    Args:
        one: A report folder.
        two: Another.

    Returns:
        A verdict for every file of either, sorted by path.
    """
    names = {
        path.relative_to(folder).as_posix()
        for folder in (one, two)
        for path in folder.rglob("*")
        if path.is_file()
    }
    return [_compare_file(name, one / name, two / name) for name in sorted(names)]


def _compare_file(name: str, one: Path, two: Path) -> Comparison:
    if not one.is_file() or not two.is_file():
        there = one if one.is_file() else two
        return Comparison(name, there.stat().st_size, "only in one of the runs")
    size = one.stat().st_size
    if one.read_bytes() == two.read_bytes():
        return Comparison(name, size, "same bytes")
    if name == manifest.FILE or name.endswith(".ipynb"):
        what = "host and time" if name == manifest.FILE else "times"
        if _comparable(name, one) == _comparable(name, two):
            return Comparison(name, size, f"same but for {what}")
    return Comparison(name, size, f"DIFFERENT from byte {_first_difference(one, two):,}")


def _comparable(name: str, path: Path) -> Any:
    """Return the content of a file without what may differ between two runs."""
    content = json.loads(path.read_text("utf-8"))
    if name == manifest.FILE:
        for field in manifest.VARYING:
            content.pop(field)
        # The hashes of notebooks follow the times in them; the notebooks are compared themselves.
        content["outputs"] = [
            {"path": output["path"]} if output["path"].endswith(".ipynb") else output
            for output in content["outputs"]
        ]
        return content
    for part in (content, *content["cells"]):
        for key in _TIMES:
            part["metadata"].pop(key, None)
    return content


def _first_difference(one: Path, two: Path) -> int:
    a, b = one.read_bytes(), two.read_bytes()
    return next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def table(comparisons: list[Comparison]) -> str:
    """Return the comparisons as text, one line each."""
    width = max((len(comparison.path) for comparison in comparisons), default=0)
    lines = [f"{'output':<{width}}  {'bytes':>11}  verdict"]
    lines += [f"{c.path:<{width}}  {c.bytes:>11,}  {c.verdict}" for c in comparisons]
    return "\n".join(lines)
