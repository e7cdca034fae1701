from __future__ import annotations

import os
import subprocess
import sys

from benchmarks import bench
from commands import ROOT

MEASURE = """
import os, sys
from benchmarks import bench
allocate = "x = bytearray(300_000_000); import time; time.sleep(0.3)"
parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {allocate!r}])"
measured, code = bench.measure("step", [sys.executable, "-c", parent], dict(os.environ))
print(measured.seconds, measured.megabytes, code)
"""


def test_time_and_memory_of_the_largest_process_are_measured():
    # In a process of its own: a child starts with the memory of the one that it was forked from,
    # and that of the tests is large.
    command = [sys.executable, "-c", MEASURE]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    seconds, megabytes, code = map(float, printed.split())
    assert code == 0
    assert seconds >= 0.3
    assert 280 < megabytes < 450


def test_a_failing_step_gives_its_exit_code():
    command = [sys.executable, "-c", "raise SystemExit(3)"]
    assert bench.measure("step", command, dict(os.environ))[1] == 3


def test_the_table_ends_with_the_total():
    rows = [bench.Measurement("1_cleaning", 2.04, 300.2), bench.Measurement("publish", 1.0, 99.6)]
    assert bench.table("shop", rows).splitlines() == [
        "shop: wall-clock time, and memory of the largest process",
        "step            seconds  peak MB",
        "1_cleaning          2.0      300",
        "publish             1.0      100",
        "all                 3.0      300",
    ]
