"""Allow one run of a study at a time, and end its steps with it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import threading
import time
from collections.abc import Iterator

from segmentbook.core import paths
from segmentbook.core.errors import UserError

LIFELINE = "SEGMENTBOOK_LIFELINE"
_PATIENCE = 5.0  # seconds: longer than the leftovers of a killed run live


@contextlib.contextmanager
def study_lock(study: str) -> Iterator[int]:
    """Hold the lock of a study.

    The operating system releases it however its holders end. Children that inherit the descriptor
    hold it too, so it is free only when no process of the run is left.

    Args:
        study: Name of the study.

    Yields:
        The descriptor that children are to inherit.

    Raises:
        UserError: If another run of the study is in progress.
    """
    folder = paths.interim(study).parent
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / f"{study}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor, study)
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _take(descriptor: int, study: str) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                break
            time.sleep(0.1)
    holder = os.pread(descriptor, 20, 0).decode() or "unknown"
    raise UserError(
        f"another run of it is in progress (process {holder})",
        where=f"study {study}",
        todo="wait for it to end; another study can run meanwhile.",
    )


@contextlib.contextmanager
def lifeline() -> Iterator[int]:
    """Open a pipe whose end lets the steps notice that their run has ended, however it ended.

    Yields:
        The descriptor that the steps are to inherit and `follow_lifeline`; its number stands in
        the environment variable `LIFELINE`.
    """
    reading, writing = os.pipe()
    try:
        yield reading
    finally:
        os.close(reading)
        os.close(writing)


def follow_lifeline() -> None:
    """End this process when the run that started it is gone; do nothing if started by hand."""
    number = os.environ.pop(LIFELINE, None)
    if number is None:
        return
    descriptor = int(number)
    os.set_inheritable(descriptor, False)

    def wait() -> None:
        os.read(descriptor, 1)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()
