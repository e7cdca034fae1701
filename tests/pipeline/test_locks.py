from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from commands import ROOT
from segmentbook.core.errors import UserError
from segmentbook.pipeline import locks


def test_a_second_run_is_refused_and_a_third_is_not(run_folders, monkeypatch):
    monkeypatch.setattr(locks, "_PATIENCE", 0.2)
    with locks.study_lock("shop"):
        second = locks.study_lock("shop")
        with pytest.raises(UserError, match=rf"in progress \(process {os.getpid()}\)"):
            second.__enter__()
        with locks.study_lock("market"):
            pass
    with locks.study_lock("shop"):
        pass


def test_a_killed_run_holds_nothing(run_folders):
    code = (
        "import time; from segmentbook.pipeline import locks\n"
        "with locks.study_lock('shop'): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT) as run:
        assert run.stdout.readline() == b"held\n"
        run.kill()
        started = time.monotonic()
        with locks.study_lock("shop"):
            assert time.monotonic() - started < 3


def test_a_step_ends_with_its_run():
    code = (
        "import time; from segmentbook.pipeline import locks\n"
        "locks.follow_lifeline(); print('ready', flush=True); time.sleep(60)"
    )
    with locks.lifeline() as descriptor:
        step = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=os.environ | {locks.LIFELINE: str(descriptor)},
            pass_fds=[descriptor],
        )
        assert step.stdout.readline() == b"ready\n"
        assert step.poll() is None
    assert step.wait(timeout=10) != 0
    step.stdout.close()


def test_a_step_that_was_started_by_hand_follows_nothing(monkeypatch):
    monkeypatch.delenv(locks.LIFELINE, raising=False)
    locks.follow_lifeline()
