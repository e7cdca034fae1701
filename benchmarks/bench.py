"""Seconds and peak memory of every step of one run: `python -m benchmarks.bench STUDY`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import full_size, many_customers
from segmentbook.core import paths
from segmentbook.core.errors import UserError
from segmentbook.params import overrides
from segmentbook.params.study import load_study
from segmentbook.pipeline import graph
from segmentbook.pipeline.environment import (
    clean_environment,
    output_environment,
    scratch_directory,
)

# The unit of `ru_maxrss` is a kilobyte on Linux and a byte on macOS.
_MAXRSS_PER_MB = 1024 * 1024 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Measurement:
    """What one step cost."""

    step: str
    seconds: float
    megabytes: float


def main(arguments: Sequence[str]) -> int:
    """Measure a study and the large generated data; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("study")
    parser.add_argument("--set", default="", help="overrides of params, as for make")
    parsed = parser.parse_args(arguments)
    try:
        load_study(parsed.study, overrides.parse([parsed.set]))
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    return bench(parsed.study, parsed.set)


def bench(name: str, set_text: str) -> int:
    """Run every step of a study once, in a scratch folder, and print what each cost.

    Args:
        name: Name of the study.
        set_text: Overrides as on the command line.

    Returns:
        0, or the exit code of the step that failed.
    """
    steps = {chapter: ["chapter", name, chapter] for chapter in graph.CHAPTERS}
    steps["publish"] = ["publish", name]
    measured: list[Measurement] = []
    with scratch_directory("bench") as folder:
        environment = clean_environment() | output_environment(folder)
        for step, arguments in steps.items():
            command = [sys.executable, "-m", "segmentbook", *arguments, "--set", set_text]
            measurement, code = measure(step, command, environment)
            if code != 0:
                return code
            measured.append(measurement)
        print(table(name, measured), flush=True)
        command = [sys.executable, "-m", "benchmarks.null_cost"]
        _, code = measure("null", command, environment)
        if code != 0:
            return code
        for title, module, large in _LARGE:
            code = _print_steps(title, module, large, environment)
            if code != 0:
                return code
    return 0


_LARGE = (
    (f"{full_size.ROWS:,} transactions with item lists", "full_size", full_size.STEPS),
    (f"{many_customers.CUSTOMERS:,} customers", "many_customers", many_customers.STEPS),
)
"""Generated data that are measured whatever the study is: title, module and steps."""


def _print_steps(title: str, module: str, steps: Sequence[str], environment: dict[str, str]) -> int:
    """Print what each step of a module costs."""
    measured = []
    for step in steps:
        command = [sys.executable, "-m", f"benchmarks.{module}", step]
        measurement, code = measure(step, command, environment)
        if code != 0:
            return code
        measured.append(measurement)
    print(table(title, measured), flush=True)
    return 0


def measure(step: str, command: list[str], environment: dict[str, str]) -> tuple[Measurement, int]:
    """Run a command and measure it with all processes that it waits for, kernels included.

    Args:
        step: What to call it.
        command: Program and arguments.
        environment: Its environment.

    Returns:
        Wall-clock seconds with the memory of the largest single process, and the exit code.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=paths.ROOT, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    return Measurement(step, seconds, usage.ru_maxrss / _MAXRSS_PER_MB), process.returncode


def table(name: str, measured: list[Measurement]) -> str:
    """Return the measurements as text, with their total."""
    total = sum(measurement.seconds for measurement in measured)
    largest = max((measurement.megabytes for measurement in measured), default=0.0)
    rows = [*measured, Measurement("all", total, largest)]
    lines = [f"{name}: wall-clock time, and memory of the largest process"]
    lines.append(f"{'step':<14}{'seconds':>9}{'peak MB':>9}")
    lines += [f"{r.step:<14}{r.seconds:>9.1f}{r.megabytes:>9.0f}" for r in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
