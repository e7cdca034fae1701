"""Commands as a user's shell runs them: make in a copy of the checkout, and the command line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from segmentbook.core import paths

ROOT = paths.ROOT


def segmentbook(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m segmentbook` as a user's shell would."""
    return subprocess.run(
        [sys.executable, "-m", "segmentbook", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")} | settings,
        timeout=120,
    )


@dataclass(frozen=True)
class Checkout:
    """A copy of the checkout on which `make` can run."""

    root: Path

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start make in a process group of its own."""
        return subprocess.Popen(
            ["make", f"PYTHON={sys.executable}", *arguments],
            cwd=self.root,
            env=_outside_make(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def make(self, *arguments: str) -> Run:
        """Run make to its end."""
        process = self.start(*arguments)
        output, _ = process.communicate(timeout=300)
        return Run(process.returncode, output)

    def command(self, *arguments: str) -> Run:
        """Run `python -m segmentbook`, whose exit codes say whose fault it was."""
        done = subprocess.run(
            [".venv/bin/python", "-m", "segmentbook", *arguments],
            cwd=self.root,
            env=_outside_make() | {"PYTHONPATH": str(self.root / "src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        return Run(done.returncode, done.stdout)

    def report(self, study: str = "shop") -> dict[str, bytes]:
        """Return every file of a published report."""
        folder = self.root / "reports" / study
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }


@dataclass(frozen=True)
class Run:
    """What a command printed and how it ended."""

    code: int
    output: str

    @property
    def steps(self) -> list[str]:
        """The chapters that were run, sorted by number, and `publish`; two may run at once."""
        return sorted(self.finished)

    @property
    def finished(self) -> list[str]:
        """The same in the order in which they ended."""
        found = re.findall(r"^\[(\d)/9\] \w+: |^(Report): ", self.output, flags=re.MULTILINE)
        return [number or "publish" for number, _ in found]


def _outside_make() -> dict[str, str]:
    """Return the environment without what the make that runs the tests has put there."""
    inside = "MAKEFLAGS MAKELEVEL MFLAGS GNU_MAKE STUDY CHAPTER SET DATA INTERIM REPORTS PYTHONPATH"
    return {key: value for key, value in os.environ.items() if key not in inside.split()}
